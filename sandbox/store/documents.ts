import { DatabaseSync, type StatementSync } from 'node:sqlite';

/**
 * One kind of documents. Values are JSON and belong to the store once put: replace them, never change them in
 * place, or the file and the memory drift apart.
 */
export interface Collection<T> {
  readonly size: number;
  get(id: string): T | undefined;
  has(id: string): boolean;
  put(id: string, value: T): void;
  /** Answers whether there was anything to delete. */
  delete(id: string): boolean;
  clear(): void;
  ids(): IterableIterator<string>;
  /** In the order of insertion, also after a restart (an undone delete puts its document last). */
  all(): IterableIterator<T>;
  entries(): IterableIterator<[string, T]>;
}

/** Turns what the file holds into a document, and throws where it is none. */
export type Parse<T> = (value: unknown) => T;

interface Row {
  readonly id: string;
  readonly json: string;
}

interface Statements {
  readonly put: StatementSync;
  readonly delete: StatementSync;
  readonly clear: StatementSync;
  readonly load: StatementSync;
}

const schema = `
  CREATE TABLE IF NOT EXISTS documents (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    json TEXT NOT NULL,
    UNIQUE (kind, id)
  )`;

/**
 * Documents by kind and id. Reads come from memory; with a file, each write is in it when the call returns
 * (WAL, so it outlives a SIGKILL of the process; only a loss of power could take the last writes).
 */
export class DocumentStore {
  readonly #database: DatabaseSync | undefined;
  readonly #statements: Statements | undefined;
  readonly #kinds = new Set<string>();
  #undo: (() => void)[] | undefined;

  constructor(file?: string) {
    if (file === undefined) return;
    this.#database = new DatabaseSync(file);
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000');
    this.#database.exec(schema);
    this.#statements = {
      put: this.#database.prepare(
        'INSERT INTO documents (kind, id, json) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET json = excluded.json',
      ),
      delete: this.#database.prepare('DELETE FROM documents WHERE kind = ? AND id = ?'),
      clear: this.#database.prepare('DELETE FROM documents WHERE kind = ?'),
      load: this.#database.prepare('SELECT id, json FROM documents WHERE kind = ? ORDER BY seq'),
    };
  }

  /**
   * The collection of one kind, loaded from the file. A kind can be opened once only: two copies in memory
   * would not see each other's writes.
   * @throws Error when the kind is open already, and what `parse` throws for a document that is none.
   */
  collection<T>(kind: string, parse: Parse<T>): Collection<T> {
    if (this.#kinds.has(kind)) throw new Error(`collection ${kind} is open already`);
    const documents = new Map<string, T>();
    for (const row of this.#load(kind)) documents.set(row.id, parse(JSON.parse(row.json)));
    this.#kinds.add(kind);
    return new StoredCollection(documents, {
      put: (id, value) => this.#statements?.put.run(kind, id, JSON.stringify(value)),
      delete: (id) => this.#statements?.delete.run(kind, id),
      clear: () => this.#statements?.clear.run(kind),
      undo: (step) => this.#undo?.push(step),
    });
  }

  /**
   * Does all of `work` or nothing of it, in memory and in the file; a transaction inside another joins it.
   * `work` is synchronous, so nothing else can come between.
   */
  transaction<R>(work: () => R): R {
    if (this.#undo !== undefined) return work();
    const undo: (() => void)[] = [];
    this.#undo = undo;
    this.#database?.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database?.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database?.exec('ROLLBACK');
      for (const step of undo.reverse()) step();
      throw error;
    } finally {
      this.#undo = undefined;
    }
  }

  close(): void {
    this.#database?.close();
  }

  #load(kind: string): Row[] {
    return (this.#statements?.load.all(kind) ?? []).map((row) => ({
      id: String(row['id']),
      json: String(row['json']),
    }));
  }
}

interface Writer<T> {
  put(id: string, value: T): void;
  delete(id: string): void;
  clear(): void;
  undo(step: () => void): void;
}

class StoredCollection<T> implements Collection<T> {
  readonly #writer: Writer<T>;
  #documents: Map<string, T>;

  constructor(documents: Map<string, T>, writer: Writer<T>) {
    this.#documents = documents;
    this.#writer = writer;
  }

  get size(): number {
    return this.#documents.size;
  }

  get(id: string): T | undefined {
    return this.#documents.get(id);
  }

  has(id: string): boolean {
    return this.#documents.has(id);
  }

  put(id: string, value: T): void {
    const before = this.#documents.get(id);
    this.#writer.put(id, value);
    this.#documents.set(id, value);
    this.#writer.undo(() => {
      if (before === undefined) this.#documents.delete(id);
      else this.#documents.set(id, before);
    });
  }

  delete(id: string): boolean {
    const before = this.#documents.get(id);
    if (before === undefined) return false;
    this.#writer.delete(id);
    this.#documents.delete(id);
    this.#writer.undo(() => this.#documents.set(id, before));
    return true;
  }

  clear(): void {
    const before = this.#documents;
    this.#writer.clear();
    this.#documents = new Map();
    this.#writer.undo(() => (this.#documents = before));
  }

  ids(): IterableIterator<string> {
    return this.#documents.keys();
  }

  all(): IterableIterator<T> {
    return this.#documents.values();
  }

  entries(): IterableIterator<[string, T]> {
    return this.#documents.entries();
  }
}

/** Opens the store in a file, or in memory only without one. */
export function open(file?: string): DocumentStore {
  return new DocumentStore(file);
}
