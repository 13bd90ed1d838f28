/** Which side may be written (spec 1). */
export type Direction = 'orocrm-to-outlook' | 'outlook-to-orocrm' | 'bidirectional';

/** Whose values count when both sides changed (spec 1); asked only in a bidirectional sync. */
export type ConflictResolution = 'orocrm-wins' | 'outlook-wins';

/** What a first synchronisation does with marked Outlook records (spec 6). */
export type FirstSyncMode = 'rebuild' | 'relink';

export const writesOutlook = (direction: Direction): boolean => direction !== 'outlook-to-orocrm';
export const writesOrocrm = (direction: Direction): boolean => direction !== 'orocrm-to-outlook';

/** The days around today whose events are synchronised (spec 1: `calendarDaysBack`, `calendarDaysAhead`). */
export interface CalendarWindow {
  readonly from: Date;
  readonly to: Date;
}

/** What happens to a change that would make Exchange mail the attendees of a meeting (spec 1). */
export type MeetingUpdates = 'hold' | 'send';

/** Whether a span of time (milliseconds since 1970) lies in a window, even in part. */
export const touches = (
  { start, end }: { readonly start: number; readonly end: number },
  { from, to }: CalendarWindow,
): boolean => start <= to.getTime() && end >= from.getTime();
