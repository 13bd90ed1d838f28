import { z } from 'zod';
import { isUnholdable, weekdays, type OrocrmRecurrence, type Unholdable } from '../../records/event';
import { instantSchema, numberSchema, sentInstant } from './values';

const types = ['daily', 'weekly', 'monthly', 'monthnth', 'yearly', 'yearnth'] as const;

/** Every member may be null; an item calls the zone `timezone`, a list `timeZone` (reference 3.2). */
const schema = z.object({
  recurrenceType: z.enum(types),
  interval: z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]),
  dayOfWeek: z
    .array(z.enum(weekdays))
    .nullish()
    .transform((days) => days ?? []),
  dayOfMonth: numberSchema,
  monthOfYear: numberSchema,
  instance: numberSchema,
  startTime: instantSchema,
  endTime: instantSchema.nullish().transform((end) => end ?? ''),
  occurrences: numberSchema,
  timeZone: z.string().nullish(),
  timezone: z.string().nullish(),
});

/** What an item or a row of a list says of its recurrence; one that we do not know is kept as the fact that it is there. */
export function parseRecurrence(raw: unknown): OrocrmRecurrence | Unholdable | undefined {
  if (raw === undefined || raw === null || raw === '' || (Array.isArray(raw) && raw.length === 0)) {
    return undefined;
  }
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    const member = parsed.error.issues[0]?.path[0];
    return {
      unholdable: `its recurrence in OroCRM has an unknown ${typeof member === 'string' ? member : 'form'}.`,
    };
  }
  const { timeZone, timezone, ...recurrence } = parsed.data;
  return { ...recurrence, timeZone: timeZone ?? timezone ?? '' };
}

/** The recurrence as it is sent: whole, for what is left out of it would be emptied (reference 3.3). */
export function recurrenceBody(recurrence: OrocrmRecurrence): Readonly<Record<string, unknown>> {
  const { recurrenceType, interval, dayOfWeek, startTime, endTime, timeZone } = recurrence;
  const { dayOfMonth, monthOfYear, instance, occurrences } = recurrence;
  return {
    ...{ recurrenceType, interval, dayOfWeek: [...dayOfWeek], timeZone },
    ...{ dayOfMonth: dayOfMonth ?? null, monthOfYear: monthOfYear ?? null, instance: instance ?? null },
    ...{ startTime: sentInstant(startTime), endTime: endTime === '' ? null : sentInstant(endTime) },
    occurrences: occurrences ?? null,
  };
}

/** Whether both say the same; of what cannot be held only that it cannot be is known. */
export function sameRecurrence(
  one: OrocrmRecurrence | Unholdable | undefined,
  other: OrocrmRecurrence | Unholdable | undefined,
): boolean {
  if (one === undefined || other === undefined) return one === other;
  if (isUnholdable(one) || isUnholdable(other)) {
    return isUnholdable(one) && isUnholdable(other) && one.unholdable === other.unholdable;
  }
  return JSON.stringify(comparable(one)) === JSON.stringify(comparable(other));
}

/** OroCRM keeps the days of the week as a set. */
const comparable = (recurrence: OrocrmRecurrence): unknown =>
  recurrenceBody({
    ...recurrence,
    dayOfWeek: weekdays.filter((day) => recurrence.dayOfWeek.includes(day)),
  });
