import type { RouteContext } from '../http/route';
import type { Folder } from '../state/folders';
import type { GraphState } from '../state/graph-state';
import { contactFolderOf, mailboxOf, type MailboxUser } from './mailbox-access';

/** Every path below which a mailbox has a collection `contacts`. */
export const CONTACT_PARENTS = [
  '/users/:user',
  '/users/:user/contactFolders/:folder',
  '/users/:user/contactFolders/:parent/childFolders/:folder',
] as const;

export interface ContactPlace {
  readonly user: MailboxUser;
  /** The folder whose contacts are listed and made. */
  readonly folder: Folder;
  /** False below `/users/{id}/contacts`, where an item of any folder answers by its id. */
  readonly folderNamed: boolean;
}

/**
 * The mailbox and folder that a path names; without one the default folder.
 * @throws GraphError 404, 403
 */
export function contactPlace(state: GraphState, { params }: RouteContext): ContactPlace {
  const user = mailboxOf(state, params['user']);
  const { folder, parent } = params;
  if (folder === undefined) {
    return { user, folder: state.folders.wellKnown(user.id, 'contacts'), folderNamed: false };
  }
  return { user, folder: contactFolderOf(state, user, folder, parent), folderNamed: true };
}
