import type { GraphState } from '../state/graph-state';
import type { Item } from '../state/items';
import { listId, type TodoList } from '../state/todo-lists';
import type { TaskValues } from './properties';

/** Where deleted tasks of a mailbox are: no list, so no path of the API leads there. */
export function taskBin(mailbox: string): string {
  return `deleted tasks ${mailbox}`;
}

/**
 * Deletes a task as the API sees it: for good. Exchange keeps it in Deleted Items, where a person finds it in
 * Outlook; To Do has no path to it, and no immutable id to ask by (reference: Graph 1.6, 3).
 */
export function discardTask(state: GraphState, item: Item<TaskValues>): void {
  state.tasks.move(item, taskBin(item.mailbox), { reason: 'deleted', shown: true, deleting: true });
}

/** Puts a task into another list, with its linked resources; its id becomes another one (reference: Graph 3). */
export function moveTask(state: GraphState, item: Item<TaskValues>, list: TodoList): Item<TaskValues> {
  return state.tasks.move(item, listId(list), {
    reason: state.settings.moveReason,
    shown: true,
    renumbered: true,
  });
}

/** Deletes a list with its tasks. */
export function discardList(state: GraphState, list: TodoList): void {
  state.store.transaction(() => {
    for (const item of state.tasks.inFolder(listId(list))) discardTask(state, item);
    state.todoLists.items.remove(list);
  });
}
