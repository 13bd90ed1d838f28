import { plusDays, reparsed, wallTime, wholeDays, type Moment } from './moment';
import type { Pattern, Strategy } from './pattern';
import { weekdays } from './rule';

/** Numbers of the days, Sunday first. */
const numbersOf = ({ dayOfWeek }: Pattern): number[] =>
  dayOfWeek.map((day) => weekdays.indexOf(day)).sort((a, b) => a - b);

/** The day itself, or the next such one after it. */
function nextOn(weekday: number, moment: Moment): Moment {
  const ahead = (weekday - wallTime(moment).weekday + 7) % 7;
  return ahead === 0 ? moment : plusDays(moment, ahead);
}

/** Days of the first week that lie before the start are no occurrences: one less is done for each. */
function withoutEarlier(done: number, days: readonly number[], start: Moment): number {
  const { weekday } = wallTime(start);
  return days.reduce((count, day) => (day < weekday && count !== 0 ? count - 1 : count), done);
}

/**
 * On some days of every so many weeks; weeks begin on Sunday. What is skipped is counted from the Sunday of the
 * first week with a day too many, so a window that begins on a Saturday, at the time of the series or later in
 * that day, never shows that Saturday; kept as it is in OroCRM.
 */
function occurrences(pattern: Pattern, from: Moment, to: Moment): Moment[] {
  const days = numbersOf(pattern);
  if (days.length === 0) return [];
  const { start, interval, end, occurrences: limit = 0 } = pattern;
  const sunday = plusDays(start, -wallTime(start).weekday);
  let done = 0;
  let weeks = 0;
  if (from.ms > sunday.ms) {
    done = Math.floor((wholeDays(sunday, from) + 1) / 7 / interval) * days.length;
    weeks = Math.ceil(done / days.length) * interval;
    done = withoutEarlier(done, days, start);
  }
  const found: Moment[] = [];
  let week = plusDays(sunday, weeks * 7);
  while (week.ms <= to.ms && week.ms <= end) {
    for (const day of days) {
      const next = nextOn(day, week);
      if (next.ms > to.ms || next.ms > end || (limit > 0 && done >= limit)) return found;
      if (next.ms >= from.ms && next.ms >= start.ms) found.push(next);
      if (next.ms >= start.ms) done += 1;
    }
    weeks += interval;
    week = plusDays(sunday, weeks * 7);
  }
  return found;
}

/**
 * The last occurrence of so many. Where all of them fit into the first week OroCRM looks one week further,
 * whatever the interval: the series may then be cut short, or its end lie later than its last day.
 */
function last(pattern: Pattern, wanted: number): Moment {
  const days = numbersOf(pattern);
  const { start, interval } = pattern;
  const [first] = days;
  if (first === undefined) return reparsed(start);
  const { weekday } = wallTime(start);
  const begin = weekday > first ? plusDays(start, first - weekday) : start;
  let weeks = (Math.ceil(wanted / days.length) - 1) * interval;
  let done = withoutEarlier((weeks / interval) * days.length, days, start);
  if (done + days.length < wanted) {
    weeks += interval;
    done += days.length;
  }
  const week = plusDays(begin, (done === 0 ? 1 : weeks) * 7);
  for (const day of days) {
    const next = nextOn(day, week);
    if (next.ms >= start.ms) done += 1;
    if (done >= wanted) return next;
  }
  return reparsed(start);
}

export const weekly: Strategy = { occurrences, last };
