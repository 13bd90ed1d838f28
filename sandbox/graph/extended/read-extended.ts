import { badBody, badExtendedProperty } from '../errors';
import type { ExtendedProperty } from '../state/items';
import { readExtendedId } from './extended-id';
import { checkExtendedValue } from './extended-value';

/**
 * Reads `singleValueExtendedProperties` of a body.
 * @throws GraphError 400 for anything that is not an array of `{id, value}` of the right types.
 */
export function readExtended(value: unknown): ExtendedProperty[] {
  if (!Array.isArray(value)) throw badBody("The property 'singleValueExtendedProperties' is no collection.");
  const found = new Map<string, ExtendedProperty>();
  for (const entry of value as readonly unknown[]) {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
      throw badBody('An extended property is an object with id and value.');
    }
    const { id, value: text, ...more } = entry as Record<string, unknown>;
    const foreign = Object.keys(more).find((name) => name !== '@odata.type');
    if (foreign !== undefined) throw badBody(`An extended property has no property '${foreign}'.`);
    if (typeof id !== 'string') throw badExtendedProperty('An extended property lacks its id.');
    const parsed = readExtendedId(id);
    if (parsed.unreachable) throw badExtendedProperty(`The tag of '${id}' is outside 0x0001 to 0x7fff.`);
    if (found.has(parsed.key)) throw badExtendedProperty(`The extended property '${id}' is given twice.`);
    found.set(parsed.key, { key: parsed.key, id: parsed.id, value: checkExtendedValue(parsed, text) });
  }
  return [...found.values()];
}

/** Writes `changes` over `before`; properties that are not named stay. */
export function mergeExtended(
  before: readonly ExtendedProperty[],
  changes: readonly ExtendedProperty[],
): ExtendedProperty[] {
  const merged = new Map(before.map((property) => [property.key, property]));
  for (const property of changes) merged.set(property.key, property);
  return [...merged.values()];
}
