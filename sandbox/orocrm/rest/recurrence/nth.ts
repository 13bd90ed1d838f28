import { daysInMonth, onDate, plusMonths, wallTime, wholeMonths, type Moment } from './moment';
import { walk, type Pattern, type Strategy } from './pattern';
import { lastInstance, weekdays, type Weekday } from './rule';

/** Day of the month of the nth such weekday, counted from 1; the fifth is the last. */
function nthDay(year: number, month: number, weekday: Weekday, instance: number): number {
  const wanted = weekdays.indexOf(weekday);
  if (instance === lastInstance) {
    const last = daysInMonth(year, month);
    const there = new Date(Date.UTC(year, month - 1, last)).getUTCDay();
    return last - ((there - wanted + 7) % 7);
  }
  const there = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
  return 1 + ((wanted - there + 7) % 7) + (instance - 1) * 7;
}

/**
 * Several weekdays count together: the second of Monday to Friday is the second weekday of the month, not the
 * second Monday.
 */
function dayOf({ dayOfWeek, instance }: Pattern, year: number, month: number): number {
  const days = (each: number): number[] => dayOfWeek.map((weekday) => nthDay(year, month, weekday, each));
  if (instance === 1) return Math.min(...days(1));
  if (instance === lastInstance) return Math.max(...days(lastInstance));
  const all: number[] = [];
  for (let each = 1; all.length < instance; each += 1) all.push(...days(each));
  return all.sort((a, b) => a - b)[instance - 1] ?? 1;
}

/** The day in the month so many months on. */
function nextMonth(pattern: Pattern, moment: Moment, months: number): Moment {
  const { year, month } = wallTime(moment);
  const there = plusMonths(onDate(moment, year, month, 1), months);
  const at = wallTime(there);
  return onDate(there, at.year, at.month, dayOf(pattern, at.year, at.month));
}

/** The day in the month of the year, so many months on. */
function nextYear(pattern: Pattern, moment: Moment, months: number): Moment {
  const { monthOfYear } = pattern;
  const there = plusMonths(moment, months);
  const { year } = wallTime(there);
  return onDate(there, year, monthOfYear, dayOf(pattern, year, monthOfYear));
}

type Next = (pattern: Pattern, moment: Moment, months: number) => Moment;

/** A start behind the day of its month or year begins a whole interval later. */
function firstBy(next: Next, pattern: Pattern): Moment {
  const moment = next(pattern, pattern.start, 0);
  return moment.ms < pattern.start.ms ? next(pattern, moment, pattern.interval) : moment;
}

const along = (next: Next, skip: (months: number) => number): Strategy => ({
  occurrences: (pattern, from, to) => {
    const { interval, dayOfWeek } = pattern;
    if (dayOfWeek.length === 0) return [];
    const begin = firstBy(next, pattern);
    const done = from.ms > begin.ms ? Math.floor(skip(wholeMonths(begin, from)) / interval) : 0;
    const moment = from.ms > begin.ms ? next(pattern, begin, done * interval) : begin;
    return walk(pattern, [from, to], { moment, done }, (each) => next(pattern, each, interval));
  },
  last: (pattern, occurrences) =>
    next(pattern, firstBy(next, pattern), (occurrences - 1) * pattern.interval),
});

/** On the nth weekday of every so many months. */
export const monthNth = along(nextMonth, (months) => months);
/** On the nth weekday of one month, every so many years (counted in months). */
export const yearNth = along(nextYear, (months) => Math.floor(months / 12) * 12);
