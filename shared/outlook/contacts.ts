import { z } from 'zod';
import type { OutlookContact } from '../records/contact';
import { folderId, type MailboxAddress, type OrocrmId, type OutlookId } from '../records/ids';
import type { Change, Reading, ReadResult, WriteOutcome } from '../sync/ports/orocrm';
import type { OutlookPage, OutlookStore } from '../sync/ports/outlook';
import { readAllPages } from './all-pages';
import type { Batcher, ItemAnswer } from './batch';
import type { BatchItem } from './batch-wire';
import { contactPatch } from './contact-changes';
import type { ContactFolders } from './contact-folders';
import { newContactBody, toContact, withSentProperties } from './contact-item';
import { contactAt, contactsIn, markedContacts, wholeContact } from './contact-requests';
import { contactFolders } from './contact-pages';
import { FolderPages, onlyMarked } from './folder-pages';
import { inScope, type Scope } from './folder-scopes';
import { badAnswer } from './graph-errors';
import type { OutlookParts } from './outlook-parts';
import { ifMatch, removeItems } from './remove-items';
import { asCreated, asOutcome, raiseOperatorError } from './write-outcomes';

/** The contacts of one mailbox, in all its contact folders. */
export class OutlookContacts implements OutlookStore<OutlookContact> {
  private readonly batcher: Batcher;
  private readonly folders: ContactFolders;
  private readonly pages: FolderPages<OutlookContact>;

  constructor(
    private readonly mailbox: MailboxAddress,
    parts: OutlookParts,
  ) {
    this.batcher = parts.batcher;
    this.folders = parts.folders;
    this.pages = new FolderPages(mailbox, parts, contactFolders(mailbox, parts.folders));
  }

  async read(ids: readonly OutlookId[]): Promise<ReadResult<OutlookContact, OutlookId>> {
    const answers = await this.batcher.send(
      ids.map((id): BatchItem => this.item('GET', wholeContact(this.mailbox, id))),
    );
    const found = new Map<OutlookId, OutlookContact>();
    const records = new Map<OutlookId, Reading<OutlookContact>>();
    let at: Date | undefined;
    ids.forEach((id, index) => {
      const answer = answers[index];
      if (answer?.ok === true) {
        // The answer says its own id in its own way; the caller knows the record by the id it asked for.
        found.set(id, { ...toContact(answer.body, 'GET contact'), id });
        if (at === undefined || answer.at < at) at = answer.at;
      } else if (answer?.error.code === 'not-found') {
        records.set(id, { state: 'gone' });
      } else {
        throw answer?.error ?? badAnswer('GET contact');
      }
    });
    const scope = await this.scopeOf([...found.values()]);
    for (const [id, record] of found) {
      records.set(id, inScope(scope, record.folder) ? { state: 'there', record } : { state: 'gone' });
    }
    return { records, at: at ?? new Date() };
  }

  page(cursor: string | undefined): Promise<OutlookPage<OutlookContact>> {
    return this.pages.page(cursor);
  }

  async marked(cursor: string | undefined): Promise<OutlookPage<OutlookContact>> {
    return onlyMarked(await this.pages.page(cursor));
  }

  ids(): Promise<readonly OutlookId[]> {
    return this.pages.ids();
  }

  creatable(record: OutlookContact): OutlookContact {
    return record;
  }

  async create(drafts: readonly OutlookContact[]): Promise<readonly WriteOutcome<OutlookContact>[]> {
    const answers = await this.batcher.send(
      drafts.map((draft): BatchItem => ({
        ...this.item('POST', contactsIn(this.mailbox, 'default')),
        body: { ...newContactBody(draft) },
      })),
    );
    return raiseOperatorError(drafts.map((draft, index) => this.created(draft, answers[index])));
  }

  async update(changes: readonly Change<OutlookContact>[]): Promise<readonly WriteOutcome<OutlookContact>[]> {
    const writes = changes.map((change) => ({ change, body: contactPatch(change) }));
    const sent = writes.filter(({ body }) => body !== undefined);
    const answers = await this.batcher.send(
      sent.map(({ change, body }): BatchItem => ({
        ...this.item('PATCH', contactAt(this.mailbox, change.current.id)),
        ...ifMatch(change.current),
        body: { ...body },
      })),
    );
    const outcomes = new Map(
      sent.map(({ change }, index) => [
        change,
        asOutcome(answers[index], (body) => {
          const answer = toContact(body, 'PATCH contact');
          return { ...withSentProperties(answer, change.desired), id: change.current.id };
        }),
      ]),
    );
    return raiseOperatorError(
      changes.map((change) => outcomes.get(change) ?? { ok: true, record: change.current }),
    );
  }

  remove(records: readonly OutlookContact[]): Promise<readonly WriteOutcome<OutlookContact>[]> {
    const { batcher, mailbox } = this;
    const pathOf = (id: OutlookId) => contactAt(mailbox, id);
    return removeItems({ batcher, mailbox, pathOf, read: (ids) => this.read(ids) }, records);
  }

  async findByMark(marks: readonly OrocrmId[]): Promise<readonly OutlookContact[]> {
    const wanted = new Set<string>(marks);
    const scope = await this.folders.scope(this.mailbox);
    const paths = [...new Set(marks)].flatMap((mark) =>
      (['default', ...scope.others] as const).map((folder) => markedContacts(this.mailbox, folder, mark)),
    );
    const items = await readAllPages(this.batcher, this.mailbox, paths, z.unknown(), 'is-empty');
    const found = new Map<OutlookId, OutlookContact>();
    for (const item of items) {
      const contact = toContact(item, 'GET /users/{id}/contacts');
      // Graph compares property values without case, and says nothing of blanks: the mark must be the very one.
      if (wanted.has(contact.mark)) found.set(contact.id, contact);
    }
    return [...found.values()];
  }

  private item(method: BatchItem['method'], path: BatchItem['path']): BatchItem {
    return { mailbox: this.mailbox, method, path };
  }

  /** The folders; listed anew when a record lies in none of the known ones, which may be a folder just made. */
  private async scopeOf(contacts: readonly OutlookContact[]): Promise<Scope> {
    const scope = await this.folders.scope(this.mailbox);
    if (contacts.every(({ folder }) => inScope(scope, folder))) return scope;
    return this.folders.scope(this.mailbox, true);
  }

  private created(draft: OutlookContact, answer: ItemAnswer | undefined): WriteOutcome<OutlookContact> {
    const outcome = asCreated(answer, 'POST contact', (body) =>
      withSentProperties(toContact(body, 'POST contact'), draft),
    );
    if (!outcome.ok) return outcome;
    if (outcome.record.folder !== '')
      this.folders.learnDefault(this.mailbox, folderId(outcome.record.folder));
    return outcome;
  }
}
