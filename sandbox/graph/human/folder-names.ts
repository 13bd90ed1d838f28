import type { User } from '../state/directory';
import type { Folder } from '../state/folders';
import type { GraphState } from '../state/graph-state';
import { NotThere } from './guarded';

/** Where a folder is, as a person would say it: `Contacts/Suppliers`. */
export function folderPath(state: GraphState, folder: Folder): string {
  const parent = folder.parent === null ? undefined : state.folders.get(folder.mailbox, folder.parent);
  return parent === undefined || parent.role === 'root'
    ? folder.displayName
    : `${folderPath(state, parent)}/${folder.displayName}`;
}

/** A folder of a mailbox by its id or path. @throws NotThere */
export function folderNamed(state: GraphState, user: User, name: string): Folder {
  const folder = state.folders
    .all(user.id)
    .find((candidate) => candidate.id === name || folderPath(state, candidate) === name);
  if (folder === undefined) throw new NotThere(`There is no folder ${name}.`);
  return folder;
}
