import { dateIn, offsetAt, onDate } from '../zones';
import { dateOf, dayOf, firstDayOf, monthOf, weekdayNumber, weekdayOf, type Day } from './days';
import type { Pattern } from './occurrence-days';

// How OroCRM counts, and where it loses occurrences over it (OroCRM reference 3.3; seen in its own code and runs).

/**
 * The instant in whose offset OroCRM compares occurrences with the end of a series, whatever daylight saving says: the
 * start's own, but where it steps from month to month that of the first of the month in which it begins.
 */
export function countedFrom(pattern: Pattern, startTime: string, zone: string): string {
  if (pattern.every === 'day' || pattern.every === 'week') return startTime;
  const month = monthOf(dayOf(dateIn(startTime, zone)));
  if (pattern.every === 'month') return onDate(startTime, dateOf(firstDayOf(month)), zone);
  if (!('day' in pattern.on)) return startTime;
  const january = Math.floor(month / 12) * 12;
  return onDate(startTime, dateOf(firstDayOf(january + pattern.month - 1)), zone);
}

/**
 * The start of the recurrence of an event that starts with its first occurrence. OroCRM compares an n-th weekday with
 * it in the offset of the first of the month: where daylight saving ended since then, the first one would be lost. A
 * start on the day before keeps it.
 */
export function startTimeFor(pattern: Pattern, start: string, zone: string): string {
  if (pattern.every !== 'month' || 'day' in pattern.on) return start;
  const day = dayOf(dateIn(start, zone));
  return offsetAt(countedFrom(pattern, start, zone), zone) > offsetAt(start, zone)
    ? onDate(start, dateOf(day - 1), zone)
    : start;
}

/**
 * Whether the end that OroCRM works out from a count may come before the last occurrence, so that it is lost unless an
 * end is written too: a single occurrence is compared in two offsets; every few weeks, a count that runs out in the
 * second week is looked for in the next week, whatever the interval is.
 */
export function countNeedsEnd(pattern: Pattern, start: Day, count: number): boolean {
  if (pattern.every === 'day') return false;
  if (pattern.every !== 'week') return count === 1;
  const days = [...new Set(pattern.days.map(weekdayNumber))];
  const first = days.filter((day) => day >= weekdayOf(start)).length;
  return pattern.interval > 1 && count <= days.length && count > first;
}
