import type { OrocrmRecord, OutlookRecord } from './record';

export type OrocrmTaskStatus = 'open' | 'in_progress' | 'closed';
export type TaskPriority = 'low' | 'normal' | 'high';

export interface OrocrmTask extends OrocrmRecord {
  readonly subject: string;
  readonly priority: TaskPriority;
  /** An instant, UTC, or ''. */
  readonly dueDate: string;
  readonly status: OrocrmTaskStatus;
}

export type OutlookTaskStatus = 'notStarted' | 'inProgress' | 'completed' | 'waitingOnOthers' | 'deferred';

/** A task as Microsoft To Do holds it: Graph's names, the linked resource of OroCRM as the mark. */
export interface OutlookTask extends OutlookRecord {
  readonly title: string;
  readonly importance: TaskPriority;
  /** The day in the mailbox's time zone, `YYYY-MM-DD`, or ''. */
  readonly dueDate: string;
  readonly status: OutlookTaskStatus;
}
