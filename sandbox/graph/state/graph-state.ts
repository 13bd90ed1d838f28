import { z } from 'zod';
import type { Collection, DocumentStore } from '../../store/documents';
import { contactValuesSchema, type ContactValues } from '../contact/properties';
import { eventValuesSchema, type EventValues } from '../event/properties';
import { settingsSchema, type Settings } from '../settings';
import { taskValuesSchema, type TaskValues } from '../task/properties';
import type { KnownToken } from '../tokens';
import { Directory, type User } from './directory';
import { Folders } from './folders';
import { Items } from './items';
import { Mails } from './mails';
import { Sequence } from './sequence';
import { TodoLists } from './todo-lists';
import { Transactions } from './transactions';

const tokenSchema = z.object({ token: z.string(), expiresAt: z.string().optional() });
const generationSchema = z.object({ delta: z.int(), skip: z.int() });

/** How often a mailbox's delta links, and its links to next delta pages, were made invalid. */
export type Generation = z.infer<typeof generationSchema>;

const DEFAULTS = settingsSchema.parse({});

/** Everything that the simulator knows, on one document store. */
export class GraphState {
  readonly store: DocumentStore;
  readonly sequence: Sequence;
  readonly directory: Directory;
  readonly folders: Folders;
  readonly contacts: Items<ContactValues>;
  readonly events: Items<EventValues>;
  readonly mails: Mails;
  readonly transactions: Transactions;
  readonly todoLists: TodoLists;
  readonly tasks: Items<TaskValues>;
  readonly now: () => Date;
  readonly #settings: Collection<Settings>;
  readonly #tokens: Collection<KnownToken>;
  readonly #generations: Collection<Generation>;

  constructor(store: DocumentStore, now: () => Date) {
    this.store = store;
    this.now = now;
    this.sequence = new Sequence(store);
    this.directory = new Directory(store);
    this.folders = new Folders(store, this.sequence);
    this.contacts = new Items({
      store,
      now,
      sequence: this.sequence,
      kind: 'contacts',
      values: contactValuesSchema,
    });
    const common = { store, now, sequence: this.sequence };
    this.events = new Items({ ...common, kind: 'events', values: eventValuesSchema });
    this.mails = new Mails(store, () => this.sequence.nextNumber());
    this.transactions = new Transactions(store);
    this.todoLists = new TodoLists(common);
    this.tasks = new Items({ ...common, kind: 'tasks', values: taskValuesSchema });
    this.#settings = store.collection('graph.settings', (value) => settingsSchema.parse(value));
    this.#tokens = store.collection('graph.tokens', (value) => tokenSchema.parse(value));
    this.#generations = store.collection('graph.generations', (value) => generationSchema.parse(value));
  }

  get settings(): Settings {
    return this.#settings.get('all') ?? DEFAULTS;
  }

  set settings(settings: Settings) {
    this.#settings.put('all', settings);
  }

  token(token: string): KnownToken | undefined {
    return this.#tokens.get(token);
  }

  tokens(): KnownToken[] {
    return [...this.#tokens.all()];
  }

  putToken(token: KnownToken): void {
    this.#tokens.put(token.token, token);
  }

  deleteToken(token: string): boolean {
    return this.#tokens.delete(token);
  }

  /** Makes these the only tokens. */
  replaceTokens(tokens: readonly KnownToken[]): void {
    this.#tokens.clear();
    for (const token of tokens) this.putToken(token);
  }

  generation(mailbox: string): Generation {
    return this.#generations.get(mailbox) ?? { delta: 0, skip: 0 };
  }

  /** Makes every delta link, or every link to a next delta page, of a mailbox invalid (410). */
  expire(mailbox: string, kind: keyof Generation): void {
    const generation = this.generation(mailbox);
    this.#generations.put(mailbox, { ...generation, [kind]: generation[kind] + 1 });
  }

  /** Removes a user with the whole mailbox. */
  deleteUser(user: User): void {
    this.store.transaction(() => {
      this.contacts.forget(user.id);
      this.events.forget(user.id);
      this.mails.clear(user.id);
      this.transactions.forget(user.id);
      this.tasks.forget(user.id);
      this.todoLists.items.forget(user.id);
      this.folders.forget(user.id);
      this.directory.delete(user);
    });
  }

  /** Empties the tenant and sets the switches back; numbers go on counting. */
  clear(): void {
    this.store.transaction(() => {
      this.contacts.clear();
      this.events.clear();
      this.mails.clear();
      this.transactions.clear();
      this.tasks.clear();
      this.todoLists.items.clear();
      this.folders.clear();
      this.directory.clear();
      this.#settings.clear();
      // An old delta link must not be taken for one of the new tenant.
      for (const mailbox of [...this.#generations.ids()]) {
        this.expire(mailbox, 'delta');
        this.expire(mailbox, 'skip');
      }
    });
  }
}
