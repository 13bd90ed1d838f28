import { decode, items } from '../amqp/decode';
import type { DeadLetterReason } from '../core/dead-letter';
import { mapEntries, text, type PropertyEdit } from '../core/payload';

/** Properties to set, from an encoded map; none from an encoded null. */
export function propertyEdit(map: Buffer): PropertyEdit {
  if (isNull(map)) return [];
  return mapEntries(map).map(([name, , value]) => [name, value] as const);
}

/** Reads an encoded error: reason and description are in its info map, among properties to set. */
export function deadLetterRequest(error: Buffer | undefined): {
  readonly why: DeadLetterReason;
  readonly edit: PropertyEdit;
} {
  const info = error === undefined || isNull(error) ? undefined : items(error)[2]?.bytes;
  const found = new Map(info === undefined ? [] : propertyEdit(info));
  const why = {
    reason: optionalText(found.get('DeadLetterReason')),
    description: optionalText(found.get('DeadLetterErrorDescription')),
  };
  found.delete('DeadLetterReason');
  found.delete('DeadLetterErrorDescription');
  return { why, edit: [...found] };
}

function optionalText(value: Buffer | undefined): string | undefined {
  return value === undefined || isNull(value) ? undefined : text(decode(value));
}

function isNull(value: Buffer): boolean {
  return value[0] === 0x40;
}
