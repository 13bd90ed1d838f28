import { DateTime } from 'luxon';
import { ianaZone } from '../../../shared/outlook/time-zone';
import { badValue } from '../errors';
import { members, readText, wrongType } from '../odata/read-value';

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?$/;

/**
 * A time zone by its Windows or IANA name, as an IANA name.
 * @throws GraphError 400 for any other name
 */
export function readZone(name: string, value: unknown): string {
  const text = readText(name, value);
  if (text === null || text === '') return 'UTC';
  const zone = ianaZone(text);
  if (zone === undefined) throw badValue(`A valid TimeZone value must be specified: '${text}' is none.`);
  return zone;
}

/**
 * Reads a `dateTimeTimeZone`: a wall clock without offset, and the zone in which it hangs (reference: Graph 2.3).
 * @throws GraphError 400
 */
export function readDateTimeTimeZone(name: string, value: unknown): DateTime<true> {
  const parts = members(name, value, ['dateTime', 'timeZone']);
  const text = readText(`${name}/dateTime`, parts['dateTime'] ?? null);
  if (text === null || !LOCAL.test(text)) throw wrongType(`${name}/dateTime`, 'Edm.DateTime');
  const clock = DateTime.fromISO(text, { zone: readZone(`${name}/timeZone`, parts['timeZone'] ?? null) });
  if (!clock.isValid) throw wrongType(`${name}/dateTime`, 'Edm.DateTime');
  return clock;
}

/** An instant as Graph writes it: in UTC, with seven digits of a second. */
export function inUtc(instant: DateTime): { dateTime: string; timeZone: 'UTC' } {
  const text = instant.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS");
  return { dateTime: `${text}0000`, timeZone: 'UTC' };
}

/**
 * Reads a date, `YYYY-MM-DD`.
 * @throws GraphError 400
 */
export function readDate(name: string, value: unknown): string {
  const fits = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
  if (!fits || !DateTime.fromISO(value).isValid) throw wrongType(name, 'Edm.Date');
  return value;
}
