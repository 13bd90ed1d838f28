import type { OrocrmEvent } from '../../records/event';
import type { OrocrmId } from '../../records/ids';
import type { OlderRest } from '../rest/client';
import { CalendarRows, defaultCalendar } from './calendar-rows';

/** A whole calendar as one reading showed it, by ascending id. */
export interface Snapshot {
  readonly records: readonly OrocrmEvent[];
  readonly at: Date;
}

/** What all events of one credential share. */
export class CalendarAccess {
  readonly rows: CalendarRows;
  /** Listings whose next slice is still to be asked for, by calendar. */
  readonly snapshots = new Map<OrocrmId, Snapshot>();
  private own: Promise<OrocrmId> | undefined;

  constructor(
    readonly rest: OlderRest,
    readonly now: () => number,
  ) {
    this.rows = new CalendarRows(rest);
  }

  /** The calendar that is meant: the default one of the credential's user where none is named. @throws SyncError */
  calendar(named: OrocrmId | undefined): Promise<OrocrmId> {
    if (named !== undefined) return Promise.resolve(named);
    this.own ??= defaultCalendar(this.rest).catch((thrown: unknown) => {
      // A failure is not kept: the next reading asks again.
      this.own = undefined;
      throw thrown;
    });
    return this.own;
  }
}
