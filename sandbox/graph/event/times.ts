import { DateTime } from 'luxon';
import { readDateTimeTimeZone, readZone } from '../date-time/read-date-time';
import type { EventValues, TimeValue } from './properties';

const zones = new Map<string, string>();

/** The IANA name of a zone that was accepted before. */
function ianaOf(name: string): string {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const found = readZone('timeZone', name);
  zones.set(name, found);
  return found;
}

/** No clock is put back by more. */
const LONGEST_CHANGE = 3 * 60 * 60 * 1000;

/** A wall clock in its zone. One that the spring skips is an hour later, of two in autumn it is the first. */
export function clockOf({ dateTime, timeZone }: TimeValue): DateTime {
  const clock = DateTime.fromISO(dateTime, { zone: ianaOf(timeZone) });
  // Left to itself luxon takes the one in the offset of today.
  const before = clock.zone.offset(clock.toMillis() - LONGEST_CHANGE);
  return before === clock.offset ? clock : (clock.getPossibleOffsets()[0] ?? clock);
}

/** An instant on the wall of a zone. */
export function inZone(instant: DateTime, timeZone: string): TimeValue {
  return { dateTime: textOf(instant.setZone(ianaOf(timeZone))), timeZone };
}

export function textOf(clock: DateTime): string {
  return clock.toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS");
}

/**
 * Reads a `dateTimeTimeZone` of a body, its zone by the name that was given (reference: Graph 2.3).
 * @throws GraphError 400
 */
export function readTime(name: string, value: unknown): TimeValue {
  const clock = readDateTimeTimeZone(name, value);
  const { timeZone } = value as { timeZone?: string | null };
  return {
    dateTime: textOf(clock),
    timeZone: timeZone === undefined || timeZone === null || timeZone === '' ? 'UTC' : timeZone,
  };
}

/**
 * How a read shows a time: in UTC or in the zone that `Prefer: outlook.timezone` names. The dates of an all-day event
 * are not converted (reference: Graph 2.3).
 */
export function shownTime(time: TimeValue, isAllDay: boolean, timeZone: string | undefined): TimeValue {
  const shown = isAllDay ? { ...time, timeZone: 'UTC' } : inZone(clockOf(time), timeZone ?? 'UTC');
  return { ...shown, dateTime: `${shown.dateTime}0000` };
}

/**
 * The zone in whose days a series repeats. The clock of an all-day series is midnight in the zone of its start,
 * whatever other zone the recurrence names.
 */
export function zoneOfSeries({
  start,
  isAllDay,
  recurrence,
}: Pick<EventValues, 'start' | 'isAllDay' | 'recurrence'>): string {
  return isAllDay ? start.timeZone : (recurrence?.range.recurrenceTimeZone ?? start.timeZone);
}
