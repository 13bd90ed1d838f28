import type { View, ViewValue } from '../mapping/lens';
import { canonicalJson } from './canonical-json';
import { digestOf } from './digest';
import { textFields } from './fields';
import { foldCase } from './fold-case';
import type { Digest } from './ids';
import type { EntityName } from './record';

/**
 * The normalised key of a view (spec 4): equal keys match. The order of `keyFields` does not matter.
 * @returns '' when all text fields of the key are empty (or it has none): such a key matches nothing.
 */
export function keyOf(entity: EntityName, view: View, keyFields: readonly string[]): string {
  const fields = [...new Set(keyFields)].sort();
  const text = new Set(textFields(entity));
  const values = fields.map((field) => [field, normalise(view[field] ?? '')] as const);
  if (!values.some(([field, value]) => text.has(field) && !isEmpty(value))) return '';
  return canonicalJson(Object.fromEntries(values));
}

/** The keyed digest of the key, for rows at rest; '' for a key that matches nothing. */
export function keyDigest(
  key: Buffer,
  entity: EntityName,
  view: View,
  keyFields: readonly string[],
): Digest | '' {
  const normalised = keyOf(entity, view, keyFields);
  return normalised === '' ? '' : digestOf(key, normalised, `key ${entity}`);
}

function normalise(value: ViewValue): ViewValue {
  if (typeof value === 'string') return foldCase(value.normalize('NFC').replace(/\s+/gu, ' ').trim());
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(normalise);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, normalise(member)]));
}

function isEmpty(value: ViewValue): boolean {
  if (typeof value === 'boolean') return false;
  if (value === null || value === '') return true;
  if (typeof value === 'string') return false;
  return Object.values(value).every(isEmpty);
}

function isList(value: ViewValue): value is readonly ViewValue[] {
  return Array.isArray(value);
}
