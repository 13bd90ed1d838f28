import { badQuery, GraphError } from '../errors';
import type { Expansion } from '../odata/expand';
import { expandedIds } from './extended-filter';
import type { ExtendedId } from './extended-id';

/**
 * The ids that an expansion of the extended properties asks for. All at once cannot be asked for (reference: Graph 1.2).
 * @throws GraphError 400
 */
export function expandedProperties({ options }: Expansion): ExtendedId[] {
  const { $filter, ...more } = options;
  if ($filter === undefined || Object.keys(more).length > 0) {
    throw badQuery('Expanding singleValueExtendedProperties takes a $filter on id, and nothing else.');
  }
  return expandedIds($filter);
}

/** 400 for an expansion that is not among those that are served. */
export function refuseExpansion(property: string, navigation: readonly string[]): never {
  throw navigation.includes(property)
    ? badQuery(`Expanding '${property}' is not served by this simulator.`)
    : new GraphError(400, 'BadRequest', `Could not find a property named '${property}' to expand.`);
}
