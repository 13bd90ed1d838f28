import { spanOfOrocrm } from '../../mapping/event/span';
import type { OrocrmId } from '../../records/ids';
import { touches, type CalendarWindow } from '../../rules/policy';
import type { OrocrmChange, OrocrmChanges, OrocrmCursor, OrocrmFeed } from '../../sync/ports/orocrm';
import { advance, byVersion, earliest, withOverlap } from '../feed-cursor';
import { limited } from '../limited';
import { wholeSecond } from '../walk';
import { assembleEvents, masterOf } from './assemble';
import type { CalendarAccess } from './calendar-access';
import { updatedSince } from './event-list';
import type { EventRow } from './event-row';

const calendarsAtOnce = 4;

/** What changed in calendars of OroCRM, by ids and versions only. The owner of an event is its calendar. */
export class OrocrmEventsFeed implements OrocrmFeed {
  constructor(private readonly access: CalendarAccess) {}

  async changes(cursor: OrocrmCursor, owners?: readonly OrocrmId[]): Promise<OrocrmChanges> {
    const filter = updatedSince(wholeSecond(withOverlap(cursor)));
    const found = await limited(await this.calendars(owners), calendarsAtOnce, async (calendar) => {
      const { rows, at } = await this.access.list.all(calendar, filter);
      const { count } = await this.access.list.count(calendar);
      return { items: latestPerRecord(rows, calendar), count, at };
    });
    const at = earliest(found) ?? (await this.now());
    const items = found.flatMap((one) => one.items).sort(byVersion);
    const total = found.reduce((sum, { count }) => sum + count, 0);
    return { items, cursor: advance(cursor, items.at(-1), at), total, at };
  }

  async ids(owners?: readonly OrocrmId[], window?: CalendarWindow): Promise<readonly OrocrmChange[]> {
    const found = await limited(await this.calendars(owners), calendarsAtOnce, async (calendar) => {
      const { rows } = await this.access.list.all(calendar);
      return assembleEvents(rows, calendar).map((event): OrocrmChange => {
        const { id, version } = event;
        const isInside = window === undefined || touches(spanOfOrocrm(event), window);
        return { id, version, owner: calendar, ...(isInside ? {} : { outside: true }) };
      });
    });
    return found.flat();
  }

  now(): Promise<Date> {
    return this.access.own.now();
  }

  private async calendars(owners: readonly OrocrmId[] | undefined): Promise<readonly OrocrmId[]> {
    return owners === undefined ? [await this.access.own.id()] : [...new Set(owners)];
  }
}

/** An exception stands for its series, whose version is the latest of its parts. */
function latestPerRecord(rows: readonly EventRow[], calendar: OrocrmId): readonly OrocrmChange[] {
  const latest = new Map<OrocrmId, string>();
  for (const row of rows) {
    const id = masterOf(row);
    const known = latest.get(id) ?? '';
    latest.set(id, row.updatedAt > known ? row.updatedAt : known);
  }
  return [...latest].map(([id, version]) => ({ id, version, owner: calendar }));
}
