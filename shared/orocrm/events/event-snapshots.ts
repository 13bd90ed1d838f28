import type { OrocrmEvent } from '../../records/event';
import type { OrocrmId } from '../../records/ids';

/** Long enough for the slices of one run, which follow each other. */
const keptMs = 5 * 60 * 1000;

/** The events of a calendar as they were read at a time, by ascending id. */
export interface Snapshot {
  readonly events: readonly OrocrmEvent[];
  /** The server's clock. */
  readonly at: Date;
}

/** Calendars that are being handed out slice by slice, for a list without an order can only be read whole. */
export class EventSnapshots {
  private readonly kept = new Map<OrocrmId, { readonly snapshot: Snapshot; readonly until: number }>();

  /** `now`: milliseconds since 1970. */
  constructor(private readonly now: () => number) {}

  get(calendar: OrocrmId): Snapshot | undefined {
    this.forgetOld();
    return this.kept.get(calendar)?.snapshot;
  }

  keep(calendar: OrocrmId, snapshot: Snapshot): void {
    this.forgetOld();
    this.kept.set(calendar, { snapshot, until: this.now() + keptMs });
  }

  private forgetOld(): void {
    for (const [calendar, { until }] of this.kept) if (until <= this.now()) this.kept.delete(calendar);
  }
}
