import { badExtendedProperty } from '../errors';
import type { Folder } from '../state/folders';
import type { ExtendedProperty } from '../state/items';

const ENTRY_ID = 'Binary 0x0fff';
const PARENT_ENTRY_ID = 'Binary 0x0e09';

/** A folder's entry id as MAPI has it, in plain base64. */
function entryIdOf(folder: Folder): string {
  return folder.id.replaceAll('-', '+').replaceAll('_', '/');
}

/** PidTagEntryId of a calendar. */
export function entryIdProperty(folder: Folder): ExtendedProperty {
  return { key: ENTRY_ID, id: ENTRY_ID, value: entryIdOf(folder) };
}

/**
 * PidTagParentEntryId of an event: v1.0 has no parentFolderId on events, so only this tells an event that lies in
 * Deleted Items, where its immutable id still answers, from one in the calendar.
 */
export function parentEntryIdProperty(folder: Folder): ExtendedProperty {
  return { key: PARENT_ENTRY_ID, id: PARENT_ENTRY_ID, value: entryIdOf(folder) };
}

/** @throws GraphError 400 for a property that the store makes by itself */
export function refuseComputed(properties: readonly ExtendedProperty[]): void {
  const computed = properties.find(({ key }) => key === ENTRY_ID || key === PARENT_ENTRY_ID);
  if (computed !== undefined) throw badExtendedProperty(`The property '${computed.id}' cannot be set.`);
}
