import { occurrenceDates } from '../recurrence/occurrence-dates';
import type { Recurrence } from '../recurrence/recurrence';
import type { TimeValue } from './properties';
import { seriesDays } from './series-days';
import { clockOf, inZone, zoneOfSeries } from './times';

/** When a series happens. */
export interface Series {
  /** The first occurrence: wall clocks without offset, zones by Windows or IANA name. */
  readonly start: TimeValue;
  readonly end: TimeValue;
  readonly isAllDay: boolean;
  readonly recurrence: Recurrence;
}

/** One occurrence of a series by the pattern alone. */
export interface Occurrence {
  /** The day on which it starts, `YYYY-MM-DD`, in the series' zone. */
  readonly day: string;
  readonly start: Date;
  readonly end: Date;
  /** The same as `start`; exceptions, which move it, are not the pattern's. */
  readonly originalStart: Date;
}

const DAY = 24 * 60 * 60 * 1000;
const dateOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;

/** From the day of an occurrence to its instants, as Exchange keeps them: two wall clocks, counted from the day. */
function placer(series: Series): (day: string) => Occurrence {
  const timeZone = zoneOfSeries(series);
  const start = inZone(clockOf(series.start), timeZone).dateTime;
  const end = inZone(clockOf(series.end), timeZone).dateTime;
  const nights = dayNumber(end.slice(0, 10)) - dayNumber(start.slice(0, 10));
  const instant = (day: string, clock: string): Date =>
    clockOf({ dateTime: `${day}${clock.slice(10)}`, timeZone }).toJSDate();
  return (day) => {
    const begins = instant(day, start);
    const ends = instant(nights === 0 ? day : dateOf((dayNumber(day) + nights) * DAY), end);
    return { day, start: begins, end: ends, originalStart: begins };
  };
}

/** Whether something lies in a window: what touches it from outside does not, what has no length may begin with it. */
export function overlaps(what: { start: Date; end: Date }, from: Date, to: Date): boolean {
  return what.start < to && (what.end > from || (what.start >= from && +what.start === +what.end));
}

/**
 * The occurrences of a series that overlap the window, ascending, without regard to exceptions and cancellations.
 * The pattern as Exchange reads it (MS-OXOCAL): a day that a month lacks is its last one, an index counts the days
 * of the month that are among the days of the week, weeks begin with firstDayOfWeek, the wall clocks of start and end
 * stay the same over daylight saving, a count counts from the first occurrence.
 */
export function expandSeries(series: Series, from: Date, to: Date): Occurrence[] {
  const at = placer(series);
  const length = clockOf(series.end).toMillis() - clockOf(series.start).toMillis();
  // Zones are up to 14 hours away from UTC, and daylight saving stretches an occurrence by some more.
  const first = dateOf(from.getTime() - length - 2 * DAY);
  const last = dateOf(to.getTime() + 2 * DAY);
  const found: Occurrence[] = [];
  for (const day of seriesDays(series.recurrence, last)) {
    if (day > last) break;
    if (day < first) continue;
    const occurrence = at(day);
    if (overlaps(occurrence, from, to)) found.push(occurrence);
  }
  return found;
}

/** The occurrence that the pattern has on a day of the series' zone. */
export function occurrenceOn(series: Series, day: string): Occurrence | undefined {
  return seriesDays(series.recurrence, day).includes(day) ? placer(series)(day) : undefined;
}

/** The nearest days of the series before and after one of its days, among those that `exists` keeps. */
export function neighboursOf(
  series: Series,
  day: string,
  exists: (day: string) => boolean,
): { before: string | undefined; after: string | undefined } {
  const known = seriesDays(series.recurrence, day);
  const before = known.findLast((other) => other < day && exists(other));
  let after = known.find((other) => other > day);
  while (after !== undefined && !exists(after)) {
    const skipped = after;
    after = seriesDays(series.recurrence, skipped).find((other) => other > skipped);
  }
  return { before, after };
}

/** The first occurrences of a series. */
export function firstOccurrences(series: Series, count: number): Occurrence[] {
  const days: string[] = [];
  for (const day of occurrenceDates(series.recurrence)) {
    days.push(day);
    if (days.length === count) break;
  }
  return days.map(placer(series));
}
