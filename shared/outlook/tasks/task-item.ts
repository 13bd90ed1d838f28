import type { TodoTask } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import { outlookId, type FolderId } from '../../records/ids';
import type { OutlookTask } from '../../records/task';
import { badAnswer } from '../graph-errors';
import { linkedResource, linkTo, markIn, type RecordPage } from './linked-resource';
import { taskDay, writeDay } from './task-day';

/** What a task needs to know of its mailbox. */
export interface TaskSetting {
  /** IANA name: a due date is a day in this zone. */
  readonly timeZone: string;
  readonly recordPage: RecordPage;
}

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

/** To Do leaves out what is not set (Graph reference 3). */
const item = (timeZone: string) =>
  z.object({
    '@odata.etag': text,
    id: z.string().min(1),
    createdDateTime: text,
    title: text,
    importance: z.enum(['low', 'normal', 'high']).default('normal'),
    status: z
      .enum(['notStarted', 'inProgress', 'completed', 'waitingOnOthers', 'deferred'])
      .default('notStarted'),
    dueDateTime: taskDay(timeZone),
    linkedResources: z.array(linkedResource).nullish(),
  });

/**
 * An item as Graph answers it → the task. `folder`: the list where it was found, for the item does not say.
 * @throws SyncError `bad-answer` when it is no task.
 */
export function toTask(body: unknown, folder: FolderId, timeZone: string, what: string): OutlookTask {
  const parsed = item(timeZone).safeParse(body);
  if (!parsed.success) throw badAnswer(what, parsed.error);
  const { data } = parsed;
  return {
    id: outlookId(data.id),
    version: data['@odata.etag'],
    createdAt: data.createdDateTime,
    mark: markIn(data.linkedResources ?? []),
    folder,
    title: data.title,
    importance: data.importance,
    dueDate: data.dueDateTime,
    status: data.status,
  };
}

/** The body of a create, with the mark. */
export function newTaskBody(draft: OutlookTask, { timeZone, recordPage }: TaskSetting): TodoTask {
  return {
    title: draft.title,
    importance: draft.importance,
    status: draft.status,
    ...(draft.dueDate === '' ? {} : { dueDateTime: writeDay(draft.dueDate, timeZone) }),
    ...(draft.mark === '' ? {} : { linkedResources: [linkTo(draft.mark, recordPage)] }),
  };
}

/** The body of a PATCH: only what differs, without the mark; undefined when nothing does. */
export function taskPatch(
  current: OutlookTask,
  desired: OutlookTask,
  timeZone: string,
): TodoTask | undefined {
  const patch: TodoTask = {
    ...(current.title === desired.title ? {} : { title: desired.title }),
    ...(current.importance === desired.importance ? {} : { importance: desired.importance }),
    ...(current.status === desired.status ? {} : { status: desired.status }),
    ...(current.dueDate === desired.dueDate ? {} : { dueDateTime: writeDay(desired.dueDate, timeZone) }),
  };
  return Object.keys(patch).length === 0 ? undefined : patch;
}
