import { readOnly, type ResourceDefinition } from '../jsonapi/resource';
import { text } from '../model/entity';
import { byId, byLink, serverSet, toMany, toOne } from './fields';

/** `countries`: read-only, with all their regions (no limit on related records here). */
export const countries: ResourceDefinition = {
  type: 'countries',
  integerId: false,
  attributes: { iso3Code: serverSet('string'), name: serverSet('string') },
  relationships: { regions: toMany('regions', { endpoint: 'read' }) },
  filters: { id: byId('string', true), regions: byLink('regions', 'string') },
  sorters: ['id', 'regions'],
  actions: readOnly,
  title: (country) => text(country, 'name') ?? '',
};

/** `regions`: read-only; their filter on the country takes a list. */
export const regions: ResourceDefinition = {
  type: 'regions',
  integerId: false,
  attributes: { code: serverSet('string'), name: serverSet('string') },
  relationships: { country: toOne('countries', { endpoint: 'read' }) },
  filters: { id: byId('string', true), country: byLink('country', 'string', true) },
  sorters: ['id', 'country'],
  actions: readOnly,
  title: (region) => text(region, 'name') ?? '',
};

/** `addresstypes`: billing and shipping. */
export const addressTypes: ResourceDefinition = {
  type: 'addresstypes',
  integerId: false,
  attributes: { label: serverSet('string') },
  relationships: {},
  filters: { id: byId('string', true) },
  sorters: ['id'],
  actions: readOnly,
  title: (type) => text(type, 'label') ?? '',
};
