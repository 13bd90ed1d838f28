import { DateTime } from 'luxon';
import type { OrocrmRecurrenceValues } from './recurrence';
import { recurrenceDates } from './recurrence-dates';

/** One occurrence of a recurrence, without regard to exceptions. */
export interface OrocrmOccurrence {
  /** The day on which it starts, `YYYY-MM-DD`, in the recurrence's zone. */
  readonly date: string;
  readonly start: Date;
  readonly end: Date;
}

/** OroCRM corrects by an hour, however much daylight saving is in the zone. */
function correctedEnd(end: DateTime, start: DateTime): DateTime {
  if (start.offset === end.offset) return end;
  if (!start.isInDST && end.isInDST) return end.minus({ hours: 1 });
  if (start.isInDST && !end.isInDST) return end.plus({ hours: 1 });
  return end;
}

/**
 * What OroCRM shows of a recurring event in a window, ascending: occurrences whose day starts within it, compared in
 * the offset of the recurrence's start, both ends inclusive. `event`: the stored start and end of the event, which
 * give the time of day and the duration; seconds of the duration are dropped, as OroCRM does. As in OroCRM one clock
 * is set from day to day: a time of day that daylight saving skips is an hour later from then on within the window,
 * one that it repeats is in the offset of the occurrence before.
 * Held against OroCRM's own code, but for two things: durations of a month and more, in which its months overflow, and
 * zones with winter instead of summer time (Europe/Dublin), where it corrects the end the wrong way.
 */
export function expandRecurrence(
  recurrence: OrocrmRecurrenceValues,
  event: { readonly start: Date; readonly end: Date },
  from: Date,
  to: Date,
): OrocrmOccurrence[] {
  const zone = recurrence.timeZone;
  let clock = DateTime.fromJSDate(event.start, { zone });
  const lasts = DateTime.fromJSDate(event.end, { zone })
    .diff(clock, ['years', 'months', 'days', 'hours', 'minutes', 'seconds'])
    .set({ seconds: 0 });
  // In UTC all days are alike; only months and years have to be counted.
  const plain = lasts.years === 0 && lasts.months === 0 ? lasts.toMillis() : undefined;
  return recurrenceDates(recurrence, from, to).map((date) => {
    clock = clock.set({ year: date.year, month: date.month, day: date.day });
    const end =
      plain === undefined
        ? clock.toUTC().plus(lasts).setZone(zone)
        : DateTime.fromMillis(clock.toMillis() + plain, { zone });
    return {
      date: date.toFormat('yyyy-MM-dd'),
      start: clock.toJSDate(),
      end: correctedEnd(end, clock).toJSDate(),
    };
  });
}
