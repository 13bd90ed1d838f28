import { GraphError, itemNotFound } from '../errors';
import type { RouteContext } from '../http/route';
import { itemNumber } from '../ids';
import type { GraphState } from '../state/graph-state';
import type { Item } from '../state/items';
import { listId, type TodoList } from '../state/todo-lists';
import type { TaskValues } from '../task/properties';
import { taskId } from '../task/render';
import { mailboxContext, todoMailboxOf, type MailboxUser } from './mailbox-access';

export const LISTS_PATH = '/users/:user/todo/lists';
export const TASKS_PATH = `${LISTS_PATH}/:list/tasks`;

export interface TodoPlace {
  readonly user: MailboxUser;
  readonly list: TodoList;
}

/** `@odata.context` of a mailbox's lists. */
export function listsContext({ request }: RouteContext, user: MailboxUser): string {
  return `${request.origin}/v1.0/$metadata#${mailboxContext(user)}/todo/lists`;
}

/** `@odata.context` of a list's tasks. */
export function tasksContext(context: RouteContext, { user, list }: TodoPlace): string {
  return `${listsContext(context, user)}('${encodeURIComponent(listId(list))}')/tasks`;
}

/**
 * The list that a path names.
 * @throws GraphError 401, 403, 404 as the mailbox says, 404 without such a list
 */
export function todoPlace(state: GraphState, { params }: RouteContext): TodoPlace {
  const user = todoMailboxOf(state, params['user']);
  const list = state.todoLists.get(user.id, params['list'] ?? '');
  if (list === undefined) throw itemNotFound();
  return { user, list };
}

/**
 * The task that a path names. Ids are compared as they are, capitals included; a task of another list, or one that
 * was deleted, is not there.
 * @throws GraphError 400 ErrorInvalidIdMalformed, 404 ErrorItemNotFound
 */
export function taskAt(state: GraphState, context: RouteContext): TodoPlace & { item: Item<TaskValues> } {
  const place = todoPlace(state, context);
  const id = context.params['task'] ?? '';
  const number = itemNumber(id);
  if (number === undefined) throw new GraphError(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
  const list = listId(place.list);
  const item = state.tasks.get(number);
  if (item?.folder !== list || id !== taskId(place.user.id, list, number)) throw itemNotFound();
  return { ...place, item };
}
