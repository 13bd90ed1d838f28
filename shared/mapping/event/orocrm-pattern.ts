import type { OrocrmRecurrence, Unholdable } from '../../records/event';
import type { Day } from './days';
import { weekStartMatters, type DayOfMonth, type Pattern } from './occurrence-days';

/** The part of OroCRM's recurrence that says on which days. */
export type OrocrmPattern = Pick<
  OrocrmRecurrence,
  'recurrenceType' | 'interval' | 'dayOfWeek' | 'dayOfMonth' | 'monthOfYear' | 'instance'
>;

const incomplete: Unholdable = { unholdable: 'its recurrence in OroCRM is not complete.' };

/** OroCRM's pattern in the common language; of a year the interval is in months there (OroCRM reference 3.3). */
export function patternOfOrocrm(recurrence: OrocrmPattern): Pattern | Unholdable {
  const { recurrenceType, interval, dayOfWeek: days, monthOfYear: month } = recurrence;
  if (!Number.isInteger(interval) || interval < 1) return incomplete;
  const on = dayOf(recurrence);
  switch (recurrenceType) {
    case 'daily':
      return { every: 'day', interval };
    case 'weekly':
      return days.length === 0 ? incomplete : { every: 'week', interval, days, weekStart: 'sunday' };
    case 'monthly':
    case 'monthnth':
      return on === undefined ? incomplete : { every: 'month', interval, on };
    case 'yearly':
    case 'yearnth':
      return on === undefined || month === undefined || interval % 12 !== 0
        ? incomplete
        : { every: 'year', interval: interval / 12, month, on };
  }
}

function dayOf({ recurrenceType, dayOfMonth, dayOfWeek, instance }: OrocrmPattern): DayOfMonth | undefined {
  if (recurrenceType === 'monthly' || recurrenceType === 'yearly')
    return dayOfMonth === undefined ? undefined : { day: dayOfMonth };
  return instance === undefined || dayOfWeek.length === 0 ? undefined : { nth: instance, days: dayOfWeek };
}

/** The largest intervals that OroCRM takes. */
const mostDays = 99;
const most = 999;

/** A pattern as OroCRM holds it, or why it cannot: its weeks begin on Sunday, its intervals have limits. */
export function patternToOrocrm(pattern: Pattern, start: Day): OrocrmPattern | Unholdable {
  const blank = { dayOfWeek: [], dayOfMonth: undefined, monthOfYear: undefined, instance: undefined };
  const months = pattern.every === 'year' ? pattern.interval * 12 : pattern.interval;
  if (months > (pattern.every === 'day' ? mostDays : most)) {
    return { unholdable: `it repeats every ${pattern.interval} ${pattern.every}s, which is too seldom.` };
  }
  switch (pattern.every) {
    case 'day':
      return { ...blank, recurrenceType: 'daily', interval: pattern.interval };
    case 'week':
      return weekStartMatters(pattern, start)
        ? { unholdable: `its weeks begin on ${pattern.weekStart}, those of OroCRM on sunday.` }
        : { ...blank, recurrenceType: 'weekly', interval: pattern.interval, dayOfWeek: pattern.days };
    case 'month':
      return 'day' in pattern.on
        ? { ...blank, recurrenceType: 'monthly', interval: months, dayOfMonth: pattern.on.day }
        : { ...blank, recurrenceType: 'monthnth', interval: months, ...nth(pattern.on) };
    case 'year': {
      const of = { ...blank, interval: months, monthOfYear: pattern.month };
      return 'day' in pattern.on
        ? { ...of, recurrenceType: 'yearly', dayOfMonth: pattern.on.day }
        : { ...of, recurrenceType: 'yearnth', ...nth(pattern.on) };
    }
  }
}

const nth = (on: Extract<DayOfMonth, { nth: number }>) => ({ instance: on.nth, dayOfWeek: on.days });
