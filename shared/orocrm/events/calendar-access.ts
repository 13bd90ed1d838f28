import type { OrocrmId } from '../../records/ids';
import type { OlderRest } from '../rest/client';
import { DefaultCalendar } from './default-calendar';
import { EventList } from './event-list';
import { EventSnapshots } from './event-snapshots';

/** What all calendars of one credential share. */
export class CalendarAccess {
  readonly list: EventList;
  readonly snapshots: EventSnapshots;
  readonly own: DefaultCalendar;

  /** `now`: milliseconds since 1970. */
  constructor(
    readonly rest: OlderRest,
    now: () => number,
  ) {
    this.list = new EventList(rest);
    this.snapshots = new EventSnapshots(now);
    this.own = new DefaultCalendar(rest);
  }

  /** The calendar that is meant: the default one of the credential's user where none is named. @throws SyncError */
  calendar(named: OrocrmId | undefined): Promise<OrocrmId> {
    return named === undefined ? this.own.id() : Promise.resolve(named);
  }
}
