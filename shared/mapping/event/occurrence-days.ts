import type { Weekday } from '../../records/event';
import { daysIn, firstDayOf, monthOf, weekdayNumber, weekdayOf, type Day, type Month } from './days';

/** A pattern in the common language of both sides. `interval` counts days, weeks, months or years. */
export type Pattern =
  | { readonly every: 'day'; readonly interval: number }
  | {
      readonly every: 'week';
      readonly interval: number;
      readonly days: readonly Weekday[];
      readonly weekStart: Weekday;
    }
  | { readonly every: 'month'; readonly interval: number; readonly on: DayOfMonth }
  | {
      readonly every: 'year';
      readonly interval: number;
      /** 1 to 12. */
      readonly month: number;
      readonly on: DayOfMonth;
    };

/** A day of a month: a number, or the n-th (5: the last) of some weekdays taken together. */
export type DayOfMonth =
  { readonly day: number } | { readonly nth: number; readonly days: readonly Weekday[] };

/**
 * The days of a pattern from `start` on, without end. Both sides agree in them (OroCRM reference 3.3, Graph reference
 * 2.6): a day that a month lacks is its last day; where `start` lies past the day of its own month or year, the next
 * one comes after a whole interval, as OroCRM has it. A start on the pattern leaves no doubt.
 */
export function* occurrenceDays(pattern: Pattern, start: Day): Generator<Day, undefined> {
  switch (pattern.every) {
    case 'day':
      return yield* daily(pattern.interval, start);
    case 'week':
      return yield* weekly(pattern, start);
    case 'month':
      return yield* monthly(pattern.on, monthOf(start), pattern.interval, start);
    case 'year': {
      const january = Math.floor(monthOf(start) / 12) * 12;
      return yield* monthly(pattern.on, january + pattern.month - 1, pattern.interval * 12, start);
    }
  }
}

function* daily(interval: number, start: Day): Generator<Day, undefined> {
  for (let day = start; ; day += interval) yield day;
}

function* weekly(pattern: Extract<Pattern, { every: 'week' }>, start: Day): Generator<Day, undefined> {
  const first = weekdayNumber(pattern.weekStart);
  const offset = (weekday: number): number => (weekday - first + 7) % 7;
  const offsets = [...new Set(pattern.days.map((day) => offset(weekdayNumber(day))))].sort((a, b) => a - b);
  for (let week = start - offset(weekdayOf(start)); ; week += pattern.interval * 7) {
    for (const day of offsets) if (week + day >= start) yield week + day;
  }
}

function* monthly(on: DayOfMonth, first: Month, interval: number, start: Day): Generator<Day, undefined> {
  for (let month = dayIn(on, first) < start ? first + interval : first; ; month += interval) {
    yield dayIn(on, month);
  }
}

function dayIn(on: DayOfMonth, month: Month): Day {
  const first = firstDayOf(month);
  if ('day' in on) return first + Math.min(on.day, daysIn(month)) - 1;
  const wanted = new Set(on.days.map(weekdayNumber));
  const days = Array.from({ length: daysIn(month) }, (_, index) => first + index).filter((day) =>
    wanted.has(weekdayOf(day)),
  );
  return (on.nth === 5 ? days.at(-1) : days[on.nth - 1]) ?? first;
}

/** How a series ends. */
export type End = { readonly until: Day } | { readonly count: number } | undefined;

const isOver = (end: End, day: Day, seen: number): boolean =>
  end !== undefined && ('until' in end ? day > end.until : seen >= end.count);

/** The day of the last occurrence that can be; undefined for a series without end. */
export function lastDay(pattern: Pattern, start: Day, end: End): Day | undefined {
  if (end === undefined) return undefined;
  if ('until' in end) return end.until;
  let seen = 0;
  for (const day of occurrenceDays(pattern, start)) {
    seen += 1;
    if (seen >= end.count) return day;
  }
  return undefined;
}

/** Whether a day is one of the series. */
export function occursOn(pattern: Pattern, start: Day, end: End, wanted: Day): boolean {
  let seen = 0;
  for (const day of occurrenceDays(pattern, start)) {
    if (day > wanted || isOver(end, day, seen)) return false;
    if (day === wanted) return true;
    seen += 1;
  }
  return false;
}

/** So many weeks after the start two ways of counting weeks have shown whether they differ. */
const weeksToCompare = 3;

/** Whether it matters for a weekly pattern on which day its weeks begin (OroCRM's begin on Sunday). */
export function weekStartMatters(pattern: Extract<Pattern, { every: 'week' }>, start: Day): boolean {
  const days = (weekStart: Weekday): string => {
    const found: Day[] = [];
    for (const day of occurrenceDays({ ...pattern, weekStart }, start)) {
      if (found.length >= weeksToCompare * 7) break;
      found.push(day);
    }
    return found.join();
  };
  return days(pattern.weekStart) !== days('sunday');
}
