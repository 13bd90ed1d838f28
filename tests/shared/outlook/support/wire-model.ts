import type { ExtendedProperty } from '../../../../shared/outlook/extended-properties';

type Wire = Record<string, unknown>;

/** How Exchange takes the parts of an address in a PATCH is not documented: both ways must come out the same. */
export type AddressMerge = 'replaces' | 'merges';

/** What a mailbox holds after a POST, read back with the extended properties expanded. */
export const afterPost = (body: Wire): Wire =>
  afterPatch({ id: 'A1', '@odata.etag': 'W/"1"' }, body, 'replaces');

/** What a mailbox holds after a PATCH: a plain model of Graph's documented behaviour. */
export function afterPatch(before: Wire, patch: Wire, addresses: AddressMerge): Wire {
  const after: Wire = { ...before };
  for (const [name, value] of Object.entries(patch)) {
    if (name === 'singleValueExtendedProperties') {
      after[name] = mergeProperties(propertiesOf(before), propertiesOf(patch));
    } else if (name.endsWith('Address')) {
      const kept = addresses === 'merges' ? (before[name] as Wire | undefined) : undefined;
      after[name] = withoutNulls({ ...kept, ...(value as Wire | null) });
    } else {
      after[name] = value;
    }
  }
  return after;
}

const propertiesOf = (wire: Wire): readonly ExtendedProperty[] =>
  (wire['singleValueExtendedProperties'] ?? []) as readonly ExtendedProperty[];

function mergeProperties(before: readonly ExtendedProperty[], patch: readonly ExtendedProperty[]): unknown {
  const merged = new Map([...before, ...patch].map(({ id, value }) => [id.toLowerCase(), value]));
  // Graph may answer with lower-cased ids (Graph reference 1.2).
  return [...merged].map(([id, value]) => ({ id, value }));
}

const withoutNulls = (value: Wire): Wire =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null));
