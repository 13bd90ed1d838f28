/** In OroCRM's order: weeks begin on Sunday, and there is no setting for it (reference: OroCRM 3.3). */
export const DAYS_OF_WEEK = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
export type DayOfWeek = (typeof DAYS_OF_WEEK)[number];

export const RECURRENCE_TYPES = ['daily', 'weekly', 'monthly', 'monthnth', 'yearly', 'yearnth'] as const;
export type RecurrenceType = (typeof RECURRENCE_TYPES)[number];

/** The recurrence of an event as OroCRM stores it (reference: OroCRM 3.3). */
export interface OrocrmRecurrenceValues {
  readonly recurrenceType: RecurrenceType;
  /** For `yearly` and `yearnth` in months. */
  readonly interval: number;
  readonly dayOfWeek: readonly DayOfWeek[];
  readonly dayOfMonth: number | null;
  readonly monthOfYear: number | null;
  /** 1 first to 4 fourth, 5 last. */
  readonly instance: number | null;
  /** ISO instants. */
  readonly startTime: string;
  readonly endTime: string | null;
  readonly occurrences: number | null;
  /** IANA name; the pattern is counted in it. */
  readonly timeZone: string;
}

/** The end of what has none. */
export const NO_END = '9000-01-01T00:00:01Z';
