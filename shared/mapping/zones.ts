import { DateTime, FixedOffsetZone, IANAZone } from 'luxon';
import { findIana, findWindows } from 'windows-iana';

const forms = new Map<string, string>();

/**
 * The zone that stands for all that Exchange does not tell apart: it keeps Windows zones, so `Europe/Vienna` may come
 * back as `Europe/Berlin`. A zone that Windows does not know stands for itself.
 */
export function zoneForm(zone: string): string {
  const known = forms.get(zone);
  if (known !== undefined) return known;
  const windows = /^(?:etc\/)?utc$/i.test(zone) ? 'UTC' : findWindows(zone)[0];
  const form = windows === 'UTC' ? 'UTC' : ((windows && findIana(windows)[0]) ?? zone);
  forms.set(zone, form);
  return form;
}

export const isZone = (name: string): boolean => IANAZone.isValidZone(name);

/** `YYYY-MM-DDTHH:mm:ssZ`. */
export const toInstant = (time: DateTime): string =>
  time.toUTC().toISO({ suppressMilliseconds: true, precision: 'second' }) ?? '';

const inZone = (instant: string, zone: string): DateTime => DateTime.fromISO(instant, { zone });

/** The day of an instant in a zone, `YYYY-MM-DD`. */
export const dateIn = (instant: string, zone: string): string => inZone(instant, zone).toISODate() ?? '';

/** The same time of day on another day of the zone; a time that daylight saving skips is an hour later. */
export function onDate(instant: string, date: string, zone: string): string {
  const { hour, minute, second } = inZone(instant, zone);
  return toInstant(DateTime.fromISO(date, { zone }).set({ hour, minute, second }));
}

/** The start of a day, its noon and its last second, in a zone. */
export const noonOf = (date: string, zone: string): string =>
  toInstant(DateTime.fromISO(`${date}T12:00:00`, { zone }));
export const startOfDay = (date: string, zone: string): string => toInstant(DateTime.fromISO(date, { zone }));
export const endOfDay = (date: string, zone: string): string =>
  toInstant(DateTime.fromISO(date, { zone }).endOf('day'));

/** Minutes from UTC that a zone has at an instant. */
export const offsetAt = (instant: string, zone: string): number => inZone(instant, zone).offset;

/** Date and time of day of an instant, in the offset that a zone has at another one. */
export function inOffsetOf(
  instant: string,
  other: string,
  zone: string,
): { readonly date: string; readonly time: string } {
  const time = inZone(instant, 'UTC').setZone(FixedOffsetZone.instance(offsetAt(other, zone)));
  return { date: time.toFormat('yyyy-MM-dd'), time: time.toFormat('HH:mm:ss') };
}

/** The other way: `YYYY-MM-DDTHH:mm:ss` in that offset as an instant. */
export const fromOffsetOf = (local: string, other: string, zone: string): string =>
  toInstant(DateTime.fromISO(local, { zone: FixedOffsetZone.instance(offsetAt(other, zone)) }));
