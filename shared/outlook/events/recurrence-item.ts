import type { PatternedRecurrence } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import { weekdays, type OutlookRecurrence, type Unholdable, type Weekday } from '../../records/event';
import { graphZone, ianaZone } from '../time-zone';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const number = z
  .number()
  .nullish()
  .transform((value) => value ?? 0);

/** A recurrence as Graph answers it; words of its enumerations may be new ones. */
export const recurrenceItem = z.object({
  pattern: z.object({
    type: text,
    interval: number,
    month: number,
    dayOfMonth: number,
    daysOfWeek: z.array(z.string().nullable()).nullish(),
    firstDayOfWeek: text,
    index: text,
  }),
  range: z.object({
    type: text,
    startDate: text,
    endDate: text,
    numberOfOccurrences: number,
    recurrenceTimeZone: text,
  }),
});

type Item = z.output<typeof recurrenceItem>;
type PatternType = OutlookRecurrence['type'];

/** The members that each type of pattern uses; reads fill the others with zeros (Graph reference 2.6). */
const uses: Readonly<Record<PatternType, readonly ('days' | 'date' | 'month' | 'index')[]>> = {
  daily: [],
  weekly: ['days'],
  absoluteMonthly: ['date'],
  relativeMonthly: ['days', 'index'],
  absoluteYearly: ['date', 'month'],
  relativeYearly: ['days', 'index', 'month'],
};

const indexes = ['first', 'second', 'third', 'fourth', 'last'] as const;
const isType = (type: string): type is PatternType => Object.hasOwn(uses, type);
const isWeekday = (day: string | null): day is Weekday => weekdays.some((known) => known === day);

/** Graph's recurrence without its fillers; `zone` is the event's, for a range that names none. */
export function readRecurrence({ pattern, range }: Item, zone: string): OutlookRecurrence | Unholdable {
  const { type, daysOfWeek, firstDayOfWeek } = pattern;
  if (!isType(type)) return { unholdable: `its kind of recurrence (${type}) is not known.` };
  const used = new Set(uses[type]);
  const days = used.has('days') ? (daysOfWeek ?? []) : [];
  const first = firstDayOfWeek === '' ? 'sunday' : firstDayOfWeek;
  const stranger = [...days, first].find((day) => !isWeekday(day));
  if (stranger !== undefined || !isWeekday(first)) {
    return { unholdable: `its recurrence names a day (${stranger ?? ''}) that is not known.` };
  }
  const index = indexes.find((known) => known === (pattern.index || 'first'));
  if (used.has('index') && index === undefined) {
    return { unholdable: `its recurrence names a week (${pattern.index}) that is not known.` };
  }
  if (!['endDate', 'noEnd', 'numbered'].includes(range.type)) {
    return { unholdable: `the end of its recurrence (${range.type}) is not known.` };
  }
  return {
    type,
    interval: pattern.interval,
    daysOfWeek: days.filter(isWeekday),
    dayOfMonth: used.has('date') ? pattern.dayOfMonth || undefined : undefined,
    month: used.has('month') ? pattern.month || undefined : undefined,
    index: used.has('index') ? index : undefined,
    firstDayOfWeek: first,
    startDate: range.startDate,
    // A range without an end reads as ending in the year 1.
    endDate: range.type === 'endDate' && !range.endDate.startsWith('0001-') ? range.endDate : '',
    numberOfOccurrences: range.type === 'numbered' ? range.numberOfOccurrences || undefined : undefined,
    timeZone: range.recurrenceTimeZone === '' ? zone : (ianaZone(range.recurrenceTimeZone) ?? ''),
  };
}

/** A recurrence as it is written, whole; `zone` stands in for one that it does not name. */
export function writeRecurrence(recurrence: OutlookRecurrence, zone: string): PatternedRecurrence {
  const { type, interval, firstDayOfWeek, startDate, endDate, numberOfOccurrences } = recurrence;
  const used = new Set(uses[type]);
  return {
    pattern: {
      ...{ type, interval },
      ...(used.has('days') ? { daysOfWeek: [...recurrence.daysOfWeek], firstDayOfWeek } : {}),
      ...(used.has('date') ? { dayOfMonth: recurrence.dayOfMonth ?? 0 } : {}),
      ...(used.has('month') ? { month: recurrence.month ?? 0 } : {}),
      ...(used.has('index') ? { index: recurrence.index ?? 'first' } : {}),
    },
    range: {
      startDate,
      ...(endDate !== ''
        ? { type: 'endDate', endDate }
        : numberOfOccurrences === undefined
          ? { type: 'noEnd' }
          : { type: 'numbered', numberOfOccurrences }),
      recurrenceTimeZone: graphZone(recurrence.timeZone || zone),
    },
  };
}
