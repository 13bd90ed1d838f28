import { z } from 'zod';
import type { OutlookContact } from '../records/contact';
import { outlookId, type MailboxAddress } from '../records/ids';
import type { ContactFolders } from './contact-folders';
import { toContact } from './contact-item';
import { contactsPage, idsPage } from './contact-requests';
import type { FolderContents, FolderRef, Folders } from './folder-pages';
import { badAnswer } from './graph-errors';

const idItem = z.object({ id: z.string().min(1) });
const what = 'GET /users/{id}/contacts';

/** The contact folders of a mailbox as they are listed; whatever lies in one is synchronised. */
export const contactFolders = (
  mailbox: MailboxAddress,
  folders: ContactFolders,
): Folders<OutlookContact> => ({
  others: async () => (await folders.scope(mailbox, true)).others,
  open: (folder) => Promise.resolve(contentsOf(mailbox, folder)),
});

const contentsOf = (mailbox: MailboxAddress, folder: FolderRef): FolderContents<OutlookContact> => ({
  firstPage: contactsPage(mailbox, folder),
  firstOfIds: idsPage(mailbox, folder),
  record: (item) => toContact(item, what),
  id: (item) => {
    const parsed = idItem.safeParse(item);
    if (!parsed.success) throw badAnswer(what, parsed.error);
    return outlookId(parsed.data.id);
  },
});
