import { countryEntities } from '../../orocrm/dictionary/countries';
import type { NewContact } from '../../orocrm/seed/schemas';
import { textsOf } from './attributes';
import { linkedId, linkedIds, type Resource } from './document';

export type NewAddress = NonNullable<NewContact['addresses']>[number];

const copied = [
  ...(['label', 'street', 'street2', 'city', 'postalCode', 'organization', 'customRegion'] as const),
  ...(['namePrefix', 'firstName', 'middleName', 'lastName', 'nameSuffix'] as const),
];

const places = new Set(countryEntities().map(({ id }) => id as string));

/** @throws Error for an address in no country that is known, as OroCRM holds none (OroCRM reference 1.4) */
export function addressFromResource(resource: Resource): NewAddress {
  const country = linkedId(resource, 'country');
  if (country === undefined) throw new Error('it names no country');
  if (!places.has(country)) throw new Error(`its country "${country}" is not in the dictionary`);
  const region = linkedId(resource, 'region');
  return {
    ...textsOf(resource, copied),
    country,
    region: region !== undefined && places.has(region) ? region : null,
    primary: resource.attributes['primary'] === true,
    types: linkedIds(resource, 'types').filter((type) => type === 'billing' || type === 'shipping'),
  };
}
