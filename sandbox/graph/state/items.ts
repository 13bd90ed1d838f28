import { z } from 'zod';
import type { Collection, DocumentStore } from '../../store/documents';
import type { Feed } from './feed';
import { FolderContents } from './folder-contents';
import type { Sequence } from './sequence';

const extendedPropertySchema = z.object({ key: z.string(), id: z.string(), value: z.string() });

/** A single-value extended property; `key` is what identifies it, `id` how it is written in answers. */
export type ExtendedProperty = z.infer<typeof extendedPropertySchema>;

const feedStateSchema = z.object({
  /** Version of the newest change that delta reports. */
  version: z.int(),
  /** Version at which the item came into its folder. */
  entered: z.int(),
  /** Version of the newest change of each property since then. */
  changed: z.record(z.string(), z.int()),
  /** The version of a move that the target folder's delta does not report. */
  unreported: z.int().optional(),
});

const baseSchema = z.object({
  number: z.int(),
  mailbox: z.string(),
  folder: z.string(),
  createdAt: z.string(),
  modifiedAt: z.string(),
  /** Goes up with every write; the change key is made from it. */
  version: z.int(),
  extended: z.array(extendedPropertySchema),
  feed: feedStateSchema,
  /** Where a deleted item was before. */
  deletedFrom: z.string().optional(),
});

/** An item of a mailbox. `values` are the type's own properties; what is not set is not there. */
export type Item<V> = z.infer<typeof baseSchema> & { readonly values: V };

const removalSchema = z.object({
  folder: z.string(),
  number: z.int(),
  version: z.int(),
  reason: z.enum(['deleted', 'changed']),
});

/** What a folder's delta says of an item that is no longer in it. */
export type Removal = z.infer<typeof removalSchema>;

export interface ItemChange<V> {
  readonly values: V;
  readonly extended: readonly ExtendedProperty[];
  /** Names of the properties that were written. */
  readonly changed: readonly string[];
  /** Whether delta reports it. */
  readonly reported: boolean;
}

/** The items of one type, of all mailboxes, with each folder's change feed. */
export class Items<V> {
  readonly #items: Collection<Item<V>>;
  readonly #removals: Collection<Removal>;
  readonly #contents = new Map<string, FolderContents>();
  readonly #store: DocumentStore;
  readonly #sequence: Sequence;
  readonly #now: () => Date;

