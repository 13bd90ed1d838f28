import type { OrocrmTaskStatus } from '../../../shared/records/task';
import type { NewTask } from '../../orocrm/seed/task-schemas';
import type { LocalDays } from '../local-days';
import type { Random } from '../random';
import type { Task, TaskStatus } from './task';

const statuses: Readonly<Record<TaskStatus, OrocrmTaskStatus>> = {
  notStarted: 'open',
  inProgress: 'in_progress',
  completed: 'closed',
  waitingOnOthers: 'in_progress',
  deferred: 'in_progress',
};

/** A task as somebody has entered it in OroCRM, some time in the last two months. Its due date has a time of day there. */
export function toOrocrmTask(task: Task, owner: string, days: LocalDays, random: Random): NewTask {
  const enteredAt = days.instant(-1 - random.whole(60), `${8 + random.whole(10)}:15`);
  return {
    ...{ owner, createdAt: enteredAt, updatedAt: enteredAt },
    subject: task.subject,
    taskPriority: task.priority,
    status: statuses[task.status],
    dueDate: task.due === undefined ? null : days.instant(task.due, `${8 + random.whole(11)}:30`),
  };
}
