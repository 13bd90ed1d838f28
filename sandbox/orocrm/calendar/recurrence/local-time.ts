import { DateTime, FixedOffsetZone } from 'luxon';
import type { OrocrmRecurrenceValues } from './recurrence';

/** The start of the pattern in the recurrence's own zone. */
export const startOf = ({ startTime, timeZone }: OrocrmRecurrenceValues): DateTime =>
  DateTime.fromISO(startTime, { zone: timeZone });

/**
 * OroCRM steps from a day to the next one through text with an offset: from then on the days are counted in that
 * offset, whatever daylight saving does in between.
 */
export const inItsOffset = (time: DateTime): DateTime => time.setZone(FixedOffsetZone.instance(time.offset));

/** Sunday is 0. */
export const weekdayOf = (time: DateTime): number => time.weekday % 7;

/** @throws Error where a recurrence lacks what its type needs; the forms let none of these in. */
export function needed(value: number | null, name: string): number {
  if (value === null) throw new Error(`The recurrence has no ${name}.`);
  return value;
}
