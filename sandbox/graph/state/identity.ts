import { changeKey, immutableId, itemId } from '../ids';
import type { Folder } from './folders';
import type { Item } from './items';

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
