import type { Pattern } from '../../../shared/mapping/event/occurrence-days';

/** From when to when; days count from the day on which the company is made, in the colleague's time zone. */
export type When =
  | { readonly day: number; readonly from: string; readonly minutes: number }
  /** Whole days, so many of them. */
  | { readonly day: number; readonly days: number };

/** Another day, time or name of one occurrence, or none at all; `of` is the day of the series. */
export type Exception =
  | { readonly of: number; readonly cancelled: true }
  | { readonly of: number; readonly moved: When; readonly title: string };

export interface Repetition {
  readonly pattern: Pattern;
  /** Absent: without end. `until` is a day as in `When`. */
  readonly ends?: { readonly times: number } | { readonly until: number };
  readonly exceptions: readonly Exception[];
}

export interface Guest {
  readonly name: string;
  readonly address: string;
}

/** Something in a colleague's calendar, before it is said in which of the two systems. */
export interface Appointment {
  readonly title: string;
  readonly when: When;
  readonly repeats?: Repetition;
  readonly place?: string;
  /** Whom the colleague invites. */
  readonly guests?: readonly Guest[];
  /** Who invites the colleague: a received invitation. */
  readonly organizer?: Guest;
}
