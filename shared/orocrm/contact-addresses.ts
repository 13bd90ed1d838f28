import type { OrocrmAddress } from '../records/contact';
import type { Identifier, Json, ResourceDocument } from './json-api/document';

type Relationships = Record<string, { readonly data: Identifier | null | readonly Identifier[] }>;

const attributeNames = ['street', 'street2', 'city', 'postalCode'] as const;

const orNull = (text: string): string | null => (text === '' ? null : text);

const sameTypes = (a: OrocrmAddress, b: OrocrmAddress): boolean =>
  [...a.types].sort().join() === [...b.types].sort().join();

/** A region belongs to its country, and a region in free words stands instead of one: they are written together. */
const samePlace = (a: OrocrmAddress, b: OrocrmAddress): boolean =>
  a.country?.code === b.country?.code &&
  a.region?.code === b.region?.code &&
  a.customRegion === b.customRegion;

const identifier = (type: string, id: string | undefined): Identifier | null =>
  id === undefined ? null : { type, id };

/** A change of an existing address; undefined when nothing differs. */
function updateOf(current: OrocrmAddress, desired: OrocrmAddress, id: string): ResourceDocument | undefined {
  const attributes: Record<string, Json> = {};
  const relationships: Relationships = {};
  for (const name of attributeNames) {
    if (current[name] !== desired[name]) attributes[name] = orNull(desired[name]);
  }
  if (current.primary !== desired.primary) attributes['primary'] = desired.primary;
  if (!samePlace(current, desired)) {
    attributes['customRegion'] = orNull(desired.customRegion);
    relationships['country'] = { data: identifier('countries', desired.country?.code) };
    relationships['region'] = { data: identifier('regions', desired.region?.code) };
  }
  if (!sameTypes(current, desired)) {
    relationships['types'] = { data: desired.types.map((type) => ({ type: 'addresstypes', id: type })) };
  }
  const hasAttributes = Object.keys(attributes).length > 0;
  const hasRelationships = Object.keys(relationships).length > 0;
  if (!hasAttributes && !hasRelationships) return undefined;
  return {
    type: 'contactaddresses',
    id,
    meta: { update: true },
    ...(hasAttributes ? { attributes } : {}),
    ...(hasRelationships ? { relationships } : {}),
  };
}

/** A new address under a made-up id, with what it has and nothing else. */
function createOf(desired: OrocrmAddress, id: string): ResourceDocument {
  const attributes: Record<string, Json> = { primary: desired.primary };
  for (const name of attributeNames) if (desired[name] !== '') attributes[name] = desired[name];
  if (desired.customRegion !== '') attributes['customRegion'] = desired.customRegion;
  const relationships: Relationships = {
    country: { data: identifier('countries', desired.country?.code) },
    types: { data: desired.types.map((type) => ({ type: 'addresstypes', id: type })) },
  };
  if (desired.region !== undefined) {
    relationships['region'] = { data: { type: 'regions', id: desired.region.code } };
  }
  return { type: 'contactaddresses', id, attributes, relationships };
}

export interface AddressChanges {
  /** The whole list as it shall be: the relationship is a replacement (reference 1.4). */
  readonly list: readonly Identifier[];
  readonly included: readonly ResourceDocument[];
  /** Addresses that shall go: left out of the list, which removes them. */
  readonly removed: readonly string[];
}

/** Whether an address takes a type, or the place of the primary one, that another one may hold now. */
const takes = (current: OrocrmAddress | undefined, desired: OrocrmAddress): boolean =>
  desired.types.some((type) => current?.types.includes(type) !== true) ||
  (desired.primary && current?.primary !== true);

/**
 * What to send so that a contact's addresses become the desired ones; undefined when they are so. OroCRM takes a type
 * or the primary mark away from its sibling while it goes through the list (reference 1.4), so what gives one up
 * comes before what takes it, and each of them is named.
 */
export function addressChanges(
  current: readonly OrocrmAddress[],
  desired: readonly OrocrmAddress[],
  madeUp: () => string,
): AddressChanges | undefined {
  const list: Identifier[] = [];
  const givers: ResourceDocument[] = [];
  const takers: ResourceDocument[] = [];
  for (const address of desired) {
    const before =
      address.id === undefined ? undefined : current.find((candidate) => candidate.id === address.id);
    const id = before?.id ?? madeUp();
    const document = before === undefined ? createOf(address, id) : updateOf(before, address, id);
    list.push({ type: 'contactaddresses', id });
    if (document !== undefined) (takes(before, address) ? takers : givers).push(document);
  }
  const kept = new Set(list.map((entry) => entry.id));
  const removed = current.flatMap((address) =>
    address.id === undefined || kept.has(address.id) ? [] : [address.id],
  );
  const included = [...givers, ...takers];
  return included.length === 0 && removed.length === 0 ? undefined : { list, included, removed };
}
