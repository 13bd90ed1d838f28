import type { DateTime } from 'luxon';
import { readDateTimeTimeZone } from '../date-time/read-date-time';
import { badValue } from '../errors';
import { bodyEntries, refuseProperty } from '../odata/read-body';
import { members, readBoolean, readEnum, readText, readTexts } from '../odata/read-value';
import { readRecurrence } from '../recurrence/read-recurrence';
import { readLinkedResources } from './linked-resource';
import { BODY_TYPES, IMPORTANCES, STATUSES, TASK_TYPE, type TaskDay, type TaskValues } from './properties';

/** A task's values after a body was read over them, and the names of the properties that it wrote. */
export interface TaskChange {
  readonly values: TaskValues;
  readonly changed: readonly string[];
}

const seconds = (now: Date): string => `${now.toISOString().slice(0, 19)}Z`;

function readBody(value: unknown): TaskValues['body'] {
  const { content = null, contentType = 'text' } = members('body', value, ['content', 'contentType']);
  return {
    content: readText('body/content', content) ?? '',
    contentType: readEnum('body/contentType', contentType, { name: 'bodyType', values: BODY_TYPES }),
  };
}

/** Only the day is kept, whatever time is given with it (reference: Graph 3). */
function readDay(name: string, value: unknown): TaskDay | undefined {
  const clock = readClock(name, value);
  if (clock === undefined) return undefined;
  return { date: clock.toFormat('yyyy-MM-dd'), zone: clock.zoneName };
}

function readClock(name: string, value: unknown): DateTime<true> | undefined {
  return value === null ? undefined : readDateTimeTimeZone(name, value);
}

function readTitle(value: unknown): string {
  const title = readText('title', value);
  if (title === null || title.trim() === '') throw badValue('A task needs a title.');
  return title;
}

/** One property of a body over the values that are there. */
function written(values: TaskValues, name: string, value: unknown, now: Date): TaskValues {
  switch (name) {
    case 'title':
      return { ...values, title: readTitle(value) };
    case 'body':
      return { ...values, body: readBody(value), bodyModifiedAt: seconds(now) };
    case 'categories':
      return { ...values, categories: readTexts(name, value) };
    case 'importance':
      return { ...values, importance: readEnum(name, value, { name, values: IMPORTANCES }) };
    case 'status':
      return { ...values, status: readEnum(name, value, { name: 'taskStatus', values: STATUSES }) };
    case 'isReminderOn':
      return { ...values, isReminderOn: readBoolean(name, value) };
    case 'dueDateTime':
      return { ...values, due: readDay(name, value) };
    case 'startDateTime':
      return { ...values, start: readDay(name, value) };
    case 'reminderDateTime':
      return { ...values, reminder: readClock(name, value)?.toUTC().toISO() };
    case 'completedDateTime':
      return { ...values, completed: readDay(name, value)?.date };
    case 'recurrence':
      return { ...values, recurrence: value === null ? undefined : readRecurrence(value, 'UTC') };
    default:
      return refuseProperty(TASK_TYPE, name);
  }
}

/** completedDateTime belongs to the status: there when it is completed, and only then (reference: Graph 3). */
function withCompletion(values: TaskValues, names: ReadonlySet<string>, now: Date): TaskValues {
  if (values.status === 'completed')
    return { ...values, completed: values.completed ?? seconds(now).slice(0, 10) };
  if (names.has('completedDateTime') && values.completed !== undefined) {
    throw badValue('A task that is not completed has no completedDateTime.');
  }
  return { ...values, completed: undefined };
}

/** A task repeats from its due date on: taking that away ends the series, as it does in To Do. */
function withRecurrence(values: TaskValues, names: ReadonlySet<string>): TaskValues {
  if (values.recurrence === undefined || values.due !== undefined) return values;
  if (names.has('recurrence')) throw badValue('A recurring task needs a dueDateTime.');
  return { ...values, recurrence: undefined };
}

function finished(
  values: TaskValues,
  before: TaskValues | undefined,
  names: Set<string>,
  now: Date,
): TaskChange {
  const whole = withRecurrence(withCompletion(values, names, now), names);
  if (whole.completed !== before?.completed) names.add('completedDateTime');
  if (whole.recurrence !== before?.recurrence) names.add('recurrence');
  return { values: whole, changed: [...names] };
}

/**
 * Reads the body of a POST, linked resources included.
 * @throws GraphError 400
 */
export function readNewTask(body: unknown, now: Date): TaskChange {
  let values: TaskValues = {
    title: '',
    body: { content: '', contentType: 'text' },
    bodyModifiedAt: seconds(now),
    categories: [],
    importance: 'normal',
    status: 'notStarted',
    isReminderOn: false,
    linkedResources: [],
  };
  const names = new Set<string>();
  for (const [name, value] of bodyEntries(body, TASK_TYPE)) {
    names.add(name);
    if (name === 'linkedResources') values = { ...values, linkedResources: readLinkedResources(value) };
    else values = written(values, name, value, now);
  }
  if (!names.has('title')) throw badValue('A task needs a title.');
  return finished(values, undefined, names, now);
}

/**
 * Reads the body of a PATCH over the values that are there. Linked resources have operations of their own.
 * @throws GraphError 400
 */
export function readTaskChange(body: unknown, before: TaskValues, now: Date): TaskChange {
  let values = before;
  const names = new Set<string>();
  for (const [name, value] of bodyEntries(body, TASK_TYPE)) {
    values = written(values, name, value, now);
    names.add(name);
  }
  return finished(values, before, names, now);
}
