import { z } from 'zod';
import type { Resource } from './document';

/** Those of the attributes that are texts or null. */
export function textsOf<N extends string>(
  { attributes }: Resource,
  names: readonly N[],
): Partial<Record<N, string | null>> {
  const texts: Partial<Record<N, string | null>> = {};
  for (const name of names) {
    const value = attributes[name];
    if (typeof value === 'string' || value === null) texts[name] = value;
  }
  return texts;
}

/** Items of a list such as `[{"email": "a@example.org"}]`; undefined where the document has no such list. */
export function itemsOf({ attributes }: Resource, list: string, item: string): string[] | undefined {
  const parsed = z.array(z.record(z.string(), z.unknown())).safeParse(attributes[list]);
  if (!parsed.success) return undefined;
  return parsed.data.map((entry) => entry[item]).filter((value) => typeof value === 'string');
}

/** The value, where it is one that the schema knows. */
export function valueOf<T>({ attributes }: Resource, name: string, schema: z.ZodType<T>): T | undefined {
  const parsed = schema.safeParse(attributes[name]);
  return parsed.success ? parsed.data : undefined;
}
