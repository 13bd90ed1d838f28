import { z } from 'zod';
import { itemNumber } from '../ids';
import type { Entity } from '../odata/select';
import type { User } from '../state/directory';
import type { GraphState } from '../state/graph-state';
import type { Item } from '../state/items';
import { listId, type TodoList } from '../state/todo-lists';
import { discardList, discardTask, moveTask, taskBin } from '../task/place';
import type { TaskValues } from '../task/properties';
import { readNewTask, readTaskChange } from '../task/read-body';
import { taskId } from '../task/render';
import { writeTask } from '../task/series';
import { viewTask } from '../task/view';
import { NotThere, userNamed } from './guarded';

export interface HumanList {
  readonly id: string;
  readonly name: string;
  readonly wellknownListName: 'none' | 'defaultList' | 'flaggedEmails';
}

/** A task as the person at the mailbox sees it, with its linked resources. */
export interface HumanTask {
  /** Another one after a move; of a deleted task the one that it had. */
  readonly id: string;
  readonly list: { readonly id: string; readonly name: string };
  readonly deleted: boolean;
  readonly task: Entity;
}

/** Beside what the API takes: `due`, the day as a person picks it, in the mailbox's time zone. */
const dueSchema = z.looseObject({ due: z.iso.date().nullable().optional() });

/**
 * Acts as a person does in Microsoft To Do, past the API and its log. Mailboxes are named by user id or user
 * principal name, lists by id or name, tasks by id.
 */
export class HumanTodo {
  readonly #state: GraphState;

  constructor(state: GraphState) {
    this.#state = state;
  }

  lists(mailbox: string): HumanList[] {
    return this.#state.todoLists.all(this.#user(mailbox).id).map((list) => this.#showList(list));
  }

  addList(mailbox: string, name: string): HumanList {
    return this.#showList(this.#state.todoLists.create(this.#user(mailbox).id, name));
  }

  renameList(mailbox: string, list: string, name: string): HumanList {
    const found = this.#ownList(this.#user(mailbox), list);
    return this.#showList(this.#state.todoLists.rename(found, name));
  }

  /** Deletes a list with its tasks. */
  deleteList(mailbox: string, list: string): void {
    discardList(this.#state, this.#ownList(this.#user(mailbox), list));
  }

  /** Oldest first; deleted ones only when asked for. */
  tasks(mailbox: string, options: { list?: string; deleted?: boolean } = {}): HumanTask[] {
    const user = this.#user(mailbox);
    const only = options.list === undefined ? undefined : listId(this.#list(user, options.list));
    if (options.deleted === true) {
      const items = this.#state.tasks.inFolder(taskBin(user.id));
      return items
        .filter(({ deletedFrom }) => only === undefined || deletedFrom === only)
        .map((item) => this.#show(user, item));
    }
    return this.#state.todoLists
      .all(user.id)
      .map(listId)
      .filter((id) => only === undefined || id === only)
      .flatMap((id) => this.#state.tasks.inFolder(id))
      .map((item) => this.#show(user, item));
  }

  task(mailbox: string, id: string): HumanTask {
    const user = this.#user(mailbox);
    return this.#show(user, this.#item(user, id));
  }

  /** Makes a task from a body as the API takes it, with `due` if the mailbox's own day is meant. */
  add(mailbox: string, body: unknown, list = 'Tasks'): HumanTask {
    const user = this.#user(mailbox);
    return this.#show(user, this.#add(user, this.#list(user, list), body));
  }

  /** Makes many tasks, all or none. Returns their ids. */
  addMany(mailbox: string, bodies: readonly unknown[], list = 'Tasks'): string[] {
    const user = this.#user(mailbox);
    const place = this.#list(user, list);
    return this.#state.store.transaction(() =>
      bodies.map((body) => taskId(user.id, listId(place), this.#add(user, place, body).number)),
    );
  }

  /** Changes what the body names. */
  edit(mailbox: string, id: string, body: unknown): HumanTask {
    const user = this.#user(mailbox);
    const item = this.#live(user, id);
    const change = readTaskChange(this.#withDue(user, body), item.values, this.#state.now());
    return this.#show(user, writeTask(this.#state, item, change));
  }

  /** Ticks a task off; of a series the next one appears. */
  complete(mailbox: string, id: string): HumanTask {
    return this.edit(mailbox, id, { status: 'completed' });
  }

  delete(mailbox: string, id: string): void {
    discardTask(this.#state, this.#live(this.#user(mailbox), id));
  }

  /** Into another list, under another id. */
  move(mailbox: string, id: string, list: string): HumanTask {
    const user = this.#user(mailbox);
    return this.#show(user, moveTask(this.#state, this.#live(user, id), this.#list(user, list)));
  }

  /** Takes a task out of Outlook's Deleted Items, into the list where it was, under another id. */
  restore(mailbox: string, id: string): HumanTask {
    const user = this.#user(mailbox);
    const item = this.#item(user, id);
    if (item.deletedFrom === undefined) throw new Error('This task is not deleted.');
    const list = this.#state.todoLists.get(user.id, item.deletedFrom) ?? this.#list(user, 'Tasks');
    return this.#show(user, moveTask(this.#state, item, list));
  }

  #add(user: User, list: TodoList, body: unknown): Item<TaskValues> {
    const { values } = readNewTask(this.#withDue(user, body), this.#state.now());
    return this.#state.tasks.create(user.id, listId(list), { values, extended: [] });
  }

  #withDue(user: User, input: unknown): unknown {
    const { due, ...body } = dueSchema.parse(input);
    if (due === undefined) return body;
    const timeZone = user.mailbox?.timeZone ?? 'UTC';
    return { ...body, dueDateTime: due === null ? null : { dateTime: `${due}T00:00:00`, timeZone } };
  }

  #user(key: string): User {
    return userNamed(this.#state, key);
  }

  #list(user: User, name: string): TodoList {
    const list = this.#state.todoLists
      .all(user.id)
      .find((candidate) => listId(candidate) === name || candidate.values.displayName === name);
    if (list === undefined) throw new NotThere(`There is no list ${name}.`);
    return list;
  }

  #ownList(user: User, name: string): TodoList {
    const list = this.#list(user, name);
    if (list.values.wellknownListName !== 'none') throw new Error('This list stays as it is.');
    return list;
  }

  #item(user: User, id: string): Item<TaskValues> {
    const number = itemNumber(id);
    const item = number === undefined ? undefined : this.#state.tasks.get(number);
    if (item?.mailbox !== user.id) throw new NotThere(`There is no task ${id}.`);
    return item;
  }

  #live(user: User, id: string): Item<TaskValues> {
    const item = this.#item(user, id);
    if (item.deletedFrom !== undefined) throw new NotThere(`The task ${id} is deleted.`);
    return item;
  }

  #show(user: User, item: Item<TaskValues>): HumanTask {
    const list = item.deletedFrom ?? item.folder;
    const known = this.#state.todoLists.get(user.id, list);
    const task = viewTask({ ...item, folder: list }, { expand: ['linkedResources'] });
    return {
      id: taskId(user.id, list, item.number),
      list: { id: list, name: known?.values.displayName ?? '' },
      deleted: item.deletedFrom !== undefined,
      task,
    };
  }

  #showList(list: TodoList): HumanList {
    const { displayName, wellknownListName } = list.values;
    return { id: listId(list), name: displayName, wellknownListName };
  }
}
