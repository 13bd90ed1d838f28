import type { DateTime } from 'luxon';
import { inItsOffset, startOf, weekdayOf } from './local-time';
import { DAYS_OF_WEEK, type OrocrmRecurrenceValues } from './recurrence';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The days of the week as numbers, from Sunday, 0, on. */
const weekdaysOf = ({ dayOfWeek }: OrocrmRecurrenceValues): number[] =>
  DAYS_OF_WEEK.flatMap((day, number) => (dayOfWeek.includes(day) ? [number] : []));

/** The day itself or the next one that is that day of the week. */
const nextWeekday = (weekday: number, date: DateTime): DateTime =>
  date.plus({ days: (weekday - weekdayOf(date) + 7) % 7 });

/** The days of the first week that come before the start do not count. */
function withoutFirstDays(count: number, weekdays: readonly number[], start: DateTime): number {
  const before = weekdays.filter((weekday) => weekday < weekdayOf(start)).length;
  return Math.max(0, count - before);
}

/** The days within the window, as OroCRM counts them: week by week from the Sunday before the start. */
export function weeklyDates(
  recurrence: OrocrmRecurrenceValues,
  { from, to, last }: { readonly from: Date; readonly to: Date; readonly last: Date },
): DateTime[] {
  const weekdays = weekdaysOf(recurrence);
  const { interval, occurrences } = recurrence;
  if (weekdays.length === 0) return [];
  const start = startOf(recurrence);
  const sunday = inItsOffset(start).minus({ days: weekdayOf(start) });
  let weeks = 0;
  let count = 0;
  if (+from > +sunday) {
    // A Saturday on which the window begins to the second is lost: the week before counts as full already.
    const full = Math.floor((Math.floor((+from - +sunday) / DAY_MS) + 1) / 7 / interval);
    weeks = full * interval;
    count = withoutFirstDays(full * weekdays.length, weekdays, start);
  }
  const found: DateTime[] = [];
  for (; ; weeks += interval) {
    const week = sunday.plus({ weeks });
    for (const weekday of weekdays) {
      const date = nextWeekday(weekday, week);
      // Asked in the positive, so that a date that is none ends it, too.
      if (!(+date <= +to && +date <= +last)) return found;
      if (occurrences !== null && count >= occurrences) return found;
      if (+date < +start) continue;
      if (+date >= +from) found.push(date);
      count += 1;
    }
  }
}

/**
 * The last of a counted series. Where nothing is full before it, OroCRM takes the next week whatever the interval
 * is: with an interval of more than one week it may come before days that the count still has, and these are lost.
 */
export function lastOfWeekly(recurrence: OrocrmRecurrenceValues, occurrences: number): DateTime {
  const weekdays = weekdaysOf(recurrence);
  const start = startOf(recurrence);
  const { interval } = recurrence;
  const before = Math.max(0, weekdayOf(start) - (weekdays[0] ?? 0));
  const begin = inItsOffset(start).minus({ days: before });
  const full = Math.ceil(occurrences / weekdays.length) - 1;
  let weeks = full * interval;
  let count = withoutFirstDays(full * weekdays.length, weekdays, start);
  if (count + weekdays.length < occurrences) {
    weeks += interval;
    count += weekdays.length;
  }
  if (count === 0) weeks = 1;
  for (const weekday of weekdays) {
    const date = nextWeekday(weekday, begin.plus({ weeks }));
    if (+date >= +start) count += 1;
    if (count >= occurrences) return date;
  }
  return start;
}
