import { SyncError } from '../../../../shared/errors';
import type { OutlookRecord } from '../../../../shared/records/record';
import {
  folderId,
  outlookId,
  type MailboxAddress,
  type OrocrmId,
  type OutlookId,
} from '../../../../shared/records/ids';
import type { Change, WriteOutcome } from '../../../../shared/sync/ports/orocrm';
import type {
  OutlookChange,
  OutlookChanges,
  OutlookFeed,
  OutlookStore,
} from '../../../../shared/sync/ports/outlook';
import type { FakeClock } from './fake-clock';
import { failure, refuseMore, type Fault } from './fake-orocrm';

/** One Outlook mailbox in memory, as its port promises it: etags, a delta feed, Deleted Items. */
export class FakeOutlook<X extends OutlookRecord> implements OutlookStore<X>, OutlookFeed {
  readonly records = new Map<OutlookId, X>();
  readonly deleted = new Map<OutlookId, X>();
  writes = 0;
  faults: (Fault | undefined)[] = [];
  unreadable = false;
  expired = false;
  private next = 1;
  private readonly journal: OutlookId[] = [];

  constructor(
    private readonly clock: FakeClock,
    private readonly blank: X,
    private readonly creatableOf: (record: X) => X,
  ) {}

  add(fields: Partial<X>): X {
    const id = outlookId(`AAMk${String(this.next++).padStart(4, '0')}`);
    const contact = {
      ...this.blank,
      folder: folderId('contacts'),
      createdAt: this.clock.now().toISOString(),
      ...fields,
      id,
    };
    return this.store(contact);
  }

  edit(id: OutlookId, fields: Partial<X>): void {
    const contact = this.records.get(id);
    if (contact) this.store({ ...contact, ...fields });
  }

  drop(id: OutlookId): void {
    const contact = this.records.get(id);
    if (!contact) return;
    this.records.delete(id);
    this.deleted.set(id, contact);
    this.journal.push(id);
  }

  read(ids: readonly OutlookId[]) {
    this.check();
    return Promise.resolve({
      records: new Map(
        ids.map((id) => {
          const record = this.records.get(id);
          return [id, record ? ({ state: 'there', record } as const) : ({ state: 'gone' } as const)];
        }),
      ),
      at: this.clock.now(),
    });
  }

  page(cursor: string | undefined) {
    this.check();
    const start = Number(cursor ?? 0);
    const all = [...this.records.values()];
    const end = start + 7;
    return Promise.resolve({
      records: all.slice(start, end),
      next: end < all.length ? String(end) : undefined,
    });
  }

  async marked(cursor: string | undefined) {
    const page = await this.page(cursor);
    return { ...page, records: page.records.filter(({ mark }) => mark !== '') };
  }

  ids() {
    this.check();
    return Promise.resolve([...this.records.keys()]);
  }

  creatable(record: X): X {
    return this.creatableOf(record);
  }

  create(drafts: readonly X[]) {
    return this.write(drafts, (draft) => {
      refuseMore(draft, this.creatableOf(draft));
      return this.add({ ...draft, createdAt: this.clock.now().toISOString() });
    });
  }

  update(changes: readonly Change<X>[]) {
    return this.write(changes, ({ current, desired }) => {
      const now = this.records.get(current.id);
      if (!now) throw new SyncError('gone', { kind: 'give-up', code: 'not-found' });
      if (now.version !== current.version) {
        throw new SyncError('changed', { kind: 'retry', code: 'changed-meanwhile' });
      }
      return this.store(desired);
    });
  }

  remove(records: readonly X[]) {
    return this.write(records, (record) => {
      this.drop(record.id);
      return record;
    });
  }

  findByMark(marks: readonly OrocrmId[]) {
    this.check();
    return Promise.resolve(
      [...this.records.values()].filter(({ mark }) => marks.some((wanted) => wanted === mark)),
    );
  }

  changes(requests: readonly { readonly mailbox: MailboxAddress; readonly cursor: string }[]) {
    return Promise.resolve(
      new Map(
        requests.map(({ mailbox, cursor }): [MailboxAddress, OutlookChanges] => [
          mailbox,
          this.since(cursor),
        ]),
      ),
    );
  }

  start() {
    this.check();
    this.expired = false;
    return Promise.resolve(String(this.journal.length));
  }

  private since(cursor: string): OutlookChanges {
    if (this.unreadable) {
      return {
        state: 'failed',
        error: new SyncError('Graph is down.', { kind: 'retry', code: 'server-error' }),
      };
    }
    if (this.expired) return { state: 'expired' };
    const items = [...new Set(this.journal.slice(Number(cursor)))].map((id): OutlookChange => {
      const contact = this.records.get(id);
      return contact ? { id, kind: 'changed', version: contact.version } : { id, kind: 'removed' };
    });
    return { state: 'read', items, cursor: String(this.journal.length) };
  }

  private store(contact: X): X {
    const stored = { ...contact, version: `W/"${this.journal.length + 1}"` };
    this.records.set(contact.id, stored);
    this.journal.push(contact.id);
    return stored;
  }

  private write<T>(items: readonly T[], apply: (item: T) => X): Promise<WriteOutcome<X>[]> {
    return Promise.resolve(
      items.map((item): WriteOutcome<X> => {
        const fault = this.faults.shift();
        const failed = failure(fault);
        if (failed && fault !== 'lose-answer') return { ok: false, error: failed };
        this.writes += 1;
        try {
          const record = apply(item);
          return failed ? { ok: false, error: failed } : { ok: true, record };
        } catch (thrown) {
          if (thrown instanceof SyncError) return { ok: false, error: thrown };
          throw thrown;
        }
      }),
    );
  }

  private check(): void {
    if (this.unreadable) throw new SyncError('Graph is down.', { kind: 'retry', code: 'server-error' });
  }
}
