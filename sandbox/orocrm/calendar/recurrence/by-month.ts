import type { DateTime } from 'luxon';
import { inItsOffset, needed, startOf, weekdayOf } from './local-time';
import { DAYS_OF_WEEK, type OrocrmRecurrenceValues } from './recurrence';

/** How a pattern that is counted in months finds its days. */
export interface MonthSteps {
  readonly first: DateTime;
  /** The day of the pattern that many months after another; in the offset of that one's month. */
  readonly next: (months: number, date: DateTime) => DateTime;
}

const firstOfMonth = (date: DateTime): DateTime => inItsOffset(date.set({ day: 1 }));

/** A day that the month lacks is its last one. */
const clamped = (dayOfMonth: number, month: DateTime): number =>
  Math.min(dayOfMonth, month.daysInMonth ?? dayOfMonth);

function nthDay(month: DateTime, { dayOfWeek, instance }: OrocrmRecurrenceValues): DateTime {
  const fitting = Array.from({ length: month.daysInMonth ?? 0 }, (_, day) =>
    month.set({ day: day + 1 }),
  ).filter((date) => dayOfWeek.some((day) => DAYS_OF_WEEK.indexOf(day) === weekdayOf(date)));
  const nth = needed(instance, 'instance');
  return fitting.at(nth === 5 ? -1 : nth - 1) ?? month;
}

export function monthly(recurrence: OrocrmRecurrenceValues): MonthSteps {
  const start = startOf(recurrence);
  const dayOfMonth = needed(recurrence.dayOfMonth, 'dayOfMonth');
  const next = (months: number, date: DateTime): DateTime => {
    const month = firstOfMonth(date).plus({ months });
    return month.set({ day: clamped(dayOfMonth, month) });
  };
  const first = start.set({ day: clamped(dayOfMonth, start) });
  return { first: first.day < start.day ? next(recurrence.interval, first) : first, next };
}

export function yearly(recurrence: OrocrmRecurrenceValues): MonthSteps {
  const { next } = monthly(recurrence);
  const start = startOf(recurrence);
  const month = needed(recurrence.monthOfYear, 'monthOfYear');
  const dayOfMonth = needed(recurrence.dayOfMonth, 'dayOfMonth');
  const first = start.set({ month, day: clamped(dayOfMonth, start.set({ month, day: 1 })) });
  return { first: first < start ? next(recurrence.interval, first) : first, next };
}

/** Compares the first day with the start in two offsets where daylight saving changed since the month began. */
export function monthnth(recurrence: OrocrmRecurrenceValues): MonthSteps {
  return fromStart(recurrence, (months, date) => nthDay(firstOfMonth(date).plus({ months }), recurrence));
}

export function yearnth(recurrence: OrocrmRecurrenceValues): MonthSteps {
  const month = needed(recurrence.monthOfYear, 'monthOfYear');
  return fromStart(recurrence, (months, date) =>
    nthDay(inItsOffset(date).plus({ months }).set({ month, day: 1 }), recurrence),
  );
}

function fromStart(recurrence: OrocrmRecurrenceValues, next: MonthSteps['next']): MonthSteps {
  const start = startOf(recurrence);
  const first = next(0, start);
  return { first: first < start ? next(recurrence.interval, first) : first, next };
}
