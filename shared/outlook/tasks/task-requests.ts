import type { FolderId, MailboxAddress, OutlookId } from '../../records/ids';
import type { OutlookTask } from '../../records/task';
import { path, withQuery, type GraphPath } from '../graph-url';
import type { TaskScope } from './task-lists';

const pageSize = 100;

/** The mark comes only when it is expanded. No `$select`: To Do answers it irregularly (Graph reference 3). */
const marked = { $expand: 'linkedResources' };

/** Flagged Emails, and lists of other owners, are told by their properties: so no `$select` either. */
export const taskLists = (mailbox: MailboxAddress): GraphPath =>
  withQuery(path`/users/${mailbox}/todo/lists`, { $top: pageSize });

/** Has all lists also where the plain listing has Flagged Emails only (Graph reference 7). */
export const taskListsDelta = (mailbox: MailboxAddress): GraphPath =>
  path`/users/${mailbox}/todo/lists/delta`;

export const tasksIn = (mailbox: MailboxAddress, list: FolderId): GraphPath =>
  path`/users/${mailbox}/todo/lists/${list}/tasks`;

/** A task by id: it answers under its own list only. */
export const taskAt = (mailbox: MailboxAddress, list: FolderId, id: OutlookId): GraphPath =>
  path`/users/${mailbox}/todo/lists/${list}/tasks/${id}`;

export const wholeTask = (mailbox: MailboxAddress, list: FolderId, id: OutlookId): GraphPath =>
  withQuery(taskAt(mailbox, list, id), marked);

export const tasksPage = (mailbox: MailboxAddress, list: FolderId): GraphPath =>
  withQuery(tasksIn(mailbox, list), { ...marked, $top: pageSize });

/** Tasks without their linked resources, where only ids are wanted. */
export const plainTasksPage = (mailbox: MailboxAddress, list: FolderId): GraphPath =>
  withQuery(tasksIn(mailbox, list), { $top: pageSize });

/** First request of a delta round. No `$select`: a narrow one may hide changes (Graph reference 1.3). */
export const tasksDelta = (mailbox: MailboxAddress, list: FolderId): GraphPath =>
  path`/users/${mailbox}/todo/lists/${list}/tasks/delta`;

export const linksOf = (mailbox: MailboxAddress, list: FolderId, id: OutlookId): GraphPath =>
  path`/users/${mailbox}/todo/lists/${list}/tasks/${id}/linkedResources`;

export const linkAt = (mailbox: MailboxAddress, list: FolderId, id: OutlookId, resource: string): GraphPath =>
  path`/users/${mailbox}/todo/lists/${list}/tasks/${id}/linkedResources/${resource}`;

/** The list of a task; one that was never read is, if anywhere, in the default list. */
export const listOf = ({ folder }: OutlookTask, scope: TaskScope): FolderId =>
  folder === '' ? scope.default : folder;
