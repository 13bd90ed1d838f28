import { asSyncError, SyncError } from '../../errors';
import type { OrocrmEvent } from '../../records/event';
import type { OrocrmId } from '../../records/ids';
import type {
  Change,
  OrocrmPage,
  OrocrmStore,
  Reading,
  ReadResult,
  WriteOutcome,
} from '../../sync/ports/orocrm';
import { limited } from '../limited';
import type { CalendarAccess } from './calendar-access';
import { eventOf, eventsOf, recurrenceOf, type EventRow } from './event-rows';
import { changeRequests, createEvent } from './write-event';

const atOnce = 4;
/** Between two slices of one listing no more time goes by than this. */
const snapshotMs = 5 * 60_000;

/** The events of one calendar of OroCRM, over its older REST (reference 3). A series is one record. */
export class OrocrmEvents implements OrocrmStore<OrocrmEvent> {
  /** `calendar` undefined: the default one of the credential's user. */
  constructor(
    private readonly access: CalendarAccess,
    private readonly calendar: OrocrmId | undefined,
  ) {}

  async read(ids: readonly OrocrmId[]): Promise<ReadResult<OrocrmEvent, OrocrmId>> {
    const calendar = await this.access.calendar(this.calendar);
    let at: Date | undefined;
    const readings = await limited([...new Set(ids)], atOnce, async (id) => {
      const read = await this.readOne(calendar, id);
      if (at === undefined || (read.at && read.at < at)) at = read.at;
      return [id, read.reading] as const;
    });
    return { records: new Map(readings), at: at ?? new Date() };
  }

  async page(after: OrocrmId | undefined, size: number): Promise<OrocrmPage<OrocrmEvent>> {
    const calendar = await this.access.calendar(this.calendar);
    const known = after === undefined ? undefined : this.access.snapshots.get(calendar);
    const fresh = known !== undefined && this.access.now() - known.at.getTime() < snapshotMs;
    const { records, at } = fresh ? known : await this.list(calendar);
    const start = after === undefined ? 0 : records.findIndex(({ id }) => isAfter(id, after));
    const page = start === -1 ? [] : records.slice(start, start + size);
    const last = page.at(-1);
    const isLast = last === undefined || last === records.at(-1);
    if (isLast) this.access.snapshots.delete(calendar);
    return { records: page, next: isLast ? undefined : last.id, at };
  }

  async changedSince(since: Date): Promise<ReadResult<OrocrmEvent, OrocrmId>> {
    const calendar = await this.access.calendar(this.calendar);
    const { rows, at } = await this.access.rows.list(calendar, { changedSince: since });
    const whole = rows.filter((row) => row.recurringEventId === '' && !isSeries(row));
    const parts = rows.map(({ id, recurringEventId }) => (recurringEventId === '' ? id : recurringEventId));
    const others = [...new Set(parts)].filter((id) => !whole.some((row) => row.id === id));
    const read = await this.read(others);
    const records = new Map<OrocrmId, Reading<OrocrmEvent>>(
      whole.map((row) => [row.id, { state: 'there', record: eventOf(row, []) }]),
    );
    for (const [id, reading] of read.records) if (reading.state === 'there') records.set(id, reading);
    return { records, at };
  }

  /** OroCRM makes exceptions as records of their own, which need their series' id. */
  creatable(event: OrocrmEvent): OrocrmEvent {
    return { ...event, exceptions: [] };
  }

  async create(drafts: readonly OrocrmEvent[]): Promise<readonly WriteOutcome<OrocrmEvent>[]> {
    const calendar = await this.access.calendar(this.calendar);
    return limited(drafts, atOnce, async (draft): Promise<WriteOutcome<OrocrmEvent>> => {
      try {
        const id = await createEvent(this.access.rest, draft, calendar);
        return { ok: true, record: await this.readBack(calendar, { ...draft, id, owner: calendar }) };
      } catch (thrown) {
        return { ok: false, error: asSyncError(thrown) };
      }
    });
  }

  async update(changes: readonly Change<OrocrmEvent>[]): Promise<readonly WriteOutcome<OrocrmEvent>[]> {
    const calendar = await this.access.calendar(this.calendar);
    return limited(changes, atOnce, (change) => this.change(calendar, change));
  }

  private async change(calendar: OrocrmId, change: Change<OrocrmEvent>): Promise<WriteOutcome<OrocrmEvent>> {
    let done = 0;
    try {
      for (const request of changeRequests(change, calendar)) {
        await this.access.rest.send(request);
        done += 1;
      }
      if (done === 0) return { ok: true, record: change.current };
      return { ok: true, record: await this.readBack(calendar, change.desired) };
    } catch (thrown) {
      const error = asSyncError(thrown);
      if (done === 0) return { ok: false, error };
      const read = await this.readOne(calendar, change.current.id).catch(() => undefined);
      const partly = read?.reading.state === 'there' ? read.reading.record : undefined;
      return { ok: false, error, ...(partly && { partly }) };
    }
  }

  /** The answers of writes tell next to nothing (reference 3.1). What cannot be read now counts as it was sent. */
  private async readBack(calendar: OrocrmId, sent: OrocrmEvent): Promise<OrocrmEvent> {
    const read = await this.readOne(calendar, sent.id).catch(() => undefined);
    return read?.reading.state === 'there' ? read.reading.record : { ...sent, version: '' };
  }

  private async readOne(
    calendar: OrocrmId,
    id: OrocrmId,
  ): Promise<{ readonly reading: Reading<OrocrmEvent>; readonly at: Date | undefined }> {
    try {
      const { row, at } = await this.access.rows.one(id);
      // In another calendar, or a part of a series: no record of this mailbox.
      if (row.calendar !== calendar || row.recurringEventId !== '') return { reading: gone, at };
      const exceptions = isSeries(row) ? await this.exceptionsOf(calendar, id) : [];
      const [record] = eventsOf([row, ...exceptions]);
      return { reading: record ? { state: 'there', record } : gone, at };
    } catch (thrown) {
      if (!(thrown instanceof SyncError)) throw thrown;
      if (thrown.code === 'not-found') return { reading: gone, at: undefined };
      if (thrown.code !== 'forbidden') throw thrown;
      // Hidden proves that it is gone only where the list of the calendar is readable and not empty (spec 2).
      if ((await this.access.rows.total(calendar)).count > 0) return { reading: gone, at: undefined };
      throw thrown;
    }
  }

  private async exceptionsOf(calendar: OrocrmId, series: OrocrmId): Promise<readonly EventRow[]> {
    const { rows } = await this.access.rows.list(calendar, { ofSeries: series });
    return rows.filter(({ recurringEventId }) => recurringEventId === series);
  }

  private async list(calendar: OrocrmId) {
    const { rows, at } = await this.access.rows.list(calendar);
    const records = eventsOf(rows).sort((a, b) => (isAfter(a.id, b.id) ? 1 : -1));
    const snapshot = { records, at };
    this.access.snapshots.set(calendar, snapshot);
    return snapshot;
  }
}

const gone = { state: 'gone' } as const;
const isSeries = (row: EventRow): boolean => recurrenceOf(row.recurrence) !== undefined;
const isAfter = (id: OrocrmId, other: OrocrmId): boolean => BigInt(id) > BigInt(other);
