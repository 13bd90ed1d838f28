import type { ApiError } from '../jsonapi/errors';
import { isList } from '../jsonapi/json';
import type { EntityId } from '../model/entity';
import type { Draft } from './draft';
import { externalIdTaken, noContactInformation, onePrimary, ownerFixed, severalTypes } from './messages';
import type { SubmittedLink } from './references';
import type { UnitOfWork } from './unit-of-work';
import type { World } from '../model/world';

/** Adds the addresses that a contact names, and deletes those it leaves out (orphan removal). */
export function replaceAddresses(contact: Draft, link: SubmittedLink, unit: UnitOfWork): ApiError[] {
  const errors: ApiError[] = [];
  const kept = new Set<EntityId>();
  for (const { id, pointer } of link.references) {
    const address = unit.open('contactaddresses', id);
    if (address === undefined) continue;
    const owner = address.toOne['owner'] ?? null;
    if (owner !== null && owner !== contact.id) {
      errors.push(ownerFixed(pointer));
      continue;
    }
    address.toOne['owner'] = contact.id;
    kept.add(id);
  }
  for (const address of unit.addressesOf(contact.id)) {
    // A new address that names its owner itself belongs to the contact as well.
    if (!kept.has(address.id) && address.before !== undefined) address.deleted = true;
  }
  return errors;
}

function addressErrors(contact: Draft, unit: UnitOfWork, base: string): ApiError[] {
  const addresses = unit.addressesOf(contact.id);
  const pointer = `${base}/relationships/addresses/data`;
  const primaries = addresses.filter((address) => address.attributes['primary'] === true).length;
  const types = addresses.flatMap((address) => address.toMany['types'] ?? []);
  const double = types.filter((type, index) => types.indexOf(type) !== index);
  return [
    ...(addresses.length > 0 && primaries !== 1 ? [onePrimary('addresses', pointer)] : []),
    ...(double.length > 0 ? [severalTypes(double, pointer)] : []),
  ];
}

/** Whether another record of the type has this external id. */
export function externalIdErrors(draft: Draft, unit: UnitOfWork, world: World): ApiError[] {
  const value = draft.attributes['externalId'];
  if (typeof value !== 'string' || value === draft.before?.attributes['externalId']) return [];
  const taken = world
    .table(draft.type)
    .inOrder()
    .some(({ id }) => id !== draft.id && unit.find(draft.type, id)?.attributes['externalId'] === value);
  return taken ? [externalIdTaken()] : [];
}

/** What must hold for a contact as a whole (reference section 1.2). `base` places errors of an included one. */
export function contactErrors(
  contact: Draft,
  unit: UnitOfWork,
  world: World,
  base: string,
  root: string | undefined,
): { whole: ApiError[]; fields: ApiError[] } {
  const filled = ['firstName', 'lastName'].some((name) => (contact.attributes[name] ?? null) !== null);
  const listed = ['emails', 'phones'].some((name) => {
    const list = contact.attributes[name];
    return isList(list) && list.length > 0;
  });
  return {
    whole: [
      ...(filled || listed ? [] : [noContactInformation(root)]),
      ...externalIdErrors(contact, unit, world),
    ],
    fields: contact.submitted.has('addresses') ? addressErrors(contact, unit, base) : [],
  };
}
