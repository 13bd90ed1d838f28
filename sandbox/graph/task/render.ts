import { DateTime } from 'luxon';
import { inUtc } from '../date-time/read-date-time';
import { folderNumber, itemId } from '../ids';
import type { Entity } from '../odata/select';
import { etagOf } from '../state/identity';
import type { Item } from '../state/items';
import type { TaskDay, TaskValues } from './properties';

/** The id of a task in a list. There is no immutable one, whatever is asked for (reference: Graph 1.6). */
export function taskId(mailbox: string, list: string, number: number): string {
  return itemId(mailbox, folderNumber(list) ?? 0, number);
}

/** Midnight of the day in its zone, said in UTC: an odd time, of the day before east of Greenwich (Graph 3). */
function midnight({ date, zone }: TaskDay): Entity {
  return inUtc(DateTime.fromISO(date, { zone }).startOf('day'));
}

/** A task with all its own properties. To Do leaves out what is not set instead of sending null (Graph 3). */
export function renderTask(item: Item<TaskValues>): Entity {
  const { values } = item;
  const { due, start, reminder, completed, recurrence } = values;
  return {
    '@odata.etag': etagOf(item),
    importance: values.importance,
    isReminderOn: values.isReminderOn,
    status: values.status,
    title: values.title,
    createdDateTime: item.createdAt,
    lastModifiedDateTime: item.modifiedAt,
    hasAttachments: false,
    categories: values.categories,
    id: taskId(item.mailbox, item.folder, item.number),
    body: values.body,
    bodyLastModifiedDateTime: values.bodyModifiedAt,
    ...(completed !== undefined && { completedDateTime: midnight({ date: completed, zone: 'UTC' }) }),
    ...(due !== undefined && { dueDateTime: midnight(due) }),
    ...(start !== undefined && { startDateTime: midnight(start) }),
    ...(reminder !== undefined && { reminderDateTime: inUtc(DateTime.fromISO(reminder, { zone: 'utc' })) }),
    ...(recurrence !== undefined && { recurrence }),
  };
}
