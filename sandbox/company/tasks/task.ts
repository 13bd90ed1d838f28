import type { TaskPriority } from '../../../shared/records/task';

/** What a colleague has to do, before it is said in which of the two systems. */
export interface Task {
  readonly subject: string;
  readonly priority: TaskPriority;
  /** In To Do's words, of which there are more than OroCRM has. */
  readonly status: TaskStatus;
  /** Days from today, in the colleague's time zone. */
  readonly due: number | undefined;
}

export const taskStatuses = ['notStarted', 'inProgress', 'completed', 'waitingOnOthers', 'deferred'] as const;
export type TaskStatus = (typeof taskStatuses)[number];
