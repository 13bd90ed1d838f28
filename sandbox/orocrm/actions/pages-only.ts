import type { ResourceDefinition } from '../jsonapi/resource';

/** What a list without filters and without an order to choose is asked for by: errors, links to several types. */
export const pagesOnly: ResourceDefinition = {
  type: 'asyncoperations',
  integerId: true,
  attributes: {},
  relationships: {},
  filters: {},
  sorters: [],
  actions: new Set(),
  title: () => '',
};
