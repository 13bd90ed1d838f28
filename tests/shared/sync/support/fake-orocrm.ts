import { SyncError } from '../../../../shared/errors';
import type { OrocrmContact } from '../../../../shared/records/contact';
import { orocrmId, type OrocrmId } from '../../../../shared/records/ids';
import type {
  Change,
  OrocrmCursor,
  OrocrmFeed,
  OrocrmStore,
  WriteOutcome,
} from '../../../../shared/sync/ports/orocrm';
import type { FakeClock } from './fake-clock';

export type Fault = 'refuse' | 'throttle' | 'lose-answer';

/** OroCRM in memory, as its port promises it: one user's records, `updatedAt` in whole seconds. */
export class FakeOrocrm implements OrocrmStore<OrocrmContact>, OrocrmFeed {
  readonly contacts = new Map<OrocrmId, OrocrmContact>();
  writes = 0;
  /** Taken from the front, one for each record written. */
  faults: (Fault | undefined)[] = [];
  unreadable = false;
  private next = 1;

  constructor(
    private readonly clock: FakeClock,
    private readonly blank: OrocrmContact,
  ) {}

  /** A person creates a contact in OroCRM. */
  add(fields: Partial<OrocrmContact>): OrocrmContact {
    const id = orocrmId(String(this.next++));
    const version = this.second();
    const contact = { ...this.blank, ...fields, id, version, createdAt: version };
    this.contacts.set(id, contact);
    return contact;
  }

  edit(id: OrocrmId, fields: Partial<OrocrmContact>, touch = true): void {
    const contact = this.contacts.get(id);
    if (contact)
      this.contacts.set(id, { ...contact, ...fields, ...(touch ? { version: this.second() } : {}) });
  }

  read(ids: readonly OrocrmId[]) {
    this.check();
    return Promise.resolve({
      records: new Map(
        ids.map((id) => {
          const record = this.contacts.get(id);
          return [id, record ? ({ state: 'there', record } as const) : ({ state: 'gone' } as const)];
        }),
      ),
      at: this.clock.now(),
    });
  }

  page(after: OrocrmId | undefined, size: number) {
    this.check();
    const all = [...this.contacts.values()].sort((a, b) => Number(a.id) - Number(b.id));
    const records = all.filter(({ id }) => after === undefined || Number(id) > Number(after)).slice(0, size);
    const last = records.at(-1);
    const more = last !== undefined && all.at(-1)?.id !== last.id;
    return Promise.resolve({ records, next: more ? last.id : undefined, at: this.clock.now() });
  }

  create(drafts: readonly OrocrmContact[]) {
    return this.write(drafts, (draft) => this.add(draft));
  }

  update(changes: readonly Change<OrocrmContact>[]) {
    return this.write(changes, ({ current, desired }) => {
      const now = this.contacts.get(current.id);
      if (!now) throw new SyncError('gone', { kind: 'give-up', code: 'not-found' });
      const differing = Object.entries(desired).filter(
        ([name, value]) =>
          JSON.stringify(value) !==
          JSON.stringify(Object.entries(current).find(([key]) => key === name)?.[1]),
      );
      const contact = { ...now, ...Object.fromEntries(differing), version: this.second() };
      this.contacts.set(current.id, contact);
      return contact;
    });
  }

  changedSince(since: Date) {
    const ids = [...this.contacts.values()]
      .filter(({ version }) => Date.parse(version) >= Math.floor(since.getTime() / 1000) * 1000)
      .map(({ id }) => id);
    return this.read(ids);
  }

  changes(cursor: OrocrmCursor) {
    this.check();
    const since = Date.parse(cursor.updatedAt) - 120_000;
    const items = [...this.contacts.values()].filter(({ version }) => Date.parse(version) >= since);
    return Promise.resolve({
      items: items.map(({ id, version, owner }) => ({ id, version, owner })),
      cursor: { updatedAt: this.clock.now().toISOString(), id: '' as const },
      total: this.contacts.size,
      at: this.clock.now(),
    });
  }

  ids() {
    this.check();
    return Promise.resolve(
      [...this.contacts.values()].map(({ id, version, owner }) => ({ id, version, owner })),
    );
  }

  now() {
    this.check();
    return Promise.resolve(this.clock.now());
  }

  private write<T>(
    items: readonly T[],
    apply: (item: T) => OrocrmContact,
  ): Promise<WriteOutcome<OrocrmContact>[]> {
    return Promise.resolve(
      items.map((item): WriteOutcome<OrocrmContact> => {
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
    if (this.unreadable) throw new SyncError('OroCRM is down.', { kind: 'retry', code: 'server-error' });
  }

  private second(): string {
    return `${this.clock.now().toISOString().slice(0, 19)}Z`;
  }
}

export function failure(fault: Fault | undefined): SyncError | undefined {
  switch (fault) {
    case undefined:
      return undefined;
    case 'refuse':
      return new SyncError('The value is refused.', { kind: 'give-up', code: 'refused-value' });
    case 'throttle':
      return new SyncError('Too many requests.', { kind: 'retry', code: 'throttled', retryAfterSeconds: 3 });
    case 'lose-answer':
      return new SyncError('The answer was lost.', { kind: 'retry', code: 'unknown-outcome' });
  }
}
