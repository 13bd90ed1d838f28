import { badBody } from '../errors';

/** 400 for a value of the wrong JSON type. */
export function wrongType(name: string, expected: string): Error {
  return badBody(`Cannot convert the value of property '${name}' to the expected type '${expected}'.`);
}

export function readText(name: string, value: unknown): string | null {
  if (value === null || typeof value === 'string') return value;
  throw wrongType(name, 'Edm.String');
}

export function readTexts(name: string, value: unknown): string[] {
  if (!Array.isArray(value)) throw wrongType(name, 'Collection(Edm.String)');
  return (value as readonly unknown[]).map((entry) => {
    if (typeof entry !== 'string') throw wrongType(name, 'Edm.String');
    return entry;
  });
}

export function readBoolean(name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw wrongType(name, 'Edm.Boolean');
  return value;
}

/** One of the type's own words, in its own spelling. */
export function readEnum<T extends string>(
  name: string,
  value: unknown,
  type: { name: string; values: readonly T[] },
): T {
  const found = type.values.find((candidate) => candidate === value);
  if (found === undefined) throw wrongType(name, `microsoft.graph.${type.name}`);
  return found;
}

/** The members of a complex value, each of them among `allowed`. */
export function members(name: string, value: unknown, allowed: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType(name, 'object');
  const entity = value as Record<string, unknown>;
  const foreign = Object.keys(entity).find((member) => member !== '@odata.type' && !allowed.includes(member));
  if (foreign !== undefined) throw badBody(`The property '${foreign}' does not exist in '${name}'.`);
  return entity;
}
