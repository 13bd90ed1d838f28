import type { FolderId, MailboxAddress } from '../../records/ids';
import type { OutlookTask } from '../../records/task';
import type { FolderContents, Folders } from '../folder-pages';
import type { TaskLists, TaskScope } from './task-lists';
import { toTask } from './task-item';
import { isSynchronised } from './task-reader';
import { plainTasksPage, tasksPage } from './task-requests';

/** The lists of a mailbox as their tasks are listed. */
export const listedTasks = (
  mailbox: MailboxAddress,
  lists: TaskLists,
  timeZone: string,
): Folders<OutlookTask> => ({
  others: async () => (await lists.scope(mailbox, true)).others,
  open: async (folder) => {
    const scope = await lists.scope(mailbox);
    return contentsOf(mailbox, folder === 'default' ? scope.default : folder, scope, timeZone);
  },
});

function contentsOf(
  mailbox: MailboxAddress,
  list: FolderId,
  scope: TaskScope,
  timeZone: string,
): FolderContents<OutlookTask> {
  const record = (item: unknown): OutlookTask | undefined => {
    const task = toTask(item, list, timeZone, 'GET /users/{id}/todo/lists/{id}/tasks');
    return isSynchronised(task, scope) ? task : undefined;
  };
  const firstPage = tasksPage(mailbox, list);
  return {
    firstPage,
    // Outside the default list the mark decides.
    firstOfIds: list === scope.default ? plainTasksPage(mailbox, list) : firstPage,
    record,
    id: (item) => record(item)?.id,
  };
}
