import type { Json, JsonObject } from '../../../../sandbox/orocrm/jsonapi/json';

const isPlain = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** A value that the contract leaves open: `{{name}}`, or the id `new` of a created record. */
function isOpen(expected: Json): boolean {
  return expected === 'new' || (typeof expected === 'string' && /^\{\{.*\}\}$/.test(expected));
}

function isIdentifier(value: Json): boolean {
  return isPlain(value) && Object.keys(value).sort().join(',') === 'id,type';
}

const sorted = (list: readonly Json[]): readonly Json[] =>
  [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const keyOf = (value: Json): string =>
  isPlain(value) ? `${JSON.stringify(value['type'])}::${JSON.stringify(value['id'])}` : '';
const byKey = (list: readonly Json[]): Json => [...list].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

/** Where `actual` does not hold what `expected` names; empty where it does. Fields not named may be there. */
export function differences(expected: Json, actual: Json | undefined, path = ''): string[] {
  if (isOpen(expected)) return typeof actual === 'string' && actual !== '' ? [] : [`${path}: nothing there`];
  // PHP writes an empty list as either.
  if (isPlain(expected) && Object.keys(expected).length === 0 && isList(actual)) {
    return actual.length === 0 ? [] : [`${path}: not empty`];
  }
  if (isList(expected)) {
    if (!isList(actual)) return [`${path}: no list but ${JSON.stringify(actual)}`];
    if (expected.length !== actual.length) {
      return [
        `${path}: ${expected.length} items expected, ${actual.length} there: ${JSON.stringify(actual)}`,
      ];
    }
    // Links to several records have no order that anyone may rely on.
    const unordered = [...expected, ...actual].every(isIdentifier);
    const there = unordered ? sorted(actual) : actual;
    return (unordered ? sorted(expected) : expected).flatMap((each, index) =>
      differences(each, there[index], `${path}/${index}`),
    );
  }
  if (isPlain(expected)) {
    if (!isPlain(actual)) return [`${path}: no object but ${JSON.stringify(actual)}`];
    return Object.entries(expected).flatMap(([name, value]) => {
      // A flag of the request that the conversion left in the expectation: no answer has it.
      if (name === 'meta' && isPlain(value) && 'update' in value) return [];
      const there = actual[name];
      // Included records have no order that anyone may rely on.
      const unordered = name === 'included' && isList(value) && isList(there);
      return unordered
        ? differences(byKey(value), byKey(there), `${path}/${name}`)
        : differences(value, there, `${path}/${name}`);
    });
  }
  return expected === actual
    ? []
    : [`${path}: ${JSON.stringify(expected)} expected, ${JSON.stringify(actual)} there`];
}
