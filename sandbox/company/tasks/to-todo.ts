import type { TodoTask } from '@microsoft/microsoft-graph-types';
import type { LocalDays } from '../local-days';
import type { Random } from '../random';
import { taskNotes } from '../words/tasks';
import type { Task } from './task';

/** A body as the API takes it, with the due day as a person picks it in the mailbox's time zone. */
export type TodoBody = Pick<TodoTask, 'title' | 'importance' | 'status' | 'body'> & { readonly due?: string };

/** A task as somebody has entered it in Microsoft To Do. */
export function toTodo(task: Task, days: LocalDays, random: Random): TodoBody {
  return {
    title: task.subject,
    importance: task.priority,
    status: task.status,
    ...(task.due === undefined ? {} : { due: days.date(task.due) }),
    ...(random.chance(0.2) ? { body: { content: random.pick(taskNotes), contentType: 'text' } } : {}),
  };
}
