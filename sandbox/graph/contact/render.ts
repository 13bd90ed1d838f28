import { changeKey } from '../ids';
import type { Entity } from '../odata/select';
import type { Folder } from '../state/folders';
import { etagOf, idOf } from '../state/identity';
import type { Item } from '../state/items';
import { ADDRESSES, ADDRESS_PARTS, LISTS, TEXTS, type ContactValues } from './properties';

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
