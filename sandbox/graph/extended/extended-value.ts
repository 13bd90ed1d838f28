import { badExtendedProperty } from '../errors';
import type { ExtendedId, MapiType } from './extended-id';

function wholeWithin(bits: 16 | 32 | 64): (text: string) => boolean {
  const limit = 2n ** BigInt(bits - 1);
  return (text) => /^-?\d{1,19}$/.test(text) && BigInt(text) >= -limit && BigInt(text) < limit;
}

const isDecimal = (text: string): boolean => /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text);

const VALID: Readonly<Record<MapiType, (text: string) => boolean>> = {
  ApplicationTime: isDecimal,
  Binary: (text) => /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0,
  Boolean: (text) => /^(true|false)$/i.test(text),
  CLSID: (text) => /^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i.test(text),
  Currency: isDecimal,
  Double: isDecimal,
  Float: isDecimal,
  Integer: wholeWithin(32),
  Long: wholeWithin(64),
  Short: wholeWithin(16),
  String: () => true,
  SystemTime: (text) => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)),
};

/** Types whose values a filter compares as numbers, by way of `cast`. */
export const NUMERIC: readonly MapiType[] = ['Currency', 'Double', 'Float', 'Integer', 'Long', 'Short'];

/**
 * Checks a value against its type. Values are JSON text whatever the type (reference: Graph 1.2).
 * @throws GraphError 400 ErrorInvalidExtendedProperty
 */
export function checkExtendedValue(id: ExtendedId, value: unknown): string {
  if (typeof value !== 'string' || !VALID[id.type](value)) {
    throw badExtendedProperty(`The value ${JSON.stringify(value)} of '${id.id}' is no ${id.type} as text.`);
  }
  return value;
}
