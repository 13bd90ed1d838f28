import { badQuery, GraphError } from '../errors';
import { expandedIds } from '../extended/extended-filter';
import type { ExtendedId } from '../extended/extended-id';
import { renderExtended } from '../extended/render-extended';
import { readExpand } from '../odata/expand';
import type { QueryOptions } from '../odata/query';
import { applySelect, readSelect, type Entity } from '../odata/select';
import type { Folder } from '../state/folders';
import type { Item } from '../state/items';
import { CONTACT_TYPE, NAVIGATION, type ContactValues } from './properties';
import { renderContact } from './render';

/** How a request wants its contacts: which properties, which extended properties. */
export interface ContactView {
  readonly select: readonly string[] | undefined;
  readonly extended: readonly ExtendedId[];
}

/**
 * Reads `$select` and `$expand`. All extended properties at once cannot be asked for (reference: Graph 1.2).
 * @throws GraphError 400
 */
export function readContactView(options: QueryOptions): ContactView {
  const extended = readExpand(options.$expand).flatMap(({ property, options: inner }) => {
    if (property !== 'singleValueExtendedProperties') {
      const known = (NAVIGATION as readonly string[]).includes(property);
      throw known
        ? badQuery(`Expanding '${property}' is not served by this simulator.`)
        : new GraphError(400, 'BadRequest', `Could not find a property named '${property}' to expand.`);
    }
    const { $filter, ...more } = inner;
    if ($filter === undefined || Object.keys(more).length > 0) {
      throw badQuery('Expanding singleValueExtendedProperties takes a $filter on id, and nothing else.');
    }
    return expandedIds($filter);
  });
  return { select: readSelect(options.$select, CONTACT_TYPE), extended };
}

/** A contact as the request wants it. */
export function viewContact(
  item: Item<ContactValues>,
  folder: Folder,
  view: ContactView,
  immutable: boolean,
): Entity {
  const entity = applySelect(renderContact(item, folder, immutable), view.select);
  return { ...entity, ...renderExtended(item.extended, view.extended) };
}
