const precise = /^\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[-+ ]\d{2}(:?\d{2})?)?)?)?)?$/;

/**
 * Milliseconds of a date-time in a query; in UTC where it names no zone. A plus sign that a client did not
 * escape arrives as a blank (HttpDateTimeParameterFilter). Undefined where it is none.
 */
export function restInstant(value: string): number | undefined {
  if (!precise.test(value)) return undefined;
  const [date = '', rest = ''] = value.replace(/[T ]/, 'T').split('T');
  const [, time = '', zone = ''] = /^([\d:.]*)(.*)$/.exec(rest.replace(' ', '+')) ?? [];
  const [hours = '00', minutes = '00', seconds = '00'] = time === '' ? [] : time.split(':');
  const [, sign, offsetHours = '00', offsetMinutes = '00'] = /^([-+])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  const offset = sign === undefined ? 'Z' : `${sign}${offsetHours}:${offsetMinutes}`;
  const [year = '', month = '01', day = '01'] = date.split('-');
  const instant = Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}${offset}`);
  return Number.isNaN(instant) ? undefined : instant;
}

/** A stored `YYYY-MM-DDTHH:MM:SSZ` as the older REST answers it: with an offset, not with `Z` (PHP's format `c`). */
export function restDateTime(stamp: string | null): string | null {
  return stamp === null ? null : stamp.replace(/Z$/, '+00:00');
}
