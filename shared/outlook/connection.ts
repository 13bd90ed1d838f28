import type { OutlookContact } from '../records/contact';
import type { OutlookEvent } from '../records/event';
import type { MailboxAddress } from '../records/ids';
import type { EntityName } from '../records/record';
import type { OutlookTask } from '../records/task';
import type { OutlookDirectory, OutlookFeed, OutlookStore } from '../sync/ports/outlook';
import { Batcher } from './batch';
import { GraphClient, type GraphClientOptions } from './client';
import { ContactFolders } from './contact-folders';
import { contactsDelta } from './contact-requests';
import { OutlookContacts } from './contacts';
import { OutlookAccounts } from './directory';
import { DefaultCalendars } from './events/default-calendars';
import { OutlookEvents } from './events/events';
import { OutlookEventsFeed } from './events/events-feed';
import { FoldersFeed } from './folders-feed';
import { Lanes } from './lanes';
import type { OutlookParts } from './outlook-parts';
import type { TaskSetting } from './tasks/task-item';
import { TaskLists } from './tasks/task-lists';
import { tasksDelta } from './tasks/task-requests';
import { OutlookTasks } from './tasks/tasks';

export interface OutlookOptions extends GraphClientOptions {
  /** Hears the status of each request inside a batch that was answered, 0 when the answer leaves it out. */
  readonly onItem?: (status: number) => void;
}

/** Microsoft 365 as the sync sees it. */
export interface OutlookConnection {
  contacts(mailbox: MailboxAddress): OutlookStore<OutlookContact>;
  tasks(mailbox: MailboxAddress, setting: TaskSetting): OutlookStore<OutlookTask>;
  events(mailbox: MailboxAddress): OutlookStore<OutlookEvent>;
  feed(entity: EntityName): OutlookFeed;
  readonly directory: OutlookDirectory;
}

/**
 * Connects to Microsoft Graph; nothing is sent yet. One connection per process: it knows how busy each mailbox is.
 * @throws SyncError `operator` when the base URL is not one of https.
 */
export function connectOutlook(options: OutlookOptions): OutlookConnection {
  const client = new GraphClient(options);
  const lanes = new Lanes();
  const batcher = new Batcher(client, lanes, options.onItem);
  const [folders, lists] = [new ContactFolders(batcher), new TaskLists(batcher)];
  const calendars = new DefaultCalendars(batcher);
  const parts: OutlookParts = { client, lanes, batcher, folders, lists, calendars };
  const feeds = {
    contacts: new FoldersFeed(batcher, folders, contactsDelta),
    tasks: new FoldersFeed(batcher, lists, tasksDelta),
    calendarEvents: new OutlookEventsFeed(batcher),
  };
  return {
    contacts: (mailbox) => new OutlookContacts(mailbox, parts),
    tasks: (mailbox, setting) => new OutlookTasks(mailbox, parts, setting),
    events: (mailbox) => new OutlookEvents(mailbox, parts),
    feed: (entity) => feeds[entity],
    directory: new OutlookAccounts(batcher),
  };
}