  constructor(parts: {
    store: DocumentStore;
    sequence: Sequence;
    now: () => Date;
    kind: string;
    values: z.ZodType<V>;
  }) {
    this.#store = parts.store;
    this.#sequence = parts.sequence;
    this.#now = parts.now;
    this.#items = parts.store.collection(`graph.${parts.kind}`, (value) => {
      const raw = z.object({ values: z.unknown() }).parse(value);
      return { ...baseSchema.parse(value), values: parts.values.parse(raw.values) };
    });
    this.#removals = parts.store.collection(`graph.${parts.kind}.removals`, (value) =>
      removalSchema.parse(value),
    );
    this.#index();
  }

  get(number: number): Item<V> | undefined {
    return this.#items.get(String(number));
  }

  removal(folder: string, number: number): Removal | undefined {
    return this.#removals.get(`${folder} ${number}`);
  }

  /** Oldest first. */
  inFolder(folder: string): Item<V>[] {
    return this.#contentsOf(folder).numbers.flatMap((number) => this.get(number) ?? []);
  }

  /** How many there are in a folder, and those at some places of that order. */
  slice(folder: string, start: number, end: number): { items: Item<V>[]; total: number } {
    const { numbers } = this.#contentsOf(folder);
    const items = numbers.slice(start, end).flatMap((number) => this.get(number) ?? []);
    return { items, total: numbers.length };
  }

  feed(folder: string): Feed {
    return this.#contentsOf(folder).feed;
  }

  create(
    mailbox: string,
    folder: string,
    content: { values: V; extended: readonly ExtendedProperty[] },
  ): Item<V> {
    return this.#store.transaction(() => {
      const version = this.#sequence.nextVersion();
      const at = this.#stamp();
      const item: Item<V> = {
        number: this.#sequence.nextNumber(),
        mailbox,
        folder,
        createdAt: at,
        modifiedAt: at,
        version,
        extended: [...content.extended],
        feed: { version, entered: version, changed: {} },
        values: content.values,
      };
      this.#enter(item);
      return item;
    });
  }

  update(item: Item<V>, change: ItemChange<V>): Item<V> {
    return this.#store.transaction(() => {
      const version = this.#sequence.nextVersion();
      const changed = Object.fromEntries(change.changed.map((name) => [name, version]));
      const updated: Item<V> = {
        ...item,
        version,
        modifiedAt: this.#stamp(),
        values: change.values,
        extended: [...change.extended],
        feed: change.reported
          ? { ...item.feed, version, changed: { ...item.feed.changed, ...changed }, unreported: undefined }
          : item.feed,
      };
      this.#items.put(String(item.number), updated);
      if (change.reported) this.#contentsOf(item.folder).feed.touch(item.number, version);
      return updated;
    });
  }

  /**
   * Puts an item into another folder. `shown` false: the target's delta keeps quiet about it. `renumbered`: it is
   * another item from then on, by every kind of id.
   */
  move(
    item: Item<V>,
    folder: string,
    how: { reason: Removal['reason']; shown: boolean; deleting?: boolean; renumbered?: boolean },
  ): Item<V> {
    return this.#store.transaction(() => {
      const version = this.#sequence.nextVersion();
      const moved: Item<V> = {
        ...item,
        number: how.renumbered === true ? this.#sequence.nextNumber() : item.number,
        folder,
        version,
        modifiedAt: this.#stamp(),
        feed: { version, entered: version, changed: {}, unreported: how.shown ? undefined : version },
        deletedFrom: how.deleting === true ? item.folder : undefined,
      };
      this.#leave(item, version, how.reason);
      if (moved.number !== item.number) this.#items.delete(String(item.number));
      this.#enter(moved);
      return moved;
    });
  }

  /** Deletes for good. */
  remove(item: Item<V>): void {
    this.#store.transaction(() => {
      this.#leave(item, this.#sequence.nextVersion(), 'deleted');
      this.#items.delete(String(item.number));
    });
  }

  /** Forgets all items of a mailbox as if they had never been. */
  forget(mailbox: string): void {
    const folders = new Set<string>();
    for (const item of [...this.#items.all()]) {
      if (item.mailbox !== mailbox) continue;
      folders.add(item.folder);
      this.#items.delete(String(item.number));
    }
    for (const folder of folders) this.#contents.delete(folder);
  }

  clear(): void {
    this.#items.clear();
    this.#removals.clear();
    this.#contents.clear();
  }

  #enter(item: Item<V>): void {
    this.#items.put(String(item.number), item);
    this.#removals.delete(`${item.folder} ${item.number}`);
    const contents = this.#contentsOf(item.folder);
    contents.add(item.number);
    contents.feed.touch(item.number, item.feed.version);
  }

  #leave({ folder, number }: Item<V>, version: number, reason: Removal['reason']): void {
    this.#removals.put(`${folder} ${number}`, { folder, number, version, reason });
    const contents = this.#contentsOf(folder);
    contents.remove(number);
    contents.feed.touch(number, version);
  }

  #contentsOf(folder: string): FolderContents {
    const found = this.#contents.get(folder);
    if (found !== undefined) return found;
    const made = new FolderContents();
    this.#contents.set(folder, made);
    return made;
  }

  #index(): void {
    for (const item of this.#items.all()) this.#contentsOf(item.folder).add(item.number);
    const entries = [
      ...[...this.#items.all()].map(({ folder, number, feed }) => ({
        folder,
        number,
        version: feed.version,
      })),
      ...this.#removals.all(),
    ];
    entries.sort((one, other) => one.version - other.version);
    for (const { folder, number, version } of entries) this.#contentsOf(folder).feed.touch(number, version);
  }

  /** Outlook stamps whole seconds. */
  #stamp(): string {
    return `${this.#now().toISOString().slice(0, 19)}Z`;
  }
}
