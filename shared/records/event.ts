import type { OrocrmId } from './ids';
import type { OrocrmRecord, OutlookRecord } from './record';

export const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
export type Weekday = (typeof weekdays)[number];

/** A recurrence that one side has and the other cannot hold, with the reason in plain words. */
export interface Unholdable {
  readonly unholdable: string;
}

export const isUnholdable = (recurrence: object | undefined): recurrence is Unholdable =>
  recurrence !== undefined && 'unholdable' in recurrence;

/** OroCRM's recurrence under its own names (OroCRM reference 3.3). */
export interface OrocrmRecurrence {
  readonly recurrenceType: 'daily' | 'weekly' | 'monthly' | 'monthnth' | 'yearly' | 'yearnth';
  /** For `yearly` and `yearnth` in months. */
  readonly interval: number;
  readonly dayOfWeek: readonly Weekday[];
  readonly dayOfMonth: number | undefined;
  readonly monthOfYear: number | undefined;
  /** 1 first … 4 fourth, 5 last. */
  readonly instance: number | undefined;
  /** Instants, UTC; `endTime` '' means none. */
  readonly startTime: string;
  readonly endTime: string;
  readonly occurrences: number | undefined;
  /** IANA name. */
  readonly timeZone: string;
}

/** One occurrence of a series that differs from the others, or is cancelled; a record of its own in OroCRM. */
export interface OrocrmException {
  /** Absent while it is yet to be created. */
  readonly id?: OrocrmId;
  /** The instant, UTC, at which the occurrence would start. */
  readonly originalStart: string;
  readonly cancelled: boolean;
  readonly title: string;
  readonly start: string;
  readonly end: string;
  readonly allDay: boolean;
}

/** An event of OroCRM; a series with its exceptions is one record. Instants are `YYYY-MM-DDTHH:mm:ssZ`. */
export interface OrocrmEvent extends OrocrmRecord {
  readonly title: string;
  readonly start: string;
  /** Of an all-day event the end of its last day: inclusive (OroCRM reference 3.5). */
  readonly end: string;
  readonly allDay: boolean;
  readonly recurrence: OrocrmRecurrence | Unholdable | undefined;
  readonly exceptions: readonly OrocrmException[];
  /** Set on the copy of somebody else's event in this calendar: a received invitation. */
  readonly parent: OrocrmId | '';
}

/** Graph's recurrence pattern and range under their own names; unused members are undefined. */
export interface OutlookRecurrence {
  readonly type:
    'daily' | 'weekly' | 'absoluteMonthly' | 'relativeMonthly' | 'absoluteYearly' | 'relativeYearly';
  readonly interval: number;
  readonly daysOfWeek: readonly Weekday[];
  readonly dayOfMonth: number | undefined;
  readonly month: number | undefined;
  readonly index: 'first' | 'second' | 'third' | 'fourth' | 'last' | undefined;
  readonly firstDayOfWeek: Weekday;
  /** `YYYY-MM-DD` of the first occurrence in the series' time zone. */
  readonly startDate: string;
  /** Inclusive `YYYY-MM-DD`, or ''. */
  readonly endDate: string;
  readonly numberOfOccurrences: number | undefined;
  /** IANA name; '' when Exchange's zone has none (one made by hand). */
  readonly timeZone: string;
}

/** A moved or renamed occurrence. */
export interface OutlookException {
  /** Graph's id of the occurrence; '' while it is yet to be made an exception. */
  readonly id: string;
  /** The day of the series, in its time zone, on which the occurrence would start: `YYYY-MM-DD`. */
  readonly originalDate: string;
  readonly subject: string;
  readonly start: string;
  readonly end: string;
  readonly isAllDay: boolean;
}

/**
 * An event as Outlook holds it; a series with its exceptions and cancelled occurrences is one record. `start` and
 * `end` are instants, `YYYY-MM-DDTHH:mm:ssZ`; of an all-day event dates, `YYYY-MM-DD`, the end exclusive.
 */
export interface OutlookEvent extends OutlookRecord {
  readonly subject: string;
  readonly start: string;
  readonly end: string;
  readonly isAllDay: boolean;
  /** IANA name of the zone in which the event was made, and is written; '' when unknown. */
  readonly timeZone: string;
  readonly recurrence: OutlookRecurrence | Unholdable | undefined;
  readonly exceptions: readonly OutlookException[];
  /** Days of the series, in its time zone, whose occurrence is cancelled: `YYYY-MM-DD`. */
  readonly cancelled: readonly string[];
  readonly isOrganizer: boolean;
  readonly hasAttendees: boolean;
}
