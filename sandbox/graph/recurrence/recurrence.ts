import { z } from 'zod';

/** In the order in which a week has them, Sunday first (reference: Graph 9). */
export const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
export const INDEXES = ['first', 'second', 'third', 'fourth', 'last'] as const;
export const PATTERN_TYPES = [
  'daily',
  'weekly',
  'absoluteMonthly',
  'relativeMonthly',
  'absoluteYearly',
  'relativeYearly',
] as const;
export const RANGE_TYPES = ['endDate', 'noEnd', 'numbered'] as const;

/** What a read has in the end date's place where a range has none (reference: Graph 2.6). */
export const NO_DATE = '0001-01-01';

const patternSchema = z.object({
  type: z.enum(PATTERN_TYPES),
  interval: z.int(),
  month: z.int(),
  dayOfMonth: z.int(),
  daysOfWeek: z.array(z.enum(DAYS)),
  firstDayOfWeek: z.enum(DAYS),
  index: z.enum(INDEXES),
});

const rangeSchema = z.object({
  type: z.enum(RANGE_TYPES),
  startDate: z.string(),
  endDate: z.string(),
  recurrenceTimeZone: z.string(),
  numberOfOccurrences: z.int(),
});

/** A `patternedRecurrence` as Graph reads it out: members that its type does not use are zero. */
export const recurrenceSchema = z.object({ pattern: patternSchema, range: rangeSchema });

export type Recurrence = z.infer<typeof recurrenceSchema>;
export type Pattern = Recurrence['pattern'];
export type Range = Recurrence['range'];
export type Day = (typeof DAYS)[number];
