import type { GraphState } from './graph-state';
import type { Item, Items } from './items';

/** Deletes as Outlook does: into Deleted Items, and from there (or from a deleted folder) for good. */
export function discardItem<V>(state: GraphState, items: Items<V>, item: Item<V>): void {
  const folder = state.folders.get(item.mailbox, item.folder);
  if (folder === undefined || folder.role === 'deletedItems') {
    items.remove(item);
    return;
  }
  const bin = state.folders.wellKnown(item.mailbox, 'deletedItems');
  items.move(item, bin.id, { reason: 'deleted', shown: true, deleting: true });
}
