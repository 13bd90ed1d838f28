import { z } from 'zod';
import type { Collection, DocumentStore } from '../../store/documents';
import { folderId } from '../ids';
import type { Sequence } from './sequence';

const folderSchema = z.object({
  id: z.string(),
  number: z.int(),
  /** Id of the user whose mailbox it is in. */
  mailbox: z.string(),
  displayName: z.string(),
  /** Id of the folder it is in; null for the root. */
  parent: z.string().nullable(),
  role: z.enum(['root', 'contacts', 'calendar', 'deletedItems', 'contactFolder', 'calendarFolder']),
});

export type Folder = z.infer<typeof folderSchema>;
/** What every mailbox has one of; the others are made by people. */
const WELL_KNOWN = {
  root: 'Top of Information Store',
  contacts: 'Contacts',
  calendar: 'Calendar',
  deletedItems: 'Deleted Items',
} as const;
type WellKnown = keyof typeof WELL_KNOWN;
const isWellKnown = (role: Folder['role']): role is WellKnown => role in WELL_KNOWN;

/** The folders of all mailboxes. Their ids never change (reference: Graph 1.6). */
export class Folders {
  readonly #folders: Collection<Folder>;
  readonly #wellKnown = new Map<string, Folder>();
  readonly #sequence: Sequence;

  constructor(store: DocumentStore, sequence: Sequence) {
    this.#sequence = sequence;
    this.#folders = store.collection('graph.folders', (value) => folderSchema.parse(value));
    for (const folder of this.#folders.all()) this.#remember(folder);
  }

  get(mailbox: string, id: string): Folder | undefined {
    const folder = this.#folders.get(id);
    return folder?.mailbox === mailbox ? folder : undefined;
  }

  /** A folder that every mailbox has; made at its first use. */
  wellKnown(mailbox: string, role: WellKnown): Folder {
    const found = this.#wellKnown.get(`${mailbox} ${role}`);
    if (found !== undefined) return found;
    const parent = role === 'root' ? null : this.wellKnown(mailbox, 'root').id;
    return this.#add(mailbox, WELL_KNOWN[role], parent, role);
  }

  childrenOf(parent: Folder): Folder[] {
    return [...this.#folders.all()].filter((folder) => folder.parent === parent.id);
  }

  all(mailbox: string): Folder[] {
    for (const role of ['contacts', 'calendar', 'deletedItems'] as const) this.wellKnown(mailbox, role);
    return [...this.#folders.all()].filter((folder) => folder.mailbox === mailbox);
  }

  /** Makes a folder of the kind of the one that it is put into: below a calendar another calendar. */
  create(parent: Folder, displayName: string): Folder {
    const isCalendar = parent.role === 'calendar' || parent.role === 'calendarFolder';
    return this.#add(parent.mailbox, displayName, parent.id, isCalendar ? 'calendarFolder' : 'contactFolder');
  }

  change(folder: Folder, change: { displayName?: string; parent?: string }): Folder {
    const changed = { ...folder, ...change };
    this.#folders.put(folder.id, changed);
    return changed;
  }

  /** Whether the folder is Deleted Items or somewhere below it. */
  isDeleted(folder: Folder): boolean {
    if (folder.role === 'deletedItems') return true;
    const parent = folder.parent === null ? undefined : this.#folders.get(folder.parent);
    return parent !== undefined && this.isDeleted(parent);
  }

  forget(mailbox: string): void {
    for (const folder of [...this.#folders.all()]) {
      if (folder.mailbox === mailbox) this.#folders.delete(folder.id);
    }
    for (const key of [...this.#wellKnown.keys()]) {
      if (key.startsWith(`${mailbox} `)) this.#wellKnown.delete(key);
    }
  }

  clear(): void {
    this.#folders.clear();
    this.#wellKnown.clear();
  }

  #add(mailbox: string, displayName: string, parent: string | null, role: Folder['role']): Folder {
    const number = this.#sequence.nextNumber();
    const folder = { id: folderId(mailbox, number), number, mailbox, displayName, parent, role };
    this.#folders.put(folder.id, folder);
    this.#remember(folder);
    return folder;
  }

  #remember(folder: Folder): void {
    if (isWellKnown(folder.role)) this.#wellKnown.set(`${folder.mailbox} ${folder.role}`, folder);
  }
}
