import { z } from 'zod';
import type { DocumentStore } from '../../store/documents';
import { folderId, folderNumber } from '../ids';
import { Items, type Item } from './items';
import type { Sequence } from './sequence';

const listValuesSchema = z.object({
  displayName: z.string(),
  wellknownListName: z.enum(['none', 'defaultList', 'flaggedEmails']),
});

export type TodoListValues = z.infer<typeof listValuesSchema>;
export type TodoList = Item<TodoListValues>;

const WELL_KNOWN = [
  { displayName: 'Tasks', wellknownListName: 'defaultList' },
  { displayName: 'Flagged Emails', wellknownListName: 'flaggedEmails' },
] as const;

/** A list's id; as every container's it never changes (reference: Graph 1.6). */
export function listId({ mailbox, number }: Pick<TodoList, 'mailbox' | 'number'>): string {
  return folderId(mailbox, number);
}

/** The To Do lists of all mailboxes, with the feed of their changes. */
export class TodoLists {
  readonly items: Items<TodoListValues>;

  constructor(parts: { store: DocumentStore; sequence: Sequence; now: () => Date }) {
    this.items = new Items({ ...parts, kind: 'todoLists', values: listValuesSchema });
  }

  /** What stands for a mailbox's collection of lists in the feed; makes those that every mailbox has. */
  placeOf(mailbox: string): string {
    const place = `lists ${mailbox}`;
    if (this.items.slice(place, 0, 0).total === 0) {
      for (const values of WELL_KNOWN) this.items.create(mailbox, place, { values, extended: [] });
    }
    return place;
  }

  /** Oldest first. */
  all(mailbox: string): TodoList[] {
    return this.items.inFolder(this.placeOf(mailbox));
  }

  get(mailbox: string, id: string): TodoList | undefined {
    const place = this.placeOf(mailbox);
    const number = folderNumber(id);
    const list = number === undefined ? undefined : this.items.get(number);
    return list?.folder === place && listId(list) === id ? list : undefined;
  }

  create(mailbox: string, displayName: string): TodoList {
    const values = { displayName, wellknownListName: 'none' } as const;
    return this.items.create(mailbox, this.placeOf(mailbox), { values, extended: [] });
  }

  rename(list: TodoList, displayName: string): TodoList {
    const values = { ...list.values, displayName };
    return this.items.update(list, { values, extended: [], changed: ['displayName'], reported: true });
  }
}
