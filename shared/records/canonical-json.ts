import type { ViewValue } from '../mapping/lens';

/** JSON with the names of every object in code unit order: equal values give equal texts. */
export function canonicalJson(value: ViewValue): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** Same order on every machine, unlike one that follows a locale. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

// Array.isArray does not narrow readonly arrays.
function isList(value: ViewValue): value is readonly ViewValue[] {
  return Array.isArray(value);
}
