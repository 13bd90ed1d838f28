import { DateTime } from 'luxon';
import { occurrenceDates } from '../recurrence/occurrence-dates';
import type { Settings } from '../settings';
import type { GraphState } from '../state/graph-state';
import type { Item } from '../state/items';
import { copyLinkedResources } from './linked-resource';
import type { TaskDay, TaskValues } from './properties';
import type { TaskChange } from './read-body';

/** The day of the series after the due one; undefined where the series is over or there is none. */
function nextDue({ recurrence, due }: TaskValues): TaskDay | undefined {
  if (recurrence === undefined || due === undefined) return undefined;
  for (const date of occurrenceDates(recurrence)) if (date > due.date) return { ...due, date };
  return undefined;
}

/** The task of the next day of the series: open, everything else alike, start and reminder as far ahead. */
function rolled(values: TaskValues, due: TaskDay): TaskValues {
  const days = DateTime.fromISO(due.date).diff(DateTime.fromISO(values.due?.date ?? due.date), 'days').days;
  const later = (text: string, zone: string): DateTime =>
    DateTime.fromISO(text, { zone }).plus({ days: Math.round(days) });
  const { start, reminder } = values;
  return {
    ...values,
    status: 'notStarted',
    completed: undefined,
    due,
    start: start && { ...start, date: later(start.date, 'utc').toFormat('yyyy-MM-dd') },
    reminder: reminder && (later(reminder, due.zone).toUTC().toISO() ?? undefined),
  };
}

function asCopy(values: TaskValues, { nextTaskCopiesLinks }: Settings): TaskValues {
  const linkedResources = nextTaskCopiesLinks ? copyLinkedResources(values.linkedResources) : [];
  return { ...values, linkedResources };
}

function isCompletedNow(item: Item<TaskValues>, { values }: TaskChange): boolean {
  return values.status === 'completed' && item.values.status !== 'completed';
}

function dueMoved(item: Item<TaskValues>, { values, changed }: TaskChange): boolean {
  const [before, after] = [item.values.due, values.due];
  return changed.includes('dueDateTime') && after !== undefined && before?.date !== after.date;
}

/**
 * Writes a change of a task. Completing a task of a series makes another task, one way or the other; so may a
 * new due date (reference: Graph 3, GD 5424, MS365-ToDo 25 and 133). Answers the task that keeps the id.
 */
export function writeTask(state: GraphState, item: Item<TaskValues>, change: TaskChange): Item<TaskValues> {
  const { settings, tasks, store } = state;
  const update = (values: TaskValues): Item<TaskValues> =>
    tasks.update(item, { values, changed: change.changed, extended: [], reported: true });
  const add = (values: TaskValues): void => {
    tasks.create(item.mailbox, item.folder, { values: asCopy(values, settings), extended: [] });
  };
  return store.transaction(() => {
    const next = nextDue({ ...change.values, due: item.values.due });
    if (next === undefined) return update(change.values);
    if (isCompletedNow(item, change)) {
      switch (settings.recurringTaskCompletion) {
        case 'newTask':
          add(rolled(change.values, next));
          return update(change.values);
        case 'sameTask':
          add({ ...change.values, recurrence: undefined });
          return update(rolled(change.values, next));
      }
    }
    if (settings.recurringDueDatePatch === 'spawnsNext' && dueMoved(item, change)) {
      add(rolled(change.values, next));
      return update({ ...change.values, due: item.values.due });
    }
    return update(change.values);
  });
}
