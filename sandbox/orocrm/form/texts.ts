import { isoSeconds } from '../clock';
import type { Json } from '../jsonapi/json';

/** A value that a form field does not take at all. */
export const unacceptable = Symbol('unacceptable');

const blank = /^[\p{Z}\p{Cc}\p{Cf}]+|[\p{Z}\p{Cc}\p{Cf}]+$/gu;

/** Trims like Symfony's forms: every kind of blank, control and invisible format character at both ends. */
export function trimmed(value: string): string {
  return value.replaceAll(blank, '');
}

/**
 * What a text field of a Symfony form makes of a JSON value: numbers and true become text, false and the empty
 * text become null, lists and objects are not taken.
 */
export function submittedText(value: Json): string | null | typeof unacceptable {
  if (value === null || value === false) return null;
  if (typeof value === 'object') return unacceptable;
  const text = trimmed(value === true ? '1' : String(value));
  return text === '' ? null : text;
}

/** Length in code points, as PHP's mb_strlen counts. */
export function lengthOf(value: string): number {
  return Array.from(value).length;
}

const label = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;
const local = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;

/** Strict e-mail syntax (no comments, quotes, blanks or bare host names), close to what OroCRM's validator takes. */
export function isEmail(value: string): boolean {
  const mark = value.lastIndexOf('@');
  const name = value.slice(0, mark);
  const labels = value.slice(mark + 1).split('.');
  return (
    mark > 0 &&
    value.length <= 254 &&
    name.length <= 64 &&
    local.test(name) &&
    labels.length > 1 &&
    labels.every((each) => label.test(each))
  );
}

/** `YYYY-MM-DD`; a year or a month alone stands for its first day. Undefined where it is no date. */
export function submittedDate(value: string): string | undefined {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(value);
  if (match === null) return undefined;
  const [, year = '', month = '01', day = '01'] = match;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const iso = `${year}-${month}-${day}`;
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : undefined;
}

const dateTime =
  /^(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:T(\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(Z|[-+]\d{2}:\d{2}))?$/;

/**
 * `YYYY-MM-DDTHH:MM:SSZ` of a date-time in RFC 3339 form; a time needs its zone, a date alone stands for its
 * midnight in UTC, fractions are dropped (DateTimeToStringTransformer). Undefined where it is none.
 */
export function submittedDateTime(value: string): string | undefined {
  const match = dateTime.exec(value);
  const date = submittedDate(match?.[1] ?? '');
  if (match === null || date === undefined) return undefined;
  const [, , hours = '00', minutes = '00', seconds = '00', zone = 'Z'] = match;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const instant = new Date(`${date}T${hours}:${minutes}:${seconds}${zone}`);
  return Number.isNaN(instant.getTime()) ? undefined : isoSeconds(instant.getTime());
}
