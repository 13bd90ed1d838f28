import type { FolderId, MailboxAddress, OrocrmId, OutlookId } from '../records/ids';
import { contactProperties, contactSelect } from './contact-item';
import { expandProperties, orocrmIdProperty } from './extended-properties';
import type { FolderRef } from './folder-pages';
import { odataText, path, withQuery, type GraphPath } from './graph-url';

/** Contacts per page with everything that is mapped, and per page of bare ids. */
const pageSize = 100;
const idsPageSize = 999;

const whole = {
  $select: contactSelect,
  $expand: expandProperties(Object.values(contactProperties)),
};

/** The contacts of a folder; `/users/{id}/contacts` is the default one, whose id is not needed (Graph reference 1.3). */
export const contactsIn = (mailbox: MailboxAddress, folder: FolderRef): GraphPath =>
  folder === 'default'
    ? path`/users/${mailbox}/contacts`
    : path`/users/${mailbox}/contactFolders/${folder}/contacts`;

/** A contact by id, in whichever folder it is. */
export const contactAt = (mailbox: MailboxAddress, id: OutlookId): GraphPath =>
  path`/users/${mailbox}/contacts/${id}`;

export const wholeContact = (mailbox: MailboxAddress, id: OutlookId): GraphPath =>
  withQuery(contactAt(mailbox, id), whole);

export const contactsPage = (mailbox: MailboxAddress, folder: FolderRef): GraphPath =>
  withQuery(contactsIn(mailbox, folder), { ...whole, $top: pageSize });

export const idsPage = (mailbox: MailboxAddress, folder: FolderRef): GraphPath =>
  withQuery(contactsIn(mailbox, folder), { $select: 'id', $top: idsPageSize });

/** The contacts of a folder that carry a mark; the property itself comes only when expanded (Graph reference 1.2). */
export const markedContacts = (mailbox: MailboxAddress, folder: FolderRef, mark: OrocrmId): GraphPath =>
  withQuery(contactsIn(mailbox, folder), {
    ...whole,
    $filter: `singleValueExtendedProperties/Any(ep: ep/id eq ${odataText(orocrmIdProperty)} and ep/value eq ${odataText(mark)})`,
  });

/** First request of a delta round. No `$select`: a narrow one may hide changes; no `$expand`: 500 (Graph reference 1.3). */
export const contactsDelta = (mailbox: MailboxAddress, folder: FolderId): GraphPath =>
  path`/users/${mailbox}/contactFolders/${folder}/contacts/delta`;
