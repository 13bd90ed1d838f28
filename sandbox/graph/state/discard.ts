import type { ContactValues } from '../contact/properties';
import type { GraphState } from './graph-state';
import type { Item } from './items';

/** Deletes as Outlook does: into Deleted Items, and from there (or from a deleted folder) for good. */
export function discardContact(state: GraphState, item: Item<ContactValues>): void {
  const folder = state.folders.get(item.mailbox, item.folder);
  if (folder === undefined || folder.role === 'deletedItems') {
    state.contacts.remove(item);
    return;
  }
  const bin = state.folders.wellKnown(item.mailbox, 'deletedItems');
  state.contacts.move(item, bin.id, { reason: 'deleted', shown: true, deleting: true });
}
