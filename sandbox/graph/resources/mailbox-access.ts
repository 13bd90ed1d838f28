import { GraphError, itemNotFound } from '../errors';
import type { User } from '../state/directory';
import type { Folder } from '../state/folders';
import type { GraphState } from '../state/graph-state';

export type MailboxUser = User & { readonly mailbox: NonNullable<User['mailbox']> };

/**
 * The mailbox of a user that a path names.
 * @throws GraphError 404 without such a user or without a mailbox, 403 where it is out of scope (Graph 4.3, 6)
 */
export function mailboxOf(state: GraphState, key: string | undefined): MailboxUser {
  const user = anyMailboxOf(state, key);
  if (!user.mailbox.inScope) {
    throw new GraphError(
      403,
      'ErrorAccessDenied',
      'Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.',
    );
  }
  return user;
}

function anyMailboxOf(state: GraphState, key: string | undefined): MailboxUser {
  const user = state.directory.find(key ?? '');
  if (user === undefined) {
    throw new GraphError(404, 'ResourceNotFound', 'Resource could not be discovered.');
  }
  const { mailbox } = user;
  if (mailbox === null) {
    throw new GraphError(
      404,
      'MailboxNotEnabledForRESTAPI',
      'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    );
  }
  return { ...user, mailbox };
}

/**
 * The mailbox whose To Do a path names. No scope of Exchange covers To Do, so a mailbox that is out of scope answers
 * all the same (reference: Graph 6).
 * @throws GraphError 401 without the role for tasks, 404 without a mailbox, 403 where a switch says so
 */
export function todoMailboxOf(state: GraphState, key: string | undefined): MailboxUser {
  // Seen in place of a 403 (Graph 3).
  if (!state.settings.tasksRoleGranted) throw new GraphError(401, 'UnknownError', '');
  return state.settings.scopeCoversTasks ? mailboxOf(state, key) : anyMailboxOf(state, key);
}

/**
 * A contact folder by its id: the default one, or one that a person made; one that was deleted goes on
 * answering as deleted items do. With `parent` it has to be right below that folder.
 * @throws GraphError 404 ErrorItemNotFound
 */
export function contactFolderOf(state: GraphState, user: MailboxUser, id: string, parent?: string): Folder {
  const folder = state.folders.get(user.id, id);
  const isContactFolder = folder?.role === 'contacts' || folder?.role === 'contactFolder';
  if (!isContactFolder || (parent !== undefined && folder.parent !== parent)) throw itemNotFound();
  if (state.folders.isDeleted(folder) && !state.settings.deletedItemsReadable) throw itemNotFound();
  return folder;
}

/** What stands for the mailbox in `@odata.context` and other links. */
export function mailboxContext(user: User): string {
  return `users('${encodeURIComponent(user.id)}')`;
}
