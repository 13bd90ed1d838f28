import type { Event } from '@microsoft/microsoft-graph-types';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { dateIn } from '../../mapping/zones';
import type { OutlookEvent } from '../../records/event';
import { graphZone, ianaZone } from '../time-zone';

/** When an event or an occurrence is: instants, or dates of which the end is exclusive. */
export type EventTimes = Pick<OutlookEvent, 'start' | 'end' | 'isAllDay'>;

const dateTimeTimeZone = z.object({
  dateTime: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d/),
  timeZone: z.string().nullish(),
});

/** The times of an item as Graph answers them. */
export const eventTimes = z
  .object({ start: dateTimeTimeZone, end: dateTimeTimeZone, isAllDay: z.boolean().nullish() })
  .transform(({ start, end, isAllDay }, context): EventTimes => {
    // No zone converts an all-day event: its dates are taken as they are (Graph reference 2.3).
    if (isAllDay === true) {
      return { start: start.dateTime.slice(0, 10), end: end.dateTime.slice(0, 10), isAllDay };
    }
    const [from, to] = [instantOf(start), instantOf(end)];
    if (from !== undefined && to !== undefined) return { start: from, end: to, isAllDay: false };
    context.addIssue({ code: 'custom', message: 'no time in a known zone' });
    return z.NEVER;
  });

/** UTC unless asked otherwise, but the zone that is named counts (Graph reference 2.3). */
function instantOf({ dateTime, timeZone }: z.output<typeof dateTimeTimeZone>): string | undefined {
  const zone = ianaZone(timeZone ?? 'UTC');
  const time = zone === undefined ? undefined : DateTime.fromISO(dateTime.replace(/Z$/, ''), { zone });
  return time?.isValid === true ? time.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'") : undefined;
}

/** Times as they are written, in a zone with an IANA name, '' for UTC. All three go together. */
export function writeTimes(
  { start, end, isAllDay }: EventTimes,
  zone: string,
): Required<Pick<Event, 'start' | 'end' | 'isAllDay'>> {
  if (isAllDay) {
    const timeZone = graphZone(zone);
    const midnight = (date: string) => ({ dateTime: `${date}T00:00:00`, timeZone });
    return { start: midnight(start), end: midnight(end), isAllDay };
  }
  // A clock that is put back shows the same time twice; UTC leaves no doubt which one is meant.
  const plain = [start, end].every((instant) => isUnambiguous(instant, zone)) ? zone : '';
  const at = (instant: string) => ({ dateTime: wallClock(instant, plain), timeZone: graphZone(plain) });
  return { start: at(start), end: at(end), isAllDay };
}

const inZone = (instant: string, zone: string): DateTime =>
  DateTime.fromISO(instant, { zone: zone || 'UTC' });

const wallClock = (instant: string, zone: string): string =>
  inZone(instant, zone).toFormat("yyyy-MM-dd'T'HH:mm:ss");

const isUnambiguous = (instant: string, zone: string): boolean =>
  inZone(wallClock(instant, zone), zone).toMillis() === inZone(instant, zone).toMillis() &&
  inZone(instant, zone).getPossibleOffsets().length === 1;

/**
 * The day of its series on which an exception would start. The original start of an all-day event is midnight, and of
 * which zone is not documented: in UTC its date counts as it is, and in a zone made by hand the nearest midnight does.
 */
export function originalDay(originalStart: string, isAllDay: boolean, zone: string): string {
  if (isAllDay && /T00:00:00(?:\.0+)?Z?$/.test(originalStart)) return originalStart.slice(0, 10);
  if (isAllDay && zone === '') return inZone(originalStart, '').plus({ hours: 12 }).toFormat('yyyy-MM-dd');
  return dateIn(originalStart, zone || 'UTC');
}
