import { isList, isObject, type Json } from '../../../../sandbox/orocrm/jsonapi/json';

const isOpen = (value: Json): boolean => typeof value === 'string' && /^\{\{.*\}\}$/.test(value);

/**
 * Where `actual` does not hold what `expected` names; empty where it does. A placeholder stands for any value that
 * is there. Lists of records are compared without regard to their order, each record once.
 */
export function unorderedDifferences(expected: Json, actual: Json | undefined, path = ''): string[] {
  if (isOpen(expected)) return actual === undefined ? [`${path}: nothing there`] : [];
  if (isList(expected)) {
    // PHP writes an empty list for an empty object.
    if (expected.length === 0 && isObject(actual) && Object.keys(actual).length === 0) return [];
    if (!isList(actual)) return [`${path}: no list but ${JSON.stringify(actual)}`];
    if (actual.length !== expected.length) {
      return [`${path}: ${expected.length} expected, ${actual.length} there: ${JSON.stringify(actual)}`];
    }
    const left = [...actual];
    return expected.flatMap((each) => {
      const found = left.findIndex((there) => unorderedDifferences(each, there).length === 0);
      if (found >= 0) left.splice(found, 1);
      return found >= 0 ? [] : [`${path}: no ${JSON.stringify(each)} in ${JSON.stringify(actual)}`];
    });
  }
  if (isObject(expected)) {
    if (!isObject(actual)) return [`${path}: no object but ${JSON.stringify(actual)}`];
    return Object.entries(expected).flatMap(([name, value]) =>
      unorderedDifferences(value, actual[name], `${path}/${name}`),
    );
  }
  if (expected === actual) return [];
  return [`${path}: ${JSON.stringify(expected)} expected, ${JSON.stringify(actual)} there`];
}
