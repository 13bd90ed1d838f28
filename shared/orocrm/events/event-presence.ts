import { SyncError } from '../../errors';
import type { OrocrmEvent } from '../../records/event';
import type { OrocrmId } from '../../records/ids';
import type { Reading, ReadResult } from '../../sync/ports/orocrm';
import { limited } from '../limited';
import type { OlderRest } from '../rest/client';
import { assembleEvents } from './assemble';
import { ofSeries, type EventList } from './event-list';
import { parseRow } from './event-row';

const readsAtOnce = 4;

/** What a look at one id showed, before it is clear what that proves. */
type Look =
  | { readonly state: 'there'; readonly record: OrocrmEvent }
  | { readonly state: 'gone' }
  /** Not shown to this credential, or in another calendar: gone only if this calendar's list shows something. */
  | { readonly state: 'hidden'; readonly cause: SyncError | undefined };

type Seen = Look & { readonly at: Date };

/** Reads events of a calendar by id and proves what is gone (rules, section 2). One pass: made anew for every reading. */
export class EventPresence {
  private listShowsSome = false;
  private readable: Promise<boolean> | undefined;

  constructor(
    private readonly rest: OlderRest,
    private readonly list: EventList,
    private readonly calendar: OrocrmId,
  ) {}

  /** @throws SyncError when anything less than a proof was had: the side is unreadable. */
  async read(ids: readonly OrocrmId[]): Promise<ReadResult<OrocrmEvent, OrocrmId>> {
    const unique = [...new Set(ids)];
    const looks = await limited(unique, readsAtOnce, async (id) => [id, await this.lookAt(id)] as const);
    const records = new Map<OrocrmId, Reading<OrocrmEvent>>();
    for (const [id, look] of looks) {
      if (look.state === 'hidden') await this.proveReadable(look.cause);
      records.set(id, look.state === 'there' ? { state: 'there', record: look.record } : { state: 'gone' });
    }
    const times = looks.map(([, { at }]) => at.getTime());
    return { records, at: times.length === 0 ? new Date() : new Date(Math.min(...times)) };
  }

  /**
   * The list of a series brings the event itself and its exceptions at once, and of an attendee's copy of a series
   * the recurrence, which the item does not have. What it does not show, the item explains.
   */
  private async lookAt(id: OrocrmId): Promise<Seen> {
    const { rows, at } = await this.list.all(this.calendar, ofSeries(id));
    if (rows.length > 0) this.listShowsSome = true;
    const own = rows.filter((row) => row.id === id || row.recurringEventId === id);
    const record = assembleEvents(own, this.calendar).find((event) => event.id === id);
    if (record !== undefined) return { state: 'there', record, at };
    // An exception is no record of its own.
    if (own.some((row) => row.id === id)) return { state: 'gone', at };
    return { ...(await this.lookAtItem(id)), at };
  }

  private async lookAtItem(id: OrocrmId): Promise<Look> {
    try {
      const answer = await this.rest.send({ method: 'GET', path: `/calendarevents/${id}`, effect: 'read' });
      const row = parseRow(answer.body);
      if (row.id === id && row.calendar !== this.calendar) return { state: 'hidden', cause: undefined };
    } catch (thrown) {
      if (!(thrown instanceof SyncError)) throw thrown;
      if (thrown.code === 'not-found') return { state: 'gone' };
      if (thrown.code === 'forbidden') return { state: 'hidden', cause: thrown };
      throw thrown;
    }
    throw new SyncError('OroCRM shows an event of a calendar by its id and not in the list.', {
      kind: 'retry',
      code: 'bad-answer',
    });
  }

  private async proveReadable(cause: SyncError | undefined): Promise<void> {
    if (this.listShowsSome) return;
    this.readable ??= this.list.count(this.calendar).then(({ count }) => count > 0);
    if (await this.readable) return;
    throw (
      cause ??
      new SyncError('OroCRM shows no event of this calendar at all.', { kind: 'retry', code: 'bad-answer' })
    );
  }
}
