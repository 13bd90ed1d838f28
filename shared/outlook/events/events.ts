import { z } from 'zod';
import { asSyncError } from '../../errors';
import { isUnholdable, type OutlookEvent } from '../../records/event';
import { outlookId, type MailboxAddress, type OrocrmId, type OutlookId } from '../../records/ids';
import type { Change, Reading, ReadResult, WriteOutcome } from '../../sync/ports/orocrm';
import type { OutlookPage, OutlookStore } from '../../sync/ports/outlook';
import { readAllPages } from '../all-pages';
import type { Batcher } from '../batch';
import { FolderPages, onlyMarked } from '../folder-pages';
import type { OutlookParts } from '../outlook-parts';
import { ifMatch, removeItems } from '../remove-items';
import { asCreated, asOutcome, raiseOperatorError } from '../write-outcomes';
import type { DefaultCalendars } from './default-calendars';
import { ask, holdDialogues, type Dialogue } from './dialogue';
import { eventPatch, newEventBody } from './event-body';
import { toEvent, type ReadEvent } from './event-item';
import { eventAt, eventIdsPage, eventsIn } from './event-requests';
import { readEventsPage, readMarkedEvents } from './list-events';
import { ownCalendars } from './own-calendars';
import { readEvents, type EventSource } from './read-events';
import { cannotHold } from './write-errors';
import { writeSeries } from './write-series';

const idItem = z.object({ id: z.string().min(1) });

/** The events of the default calendar of one mailbox; a series with its exceptions is one record. */
export class OutlookEvents implements OutlookStore<OutlookEvent> {
  private readonly batcher: Batcher;
  private readonly calendars: DefaultCalendars;
  private readonly source: EventSource;
  private readonly everywhere: FolderPages<OutlookEvent>;

  constructor(
    private readonly mailbox: MailboxAddress,
    parts: OutlookParts,
  ) {
    this.batcher = parts.batcher;
    this.calendars = parts.calendars;
    this.source = { mailbox, calendars: parts.calendars };
    this.everywhere = new FolderPages(mailbox, parts, ownCalendars(mailbox, parts.batcher));
  }

  /** An occurrence is no record of its own: its id counts as gone. */
  async read(ids: readonly OutlookId[]): Promise<ReadResult<OutlookEvent, OutlookId>> {
    const { events: found, at } = await this.hold(readEvents(this.source, ids));
    const inCalendar = await this.inCalendar(found.filter((one) => one !== undefined));
    const records = ids.map((id, index): [OutlookId, Reading<OutlookEvent>] => {
      const one = found[index];
      return [
        id,
        one !== undefined && inCalendar(one) ? { state: 'there', record: one.event } : { state: 'gone' },
      ];
    });
    return { records: new Map(records), at };
  }

  async page(cursor: string | undefined): Promise<OutlookPage<OutlookEvent>> {
    const { events, next } = await this.hold(readEventsPage(this.source, cursor));
    const inCalendar = await this.inCalendar(events);
    return { records: events.filter(inCalendar).map(({ event }) => event), next };
  }

  async marked(cursor: string | undefined): Promise<OutlookPage<OutlookEvent>> {
    return onlyMarked(await this.everywhere.page(cursor));
  }

  async ids(): Promise<readonly OutlookId[]> {
    const items = await readAllPages(
      this.batcher,
      this.mailbox,
      [eventIdsPage(this.mailbox)],
      idItem,
      'fails',
    );
    return [...new Set(items.map(({ id }) => outlookId(id)))];
  }

  /** Exceptions and cancelled occurrences can be written only to a series that is there. */
  creatable(event: OutlookEvent): OutlookEvent {
    return { ...event, exceptions: [], cancelled: [] };
  }

  async create(drafts: readonly OutlookEvent[]): Promise<readonly WriteOutcome<OutlookEvent>[]> {
    return raiseOperatorError(
      await holdDialogues(
        this.batcher,
        drafts.map((draft) => this.created(this.creatable(draft))),
      ),
    );
  }

  async update(changes: readonly Change<OutlookEvent>[]): Promise<readonly WriteOutcome<OutlookEvent>[]> {
    return raiseOperatorError(
      await holdDialogues(
        this.batcher,
        changes.map((change) => this.updated(change)),
      ),
    );
  }

  remove(records: readonly OutlookEvent[]): Promise<readonly WriteOutcome<OutlookEvent>[]> {
    const { batcher, mailbox } = this;
    const pathOf = (id: OutlookId) => eventAt(mailbox, id);
    return removeItems({ batcher, mailbox, pathOf, read: (ids) => this.read(ids) }, records);
  }

  async findByMark(marks: readonly OrocrmId[]): Promise<readonly OutlookEvent[]> {
    const wanted = new Set<string>(marks);
    const found = await this.hold(readMarkedEvents(this.source, [...new Set(marks)]));
    const inCalendar = await this.inCalendar(found);
    // Graph compares property values without case, and says nothing of blanks: the mark must be the very one.
    const events = found.filter((one) => wanted.has(one.event.mark) && inCalendar(one));
    return [...new Map(events.map(({ event }) => [event.id, event])).values()];
  }

  private *created(draft: OutlookEvent): Dialogue<WriteOutcome<OutlookEvent>> {
    const body = newEventBody(draft);
    if (isUnholdable(body)) return { ok: false, error: cannotHold(body) };
    const { mailbox } = this;
    const answer = yield* ask({ mailbox, method: 'POST', path: eventsIn(mailbox), body: { ...body } });
    return asCreated(answer, 'POST event', (made) => ({
      ...toEvent(made, 'POST event').event,
      mark: draft.mark,
    }));
  }

  private *updated(change: Change<OutlookEvent>): Dialogue<WriteOutcome<OutlookEvent>> {
    const { current, desired } = change;
    try {
      const patch = eventPatch(change);
      if (isUnholdable(patch)) return { ok: false, error: cannotHold(patch) };
      if (desired.recurrence !== undefined) return yield* writeSeries(this.source, change, patch);
      if (patch === undefined) return { ok: true, record: current };
      const { mailbox } = this;
      const answer = yield* ask({
        ...{ mailbox, method: 'PATCH', path: eventAt(mailbox, current.id) },
        ...ifMatch(current),
        body: { ...patch.body },
      });
      // The answer does not echo the mark (Graph reference 1.2).
      return asOutcome(answer, (body) => ({
        ...toEvent(body, 'PATCH event').event,
        id: current.id,
        mark: desired.mark,
      }));
    } catch (thrown) {
      return { ok: false, error: asSyncError(thrown) };
    }
  }

  /** Single events and series of the default calendar. */
  private async inCalendar(events: readonly ReadEvent[]): Promise<(event: ReadEvent) => boolean> {
    const holds = await this.calendars.holding(this.mailbox, events);
    return (event) => event.type !== 'occurrence' && event.type !== 'exception' && holds(event);
  }

  private async hold<T>(dialogue: Dialogue<T>): Promise<T> {
    const [result] = await holdDialogues(this.batcher, [dialogue]);
    return result as T;
  }
}
