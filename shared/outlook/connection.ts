import type { OutlookContact } from '../records/contact';
import type { MailboxAddress } from '../records/ids';
import type { OutlookDirectory, OutlookFeed, OutlookStore } from '../sync/ports/outlook';
import { Batcher } from './batch';
import { GraphClient, type GraphClientOptions } from './client';
import { ContactFolders } from './contact-folders';
import { contactsDelta } from './contact-requests';
import { OutlookContacts } from './contacts';
import { OutlookAccounts } from './directory';
import { FoldersFeed } from './folders-feed';
import { Lanes } from './lanes';
import type { OutlookParts } from './outlook-parts';

export type OutlookOptions = GraphClientOptions;

/** Microsoft 365 as the sync sees it. */
export interface OutlookConnection {
  contacts(mailbox: MailboxAddress): OutlookStore<OutlookContact>;
  feed(entity: 'contacts'): OutlookFeed;
  readonly directory: OutlookDirectory;
}

/**
 * Connects to Microsoft Graph; nothing is sent yet. One connection per process: it knows how busy each mailbox is.
 * @throws SyncError `operator` when the base URL is not one of https.
 */
export function connectOutlook(options: OutlookOptions): OutlookConnection {
  const client = new GraphClient(options);
  const lanes = new Lanes();
  const batcher = new Batcher(client, lanes);
  const parts: OutlookParts = { client, lanes, batcher, folders: new ContactFolders(batcher) };
  const contactsFeed = new FoldersFeed(batcher, parts.folders, contactsDelta);
  return {
    contacts: (mailbox) => new OutlookContacts(mailbox, parts),
    feed: () => contactsFeed,
    directory: new OutlookAccounts(batcher),
  };
}
