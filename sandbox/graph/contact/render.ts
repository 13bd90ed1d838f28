import { changeKey, immutableId, itemId } from '../ids';
import type { Entity } from '../odata/select';
import type { Folder } from '../state/folders';
import type { ExtendedProperty, Item } from '../state/items';
import type { ExtendedId } from './extended-id';
import { ADDRESSES, ADDRESS_PARTS, LISTS, TEXTS, type ContactValues } from './properties';

/** `W/"<changeKey>"` (reference: Graph 1.4). */
export function etagOf(item: Item<unknown>): string {
  return `W/"${changeKey(item.mailbox, item.version)}"`;
}

/** The item's id of the kind that the request asked for. */
export function idOf(
  item: Pick<Item<unknown>, 'mailbox' | 'number'>,
  folder: Folder,
  immutable: boolean,
): string {
  return immutable
    ? immutableId(item.mailbox, item.number)
    : itemId(item.mailbox, folder.number, item.number);
}

/** A contact with all its properties; unset text is null, an empty address is `{}` (reference: Graph 1.1). */
export function renderContact(item: Item<ContactValues>, folder: Folder, immutable: boolean): Entity {
  const { texts, lists, addresses, emailAddresses, birthday } = item.values;
  const entity: Entity = {
    '@odata.etag': etagOf(item),
    id: idOf(item, folder, immutable),
    createdDateTime: item.createdAt,
    lastModifiedDateTime: item.modifiedAt,
    changeKey: changeKey(item.mailbox, item.version),
    parentFolderId: item.folder,
    birthday: birthday ?? null,
  };
  for (const name of TEXTS) entity[name] = texts[name] ?? null;
  for (const name of LISTS) entity[name] = lists[name] ?? [];
  entity['emailAddresses'] = emailAddresses;
  for (const [index, slot] of ['primary', 'secondary', 'tertiary'].entries()) {
    entity[`${slot}EmailAddress`] = emailAddresses[index] ?? null;
  }
  for (const name of ADDRESSES) {
    const address = addresses[name] ?? {};
    entity[name] = Object.fromEntries(
      ADDRESS_PARTS.filter((part) => address[part] !== undefined).map((part) => [part, address[part]]),
    );
  }
  return entity;
}

/** The extended properties that were asked for; without any of them the array itself is missing (Graph 1.2). */
export function renderExtended(
  properties: readonly ExtendedProperty[],
  wanted: readonly ExtendedId[],
): Entity {
  const keys = new Set(wanted.filter(({ unreachable }) => !unreachable).map(({ key }) => key));
  const found = properties.filter(({ key }) => keys.has(key)).map(({ id, value }) => ({ id, value }));
  return found.length === 0 ? {} : { singleValueExtendedProperties: found };
}
