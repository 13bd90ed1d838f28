import { expandedProperties, refuseExpansion } from '../extended/expand-extended';
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
 * Reads `$select` and `$expand`.
 * @throws GraphError 400
 */
export function readContactView(options: QueryOptions): ContactView {
  const extended = readExpand(options.$expand).flatMap((expansion) =>
    expansion.property === 'singleValueExtendedProperties'
      ? expandedProperties(expansion)
      : refuseExpansion(expansion.property, NAVIGATION),
  );
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
