import { daysInMonth, onDate, plusMonths, wallTime, wholeMonths, type Moment } from './moment';
import { walk, type Pattern, type Strategy } from './pattern';

/** On the day of the month, or on its last one where the month is shorter. */
function onDay({ dayOfMonth }: Pattern, moment: Moment, month: number): Moment {
  const { year } = wallTime(moment);
  return onDate(moment, year, month, Math.min(dayOfMonth, daysInMonth(year, month)));
}

function next(pattern: Pattern, moment: Moment, months: number): Moment {
  const { year, month } = wallTime(moment);
  const there = plusMonths(onDate(moment, year, month, 1), months);
  return onDay(pattern, there, wallTime(there).month);
}

/** A start behind the day of its month begins a whole interval later, not in the next month. */
function firstOfMonths(pattern: Pattern): Moment {
  const { start, interval } = pattern;
  const moment = onDay(pattern, start, wallTime(start).month);
  return wallTime(moment).day < wallTime(start).day ? next(pattern, moment, interval) : moment;
}

function firstOfYears(pattern: Pattern): Moment {
  const { start, interval, monthOfYear } = pattern;
  const moment = onDay(pattern, start, monthOfYear);
  return moment.ms < start.ms ? next(pattern, moment, interval) : moment;
}

const along = (first: (pattern: Pattern) => Moment): Strategy => ({
  occurrences: (pattern, from, to) => {
    const { interval } = pattern;
    const begin = first(pattern);
    // Skips whole years only: the months of the difference are asked for by a mistaken format.
    const years = from.ms > begin.ms ? Math.floor(wholeMonths(begin, from) / 12) : 0;
    const done = Math.floor((years * 12) / interval);
    const moment = from.ms > begin.ms ? next(pattern, begin, done * interval) : begin;
    return walk(pattern, [from, to], { moment, done }, (each) => next(pattern, each, interval));
  },
  last: (pattern, occurrences) => next(pattern, first(pattern), (occurrences - 1) * pattern.interval),
});

/** On a day of every so many months. */
export const monthly = along(firstOfMonths);
/** On a day of one month, every so many years (counted in months). */
export const yearly = along(firstOfYears);
