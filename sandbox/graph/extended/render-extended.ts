import type { Entity } from '../odata/select';
import type { ExtendedProperty } from '../state/items';
import type { ExtendedId } from './extended-id';

/** The extended properties that were asked for; without any of them the array itself is missing (Graph 1.2). */
export function renderExtended(
  properties: readonly ExtendedProperty[],
  wanted: readonly ExtendedId[],
): Entity {
  const keys = new Set(wanted.filter(({ unreachable }) => !unreachable).map(({ key }) => key));
  const found = properties.filter(({ key }) => keys.has(key)).map(({ id, value }) => ({ id, value }));
  return found.length === 0 ? {} : { singleValueExtendedProperties: found };
}
