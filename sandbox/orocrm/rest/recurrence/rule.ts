/** Sunday first: OroCRM's weeks begin with it, and there is no setting for that. */
export const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
export type Weekday = (typeof weekdays)[number];

export const recurrenceTypes = ['daily', 'weekly', 'monthly', 'monthnth', 'yearly', 'yearnth'] as const;
export type RecurrenceType = (typeof recurrenceTypes)[number];

/** Instances of a weekday in a month; the fifth is the last one. */
export const instances = ['first', 'second', 'third', 'fourth', 'last'] as const;
export const lastInstance = 5;

/** A recurrence as the older REST takes and stores it (reference section 3.3). Instants are RFC 3339 texts. */
export interface RecurrenceRule {
  readonly recurrenceType: RecurrenceType;
  /** Days, weeks or months; `yearly` and `yearnth` count in months too, in multiples of 12. */
  readonly interval: number;
  readonly instance?: number | null;
  readonly dayOfWeek?: readonly Weekday[] | null;
  /** 1 to 31; clamped to the last day of a shorter month. */
  readonly dayOfMonth?: number | null;
  readonly monthOfYear?: number | null;
  readonly startTime: string;
  readonly endTime?: string | null;
  readonly occurrences?: number | null;
  /** IANA name. */
  readonly timeZone: string;
}
