import type { DateTime } from 'luxon';
import { monthly, monthnth, yearly, yearnth, type MonthSteps } from './by-month';
import { inItsOffset, startOf } from './local-time';
import { NO_END, type OrocrmRecurrenceValues } from './recurrence';
import { lastOfWeekly, weeklyDates } from './weekly';

const DAY_MS = 24 * 60 * 60 * 1000;

function stepsOf(recurrence: OrocrmRecurrenceValues): MonthSteps | 'daily' | 'weekly' {
  switch (recurrence.recurrenceType) {
    case 'daily':
      return 'daily';
    case 'weekly':
      return 'weekly';
    case 'monthly':
      return monthly(recurrence);
    case 'monthnth':
      return monthnth(recurrence);
    case 'yearly':
      return yearly(recurrence);
    case 'yearnth':
      return yearnth(recurrence);
  }
}

/** `calculatedEndTime`, which OroCRM stores: the end, the last of a counted series, or the year 9000. */
export function calculatedEndTime(recurrence: OrocrmRecurrenceValues): Date {
  const { endTime, occurrences, interval } = recurrence;
  if (endTime !== null) return new Date(endTime);
  if (occurrences === null || occurrences === 0) return new Date(NO_END);
  const steps = stepsOf(recurrence);
  if (steps === 'daily') {
    return inItsOffset(startOf(recurrence))
      .plus({ days: interval * (occurrences - 1) })
      .toJSDate();
  }
  if (steps === 'weekly') return lastOfWeekly(recurrence, occurrences).toJSDate();
  return steps.next((occurrences - 1) * interval, steps.first).toJSDate();
}

/**
 * The days on which OroCRM shows a recurrence within a window, both ends inclusive: their dates are right, their
 * times of day only as OroCRM compares them, in the offset of the start.
 */
export function recurrenceDates(recurrence: OrocrmRecurrenceValues, from: Date, to: Date): DateTime[] {
  const last = calculatedEndTime(recurrence);
  const window = { from, to, last };
  const { interval } = recurrence;
  const steps = stepsOf(recurrence);
  if (steps === 'weekly') return weeklyDates(recurrence, window);
  const count = recurrence.occurrences ?? Infinity;
  const found: DateTime[] = [];
  const take = (date: DateTime, place: number): boolean => {
    if (!(+date <= +last && +date <= +to && place <= count)) return false;
    if (+date >= +from) found.push(date);
    return true;
  };
  if (steps === 'daily') {
    const start = inItsOffset(startOf(recurrence));
    let past = Math.max(0, Math.floor((+from - +start) / DAY_MS / interval));
    while (take(start.plus({ days: past * interval }), past + 1)) past += 1;
    return found;
  }
  // A window that begins after the first day counts that one, too, in the offset of its month.
  let date = +from > +steps.first ? steps.next(0, steps.first) : steps.first;
  for (let place = 1; take(date, place); place += 1) date = steps.next(interval, date);
  return found;
}
