import type { DateTimeTimeZone } from '@microsoft/microsoft-graph-types';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { ianaZone } from '../time-zone';

/** A wall clock and the zone in which it hangs; a zone that is not said is UTC (Graph reference 2.3). */
const clock = z
  .object({ dateTime: z.string(), timeZone: z.string().nullish() })
  .transform(({ dateTime, timeZone }, context): DateTime<true> => {
    const at = DateTime.fromISO(dateTime, { zone: ianaZone(timeZone ?? 'UTC') ?? 'UTC', setZone: false });
    if (at.isValid) return at;
    context.addIssue('Not a date and time.');
    return z.NEVER;
  })
  .nullish();

/**
 * Reads a `dateTimeTimeZone` that stands for a day: midnight of whoever set it, said in UTC, so at an odd time and
 * perhaps the day before (Graph reference 3). The day is the one in the mailbox's zone; '' when there is none.
 */
export const taskDay = (timeZone: string) =>
  clock.transform((at) => (at ? at.setZone(timeZone).toFormat('yyyy-MM-dd') : ''));

/** Midnight of a day in the mailbox's zone; null clears. */
export const writeDay = (day: string, timeZone: string): DateTimeTimeZone | null =>
  day === '' ? null : { dateTime: `${day}T00:00:00`, timeZone };
