import { z } from 'zod';

/** The mark on contacts and events (DESIGN section 2): the OroCRM id as text. The name is case-sensitive. */
export const orocrmIdProperty = 'String {d6f3a0c2-5b8e-4c57-9e0d-7a1b64c2f9e3} Name OroCRM_id';

/** One extended property as Graph sends and takes it; values are always text (Graph reference 1.2). */
export interface ExtendedProperty {
  readonly id: string;
  readonly value: string;
}

export const extendedProperties = z
  .array(z.object({ id: z.string(), value: z.string().nullish() }))
  .nullish()
  .transform((list): readonly ExtendedProperty[] =>
    (list ?? []).map(({ id, value }) => ({ id, value: value ?? '' })),
  );

/**
 * The value of a property; '' when absent. Graph may answer with a lower-cased id (Graph reference 1.2), and a tag is a
 * number: one that is asked for as `0x0E09` may come back as `0xe09`.
 */
export function extendedValue(list: readonly ExtendedProperty[], id: string): string {
  const wanted = plainId(id);
  return list.find((property) => plainId(property.id) === wanted)?.value ?? '';
}

const plainId = (id: string): string => id.toLowerCase().replace(/ 0x0+(?=[\da-f])/, ' 0x');

/** `$expand` of just these properties: they cannot be listed, only asked for by id. */
export const expandProperties = (ids: readonly string[]): string =>
  `singleValueExtendedProperties($filter=${ids.map((id) => `id eq '${id}'`).join(' or ')})`;
