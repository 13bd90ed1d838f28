import type { SyncError } from '../../errors';
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
import { endsWriting, notWritten, orThrow } from '../ends-writing';
import { limited } from '../limited';
import { assembleEvents, byId, masterOf } from './assemble';
import type { CalendarAccess } from './calendar-access';
import { updatedSince } from './event-list';
import { EventPresence } from './event-presence';
import type { EventRow } from './event-row';
import type { Snapshot } from './event-snapshots';
import { EventWriter } from './event-writer';
import { wholeSecond } from '../walk';

const writesAtOnce = 4;

type Outcome = WriteOutcome<OrocrmEvent>;

/** The events of one calendar of OroCRM, over its older REST (reference 3). A series is one record. */
export class OrocrmEvents implements OrocrmStore<OrocrmEvent> {
  /** `calendar` undefined: the default one of the credential's user. */
  constructor(
    private readonly access: CalendarAccess,
    private readonly calendar: OrocrmId | undefined,
  ) {}

  async read(ids: readonly OrocrmId[]): Promise<ReadResult<OrocrmEvent, OrocrmId>> {
    return this.presence(await this.access.calendar(this.calendar)).read(ids);
  }

  /** The list has no order (reference 3.2): the calendar is read whole, and handed out from there for some minutes. */
  async page(after: OrocrmId | undefined, size: number): Promise<OrocrmPage<OrocrmEvent>> {
    const calendar = await this.access.calendar(this.calendar);
    const known = after === undefined ? undefined : this.access.snapshots.get(calendar);
    const { events, at } = known ?? (await this.readAll(calendar));
    const rest = after === undefined ? events : events.filter(({ id }) => byId(id, after) > 0);
    const records = rest.slice(0, Math.max(size, 1));
    return { records, next: records.length < rest.length ? records.at(-1)?.id : undefined, at };
  }

  async changedSince(since: Date): Promise<ReadResult<OrocrmEvent, OrocrmId>> {
    const calendar = await this.access.calendar(this.calendar);
    const { rows, at } = await this.access.list.all(calendar, updatedSince(wholeSecond(since)));
    const alone = rows.filter((row) => row.recurringEventId === undefined && row.recurrence === undefined);
    const found = new Map(assembleEvents(alone, calendar).map((event) => [event.id, event]));
    const series = new Set(rows.map((row: EventRow) => masterOf(row)).filter((id) => !found.has(id)));
    const read = await this.presence(calendar).read([...series]);
    for (const [id, reading] of read.records) if (reading.state === 'there') found.set(id, reading.record);
    const records = new Map<OrocrmId, Reading<OrocrmEvent>>();
    for (const record of [...found.values()].sort(oldestFirst)) {
      records.set(record.id, { state: 'there', record });
    }
    return { records, at };
  }

  /** An exception is a record of its own in OroCRM and needs its series' id. */
  creatable(event: OrocrmEvent): OrocrmEvent {
    return { ...event, exceptions: [] };
  }

  create(drafts: readonly OrocrmEvent[]): Promise<readonly Outcome[]> {
    return this.write(drafts, (writer, draft) => writer.create(draft));
  }

  update(changes: readonly Change<OrocrmEvent>[]): Promise<readonly Outcome[]> {
    return this.write(changes, (writer, change) => writer.update(change));
  }

  private async write<T>(
    items: readonly T[],
    write: (writer: EventWriter, item: T) => Promise<Outcome>,
  ): Promise<readonly Outcome[]> {
    const calendar = await this.access.calendar(this.calendar);
    const writer = new EventWriter(this.access.rest, this.access.list, calendar);
    const ends = (outcome: Outcome): boolean => !outcome.ok && endsWriting(outcome.error);
    const skipped = (last: Outcome): Outcome => (last.ok ? last : refused(notWritten(last.error)));
    return orThrow(await limited(items, writesAtOnce, (item) => write(writer, item), { ends, skipped }));
  }

  private async readAll(calendar: OrocrmId): Promise<Snapshot> {
    const { rows, at } = await this.access.list.all(calendar);
    const snapshot = { events: assembleEvents(rows, calendar), at };
    this.access.snapshots.keep(calendar, snapshot);
    return snapshot;
  }

  private readonly presence = (calendar: OrocrmId): EventPresence =>
    new EventPresence(this.access.rest, this.access.list, calendar);
}

const refused = (error: SyncError): Outcome => ({ ok: false, error });

const oldestFirst = (a: OrocrmEvent, b: OrocrmEvent): number =>
  a.version === b.version ? byId(a.id, b.id) : a.version < b.version ? -1 : 1;
