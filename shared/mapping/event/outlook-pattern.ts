import type { OutlookRecurrence, Unholdable, Weekday } from '../../records/event';
import type { DayOfMonth, Pattern } from './occurrence-days';

/** The part of Graph's recurrence that says on which days. */
export type OutlookPattern = Pick<
  OutlookRecurrence,
  'type' | 'interval' | 'daysOfWeek' | 'dayOfMonth' | 'month' | 'index' | 'firstDayOfWeek'
>;

const indexes = ['first', 'second', 'third', 'fourth', 'last'] as const;
const incomplete: Unholdable = { unholdable: 'its recurrence in Outlook is not complete.' };

/** Graph's pattern in the common language (Graph reference 2.6). */
export function patternOfOutlook(recurrence: OutlookPattern): Pattern | Unholdable {
  const { type, interval, daysOfWeek: days, month, firstDayOfWeek: weekStart } = recurrence;
  if (!Number.isInteger(interval) || interval < 1) return incomplete;
  const on = dayOf(recurrence);
  switch (type) {
    case 'daily':
      return { every: 'day', interval };
    case 'weekly':
      return days.length === 0 ? incomplete : { every: 'week', interval, days, weekStart };
    case 'absoluteMonthly':
    case 'relativeMonthly':
      return on === undefined ? incomplete : { every: 'month', interval, on };
    case 'absoluteYearly':
    case 'relativeYearly':
      return on === undefined || month === undefined ? incomplete : { every: 'year', interval, month, on };
  }
}

function dayOf({ type, dayOfMonth, daysOfWeek, index }: OutlookPattern): DayOfMonth | undefined {
  if (type === 'absoluteMonthly' || type === 'absoluteYearly')
    return dayOfMonth === undefined ? undefined : { day: dayOfMonth };
  return daysOfWeek.length === 0
    ? undefined
    : { nth: indexes.indexOf(index ?? 'first') + 1, days: daysOfWeek };
}

/** A pattern as Graph holds it: it holds them all. */
export function patternToOutlook(pattern: Pattern): OutlookPattern {
  const weekStart: Weekday = 'sunday';
  const { interval } = pattern;
  const blank = {
    ...{ interval, daysOfWeek: [], dayOfMonth: undefined, month: undefined, index: undefined },
    firstDayOfWeek: weekStart,
  };
  switch (pattern.every) {
    case 'day':
      return { ...blank, type: 'daily' };
    case 'week':
      return { ...blank, type: 'weekly', daysOfWeek: pattern.days, firstDayOfWeek: pattern.weekStart };
    case 'month':
      return 'day' in pattern.on
        ? { ...blank, type: 'absoluteMonthly', dayOfMonth: pattern.on.day }
        : { ...blank, type: 'relativeMonthly', ...nth(pattern.on) };
    case 'year':
      return 'day' in pattern.on
        ? { ...blank, type: 'absoluteYearly', month: pattern.month, dayOfMonth: pattern.on.day }
        : { ...blank, type: 'relativeYearly', month: pattern.month, ...nth(pattern.on) };
  }
}

const nth = (on: Extract<DayOfMonth, { nth: number }>) => ({
  index: indexes[on.nth - 1] ?? 'first',
  daysOfWeek: on.days,
});
