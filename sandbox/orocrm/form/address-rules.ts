import type { ApiError } from '../jsonapi/errors';
import { text } from '../model/entity';
import type { World } from '../model/world';
import type { Draft } from './draft';
import { customRegionRefused, wrongRegion } from './messages';
import type { UnitOfWork } from './unit-of-work';

/**
 * One primary address per contact, and one per type: repaired on the contact's other addresses, not refused.
 * Called for each submitted address in its turn, so of several in one request the first keeps what they share.
 */
export function repairSiblings(address: Draft, unit: UnitOfWork): void {
  const owner = address.toOne['owner'] ?? null;
  if (owner === null) return;
  const others = unit.addressesOf(owner).filter((each) => each.id !== address.id);
  if (address.attributes['primary'] === true) {
    for (const other of others) other.attributes['primary'] = false;
  } else if (!others.some((other) => other.attributes['primary'] === true)) {
    address.attributes['primary'] = true;
  }
  const types = address.toMany['types'] ?? [];
  for (const other of others) {
    other.toMany['types'] = (other.toMany['types'] ?? []).filter((type) => !types.includes(type));
  }
}

/** A region must be one of the country; free text is for countries without regions (reference section 1.4). */
export function addressErrors(address: Draft, world: World, root: string | undefined): ApiError[] {
  const countryId = address.toOne['country'] ?? null;
  const country = countryId === null ? undefined : world.get('countries', countryId);
  if (country === undefined) return [];
  const errors: ApiError[] = [];
  const regionId = address.toOne['region'] ?? null;
  const region = regionId === null ? undefined : world.get('regions', regionId);
  if (region !== undefined && region.toOne['country'] !== country.id) {
    errors.push(wrongRegion(text(region, 'name') ?? '', text(country, 'name') ?? '', root));
  }
  const hasRegions = (country.toMany['regions'] ?? []).length > 0;
  if ((address.attributes['customRegion'] ?? null) !== null && hasRegions)
    errors.push(customRegionRefused(root));
  return errors;
}
