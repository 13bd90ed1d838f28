import { spanOfOrocrm } from '../../mapping/event/span';
import type { OrocrmId } from '../../records/ids';
import { touches, type CalendarWindow } from '../../rules/policy';
import type { OrocrmChange, OrocrmChanges, OrocrmCursor, OrocrmFeed } from '../../sync/ports/orocrm';
import type { CalendarAccess } from './calendar-access';
import { eventsOf } from './event-rows';

const overlapMs = 2 * 60 * 1000;

/** What changed in calendars of OroCRM; the owner of an event is its calendar. */
export class OrocrmEventsFeed implements OrocrmFeed {
  constructor(private readonly access: CalendarAccess) {}

  async changes(cursor: OrocrmCursor, calendars?: readonly OrocrmId[]): Promise<OrocrmChanges> {
    const changedSince = new Date(Date.parse(cursor.updatedAt) - overlapMs);
    if (Number.isNaN(changedSince.getTime())) throw new RangeError('A cursor of OroCRM holds a time.');
    const items: OrocrmChange[] = [];
    let total = 0;
    let at: Date | undefined;
    for (const calendar of await this.calendars(calendars)) {
      const { rows, at: readAt } = await this.access.rows.list(calendar, { changedSince });
      at ??= readAt;
      // A part of a series stands for the whole, whose version is the latest of its parts.
      const latest = new Map<OrocrmId, string>();
      for (const { id, recurringEventId, updatedAt } of rows) {
        const record = recurringEventId === '' ? id : recurringEventId;
        const before = latest.get(record) ?? '';
        latest.set(record, updatedAt > before ? updatedAt : before);
      }
      items.push(...[...latest].map(([id, version]) => ({ id, version, owner: calendar })));
      total += (await this.access.rows.total(calendar)).count;
    }
    const now = at ?? new Date(this.access.now());
    // Everything up to the server's clock at the first answer has been read; never back.
    const read = now.toISOString();
    const next: OrocrmCursor = { updatedAt: read > cursor.updatedAt ? read : cursor.updatedAt, id: '' };
    return { items, cursor: next, total, at: now };
  }

  async ids(calendars?: readonly OrocrmId[], window?: CalendarWindow): Promise<readonly OrocrmChange[]> {
    const found: OrocrmChange[] = [];
    for (const calendar of await this.calendars(calendars)) {
      const { rows } = await this.access.rows.list(calendar);
      const events = eventsOf(rows).filter(
        (event) => window === undefined || touches(spanOfOrocrm(event), window),
      );
      found.push(...events.map(({ id, version }) => ({ id, version, owner: calendar })));
    }
    return found;
  }

  async now(): Promise<Date> {
    return (await this.access.rows.total(await this.access.calendar(undefined))).at;
  }

  private async calendars(named: readonly OrocrmId[] | undefined): Promise<readonly OrocrmId[]> {
    return named === undefined ? [await this.access.calendar(undefined)] : [...new Set(named)];
  }
}
