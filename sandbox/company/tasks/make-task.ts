import type { Random } from '../random';
import { firmTasks, plainTasks } from '../words/tasks';
import { firms } from '../words/work';
import type { Task } from './task';

/** Makes a believable task. `taken` holds the subjects that are used up, so that a key belongs to one task only. */
export function makeTask(random: Random, taken: Set<string>): Task {
  return {
    subject: freeSubject(random, taken),
    priority: random.pick(['low', 'normal', 'normal', 'normal', 'high']),
    status: random.pick([
      ...(['notStarted', 'notStarted', 'notStarted', 'inProgress', 'completed'] as const),
      ...(['inProgress', 'waitingOnOthers', 'deferred'] as const),
    ]),
    // From two weeks ago to four weeks ahead; some have no date.
    due: random.chance(0.8) ? random.whole(43) - 14 : undefined,
  };
}

function freeSubject(random: Random, taken: Set<string>): string {
  for (;;) {
    const subject = random.chance(0.15)
      ? random.pick(plainTasks)
      : random.pick(firmTasks).replace('@', random.pick(firms).name);
    if (taken.has(subject)) continue;
    taken.add(subject);
    return subject;
  }
}

/** The same task by subject and priority, of which the two systems say different things. */
export function conflictingTask(task: Task, random: Random): Task {
  const changes: readonly Partial<Task>[] = [
    { status: task.status === 'completed' ? 'inProgress' : 'completed' },
    { due: (task.due ?? 0) + 1 + random.whole(7) },
  ];
  return { ...task, ...random.pick(changes) };
}
