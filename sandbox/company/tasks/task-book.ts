import type { NewTask } from '../../orocrm/seed/task-schemas';
import type { LocalDays } from '../local-days';
import type { Random } from '../random';
import { respelledText } from '../spelling';
import { conflictingTask, makeTask } from './make-task';
import type { Task } from './task';
import { toOrocrmTask } from './to-orocrm-task';
import { toTodo, type TodoBody } from './to-todo';

/** The tasks of a colleague in the two systems before they are first synchronised. */
export interface TaskBook {
  readonly orocrm: readonly NewTask[];
  /** In the default list. */
  readonly outlook: readonly TodoBody[];
  /** In a list that the colleague made. */
  readonly otherList: readonly TodoBody[];
}

export const taskCounts = {
  onlyOrocrm: 22,
  onlyOutlook: 16,
  otherList: 6,
  same: 12,
  conflicting: 6,
} as const;

/** Makes the tasks of one colleague. `owner`: the id of the OroCRM user. */
export function makeTaskBook(random: Random, owner: string, days: LocalDays): TaskBook {
  const taken = new Set<string>();
  const some = (count: number): Task[] => Array.from({ length: count }, () => makeTask(random, taken));
  const same = some(taskCounts.same);
  const twice = some(taskCounts.conflicting);
  const inOutlook = [
    ...some(taskCounts.onlyOutlook),
    ...same.map((task) => ({ ...task, subject: respelledText(task.subject, random) })),
    ...twice.map((task) => conflictingTask(task, random)),
  ];
  return {
    orocrm: [...some(taskCounts.onlyOrocrm), ...same, ...twice].map((task) =>
      toOrocrmTask(task, owner, days, random),
    ),
    outlook: inOutlook.map((task) => toTodo(task, days, random)),
    otherList: some(taskCounts.otherList).map((task) => toTodo(task, days, random)),
  };
}
