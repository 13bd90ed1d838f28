import type { FilterDefinition } from './resource';

/** A date-time of a filter; a value of lower precision stands for the whole span until `end`. */
export interface Instant {
  /** Milliseconds since 1970. */
  readonly start: number;
  /** Where the span ends, exclusive; equal to `start` for a value with seconds. */
  readonly end: number;
}

export type Scalar = number | string | boolean | Instant;
export type FilterValue =
  | { readonly one: Scalar }
  | { readonly many: readonly Scalar[] }
  | { readonly from: Scalar; readonly to: Scalar };

/** A filter value that OroCRM does not take; the message is the `detail` of the answer. */
export class BadValue extends Error {}

const words: Readonly<Record<FilterDefinition['kind'], { one: string; many: string }>> = {
  integer: { one: 'integer', many: 'integers' },
  string: { one: 'not empty string', many: 'not empty strings' },
  datetime: { one: 'datetime', many: 'datetimes' },
  boolean: { one: 'boolean', many: 'booleans' },
};

/**
 * Exactly what NormalizeDateTime takes: fractions have two digits or none, so the `.000Z` of JavaScript's
 * toISOString is refused.
 */
const dateTime =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2})(?::?(\d{2}))?(?::?(\d{2}))?(?:\.(\d{2}))?(Z|[-+]\d{2}(?::?\d{2})?)?)?)?)?$/;

function instant(text: string): Instant | undefined {
  // A plus sign that a client did not escape arrives as a blank.
  const match = dateTime.exec(text.replaceAll(' ', '+'));
  if (match === null) return undefined;
  const [, year = '', month, day, hour, minute, second] = match;
  const at = (add: readonly [number, number, number, number, number]): number =>
    Date.UTC(
      Number(year) + add[0],
      Number(month ?? 1) - 1 + add[1],
      Number(day ?? 1) + add[2],
      Number(hour ?? 0) + add[3],
      Number(minute ?? 0) + add[4],
      Number(second ?? 0),
    );
  const shift = offsetMs(match[8]);
  const start = at([0, 0, 0, 0, 0]) - shift;
  if (month === undefined) return { start, end: at([1, 0, 0, 0, 0]) - shift };
  if (day === undefined) return { start, end: at([0, 1, 0, 0, 0]) - shift };
  if (hour === undefined) return { start, end: at([0, 0, 1, 0, 0]) - shift };
  if (minute === undefined) return { start, end: at([0, 0, 0, 1, 0]) - shift };
  if (second === undefined) return { start, end: at([0, 0, 0, 0, 1]) - shift };
  return { start, end: start };
}

function offsetMs(zone: string | undefined): number {
  const match = /^([-+])(\d{2}):?(\d{2})?$/.exec(zone ?? '');
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}

function scalar(text: string, kind: FilterDefinition['kind']): Scalar {
  const refused = new BadValue(`Expected ${words[kind].one} value. Given "${text}".`);
  switch (kind) {
    case 'integer': {
      const number = Number.parseInt(text, 10);
      if (!/^-?\d+$/.test(text) || String(number) !== text) throw refused;
      return number;
    }
    case 'string':
      if (text.replaceAll(' ', '') === '') throw refused;
      return text;
    case 'boolean':
      if (['1', 'true', 'True', 'yes', 'Yes'].includes(text)) return true;
      if (['0', 'false', 'False', 'no', 'No'].includes(text)) return false;
      throw refused;
    case 'datetime': {
      const value = instant(text);
      if (value === undefined) throw refused;
      return value;
    }
  }
}

/**
 * Reads a filter value. `a,b` is a list and `a..b` a range only where they are allowed; elsewhere they are
 * part of the text (ApiBundle, NormalizeValue).
 * @throws BadValue
 */
export function filterValue(
  text: string,
  kind: FilterDefinition['kind'],
  allowed: { readonly array: boolean; readonly range: boolean },
): FilterValue {
  const { one, many } = words[kind];
  if (allowed.range && text.includes('..')) {
    const mark = text.indexOf('..');
    try {
      return { from: scalar(text.slice(0, mark), kind), to: scalar(text.slice(mark + 2), kind) };
    } catch {
      throw new BadValue(`Expected a pair of ${many} (${one}..${one}). Given "${text}".`);
    }
  }
  if (!allowed.array || !text.includes(',')) return { one: scalar(text, kind) };
  try {
    return { many: text.split(',').map((item) => scalar(item, kind)) };
  } catch {
    throw new BadValue(`Expected an array of ${many}. Given "${text}".`);
  }
}

/** A list of names, for `include`, `fields` and `meta`. @throws BadValue */
export function nameList(text: string): string[] {
  const value = filterValue(text, 'string', { array: true, range: false });
  const values = 'many' in value ? value.many : 'one' in value ? [value.one] : [];
  return values.filter((name) => typeof name === 'string');
}
