import { isDeepStrictEqual } from 'node:util';
import { SyncError } from '../../../../shared/errors';
import { orocrmId, type OrocrmId } from '../../../../shared/records/ids';
import type { OrocrmRecord } from '../../../../shared/records/record';
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
export class FakeOrocrm<O extends OrocrmRecord> implements OrocrmStore<O>, OrocrmFeed {
  readonly records = new Map<OrocrmId, O>();
  writes = 0;
  /** Taken from the front, one for each record written. */
  faults: (Fault | undefined)[] = [];
  unreadable = false;
  private next = 1;

  constructor(
    private readonly clock: FakeClock,
    private readonly blank: O,
    /** What a create can make at once; anything else in a create is refused. */
    private readonly creatableOf: (record: O) => O,
  ) {}

  /** A person creates a record in OroCRM. */
  add(fields: Partial<O>): O {
    const id = orocrmId(String(this.next++));
    const version = this.second();
    const contact = { ...this.blank, ...fields, id, version, createdAt: version };
    this.records.set(id, contact);
    return contact;
  }

  edit(id: OrocrmId, fields: Partial<O>, touch = true): void {
    const contact = this.records.get(id);
    if (contact)
      this.records.set(id, { ...contact, ...fields, ...(touch ? { version: this.second() } : {}) });
  }

  read(ids: readonly OrocrmId[]) {
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

  page(after: OrocrmId | undefined, size: number) {
    this.check();
    const all = [...this.records.values()].sort((a, b) => Number(a.id) - Number(b.id));
    const records = all.filter(({ id }) => after === undefined || Number(id) > Number(after)).slice(0, size);
    const last = records.at(-1);
    const more = last !== undefined && all.at(-1)?.id !== last.id;
    return Promise.resolve({ records, next: more ? last.id : undefined, at: this.clock.now() });
  }

  creatable(record: O): O {
    return this.creatableOf(record);
  }

  create(drafts: readonly O[]) {
    return this.write(drafts, (draft) => {
      refuseMore(draft, this.creatableOf(draft));
      return this.add(draft);
    });
  }

  update(changes: readonly Change<O>[]) {
    return this.write(changes, ({ current, desired }) => {
      const now = this.records.get(current.id);
      if (!now) throw new SyncError('gone', { kind: 'give-up', code: 'not-found' });
      const differing = Object.entries(desired).filter(
        ([name, value]) =>
          JSON.stringify(value) !==
          JSON.stringify(Object.entries(current).find(([key]) => key === name)?.[1]),
      );
      const contact = { ...now, ...Object.fromEntries(differing), version: this.second() };
      this.records.set(current.id, contact);
      return contact;
    });
  }

  changedSince(since: Date) {
    const ids = [...this.records.values()]
      .filter(({ version }) => Date.parse(version) >= Math.floor(since.getTime() / 1000) * 1000)
      .map(({ id }) => id);
    return this.read(ids);
  }

  changes(cursor: OrocrmCursor) {
    this.check();
    const since = Date.parse(cursor.updatedAt) - 120_000;
    const items = [...this.records.values()].filter(({ version }) => Date.parse(version) >= since);
    return Promise.resolve({
      items: items.map(({ id, version, owner }) => ({ id, version, owner })),
      cursor: { updatedAt: this.clock.now().toISOString(), id: '' as const },
      total: this.records.size,
      at: this.clock.now(),
    });
  }

  ids() {
    this.check();
    return Promise.resolve(
      [...this.records.values()].map(({ id, version, owner }) => ({ id, version, owner })),
    );
  }

  now() {
    this.check();
    return Promise.resolve(this.clock.now());
  }

  private write<T>(items: readonly T[], apply: (item: T) => O): Promise<WriteOutcome<O>[]> {
    return Promise.resolve(
      items.map((item): WriteOutcome<O> => {
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

/** A create with more in it than a create can make is refused, as the real side does. */
export function refuseMore<R>(draft: R, creatable: R): void {
  if (isDeepStrictEqual(draft, creatable)) return;
  throw new SyncError('A create cannot make all of this.', { kind: 'give-up', code: 'refused-value' });
}
