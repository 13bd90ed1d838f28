import { badQuery } from '../errors';
import type { Entity } from './select';

/** One key of a sort. */
export interface Order {
  readonly property: string;
  readonly sign: 1 | -1;
}

/**
 * Reads `$orderby`; undefined where there is none.
 * @throws GraphError 400 when it is malformed or names a property that cannot be sorted by.
 */
export function readOrderBy(
  text: string | undefined,
  sortable: readonly string[],
): readonly Order[] | undefined {
  if (text === undefined) return undefined;
  return text.split(',').map((part) => {
    const [property = '', direction = 'asc', ...rest] = part.trim().split(/\s+/);
    if (rest.length > 0 || !['asc', 'desc'].includes(direction)) throw badQuery(`Bad $orderby '${text}'.`);
    if (!sortable.includes(property)) throw badQuery(`The property '${property}' cannot be sorted by.`);
    return { property, sign: direction === 'asc' ? 1 : -1 };
  });
}

/** Sorts by text, ignoring case, empty first. */
export function applyOrderBy<T>(
  items: readonly T[],
  orders: readonly Order[],
  render: (item: T) => Entity,
): T[] {
  const keyed = items.map((item) => {
    const entity = render(item);
    return { item, keys: orders.map(({ property }) => keyOf(entity[property])) };
  });
  keyed.sort((one, other) => {
    for (const [index, { sign }] of orders.entries()) {
      const [a = '', b = ''] = [one.keys[index], other.keys[index]];
      if (a !== b) return a < b ? -sign : sign;
    }
    return 0;
  });
  return keyed.map(({ item }) => item);
}

function keyOf(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : '';
}
