import { DateTime } from 'luxon';
import { DAYS, type Pattern, type Recurrence } from './recurrence';

const dayOf = (date: DateTime): (typeof DAYS)[number] => DAYS[date.weekday % 7] ?? 'sunday';

/** The nth (or last) day of the month that is one of the pattern's days of the week. */
function relativeDay(month: DateTime, { daysOfWeek, index }: Pattern): DateTime {
  const fitting = Array.from({ length: month.daysInMonth ?? 0 }, (_, day) =>
    month.plus({ days: day }),
  ).filter((date) => daysOfWeek.includes(dayOf(date)));
  const places = { first: 0, second: 1, third: 2, fourth: 3, last: -1 } as const;
  return fitting.at(places[index]) ?? month;
}

/** A day that the month does not have is its last one. */
function absoluteDay(month: DateTime, { dayOfMonth }: Pattern): DateTime {
  return month.set({ day: Math.min(dayOfMonth, month.daysInMonth ?? dayOfMonth) });
}

function* weekly(start: DateTime, { interval, daysOfWeek, firstDayOfWeek }: Pattern): Generator<DateTime> {
  const back = (start.weekday - DAYS.indexOf(firstDayOfWeek) + 7) % 7;
  for (let week = start.minus({ days: back }); ; week = week.plus({ weeks: interval })) {
    for (let day = 0; day < 7; day += 1) {
      const date = week.plus({ days: day });
      if (daysOfWeek.includes(dayOf(date))) yield date;
    }
  }
}

function* monthly(
  first: DateTime,
  months: number,
  dayIn: (month: DateTime, pattern: Pattern) => DateTime,
  pattern: Pattern,
): Generator<DateTime> {
  for (let count = 0; ; count += 1) yield dayIn(first.plus({ months: count * months }), pattern);
}

function* daily(start: DateTime, { interval }: Pattern): Generator<DateTime> {
  for (let date = start; ; date = date.plus({ days: interval })) yield date;
}

/** Dates of the pattern, some of them perhaps before the start. */
function patternDates(start: DateTime, pattern: Pattern): Generator<DateTime> {
  const { interval, month, type } = pattern;
  switch (type) {
    case 'daily':
      return daily(start, pattern);
    case 'weekly':
      return weekly(start, pattern);
    case 'absoluteMonthly':
      return monthly(start.startOf('month'), interval, absoluteDay, pattern);
    case 'relativeMonthly':
      return monthly(start.startOf('month'), interval, relativeDay, pattern);
    case 'absoluteYearly':
      return monthly(start.set({ month, day: 1 }), 12 * interval, absoluteDay, pattern);
    case 'relativeYearly':
      return monthly(start.set({ month, day: 1 }), 12 * interval, relativeDay, pattern);
  }
}

/**
 * The days of a series, `YYYY-MM-DD`, ascending; without an end where the range has none. A start that does not
 * fit the pattern is not a day of the series.
 */
export function* occurrenceDates({ pattern, range }: Recurrence): Generator<string> {
  let count = 0;
  for (const date of patternDates(DateTime.fromISO(range.startDate, { zone: 'utc' }), pattern)) {
    const text = date.toFormat('yyyy-MM-dd');
    if (text < range.startDate) continue;
    if (range.type === 'endDate' && text > range.endDate) return;
    if (range.type === 'numbered' && count >= range.numberOfOccurrences) return;
    count += 1;
    yield text;
  }
}
