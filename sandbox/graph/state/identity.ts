import { changeKey, dayNumber, immutableId, itemId } from '../ids';
import type { Folder } from './folders';
import type { Item } from './items';

/** `W/"<changeKey>"` (reference: Graph 1.4). */
export function etagOf(item: Item<unknown>): string {
  return `W/"${changeKey(item.mailbox, item.version)}"`;
}

/** The id of the kind that the request asked for, of the item or of one of its occurrences. */
export function idOf(
  item: Pick<Item<unknown>, 'mailbox' | 'number'>,
  folder: Folder,
  immutable: boolean,
  day?: string,
): string {
  const which = day === undefined ? 0 : dayNumber(day);
  return immutable
    ? immutableId(item.mailbox, item.number, which)
    : itemId(item.mailbox, folder.number, item.number, which);
}
