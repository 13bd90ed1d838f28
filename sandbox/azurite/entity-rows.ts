import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { readEntity, type Entity } from './entity';
import type { KeyBounds } from './key-bounds';

const schema = `
  CREATE TABLE IF NOT EXISTS entities (
    "table" TEXT NOT NULL,
    partition TEXT NOT NULL,
    row TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY ("table", partition, row)
  ) WITHOUT ROWID`;

/** Where a query goes on: the first row of the next page. */
export interface Place {
  readonly partition: string;
  readonly row: string;
}

/** The rows of all tables, in one SQLite table whose primary key is the order that Table Storage promises. */
export class EntityRows {
  readonly #load: StatementSync;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #removeTable: StatementSync;
  readonly #range: StatementSync;

  constructor(database: DatabaseSync) {
    database.exec(schema);
    const key = '"table" = ? AND partition = ? AND row = ?';
    this.#load = database.prepare(`SELECT json FROM entities WHERE ${key}`);
    this.#put = database.prepare('INSERT OR REPLACE INTO entities VALUES (?, ?, ?, ?)');
    this.#remove = database.prepare(`DELETE FROM entities WHERE ${key}`);
    this.#removeTable = database.prepare('DELETE FROM entities WHERE "table" = ?');
    this.#range = database.prepare(
      `SELECT json FROM entities
       WHERE "table" = ? AND (partition, row) >= (?, ?) AND (partition, row) <= (?, ?)
       ORDER BY partition, row`,
    );
  }

  load(table: string, partition: string, row: string): Entity | undefined {
    const found = this.#load.get(table, partition, row);
    return found === undefined ? undefined : readEntity(String(found['json']));
  }

  put(table: string, entity: Entity): void {
    this.#put.run(table, entity.PartitionKey, entity.RowKey, JSON.stringify(entity));
  }

  remove(table: string, partition: string, row: string): void {
    this.#remove.run(table, partition, row);
  }

  removeTable(table: string): void {
    this.#removeTable.run(table);
  }

  /** Rows in key order, from a place on where one is given. They are read one at a time: stop when it is enough. */
  *range(table: string, bounds: KeyBounds, from: Place | undefined): Generator<Entity> {
    const { partition, rowFrom, rowTo } = bounds;
    const start = from ?? { partition: partition ?? '', row: partition === undefined ? '' : (rowFrom ?? '') };
    const end = { partition: partition ?? last, row: partition === undefined ? last : (rowTo ?? last) };
    for (const found of this.#range.iterate(table, start.partition, start.row, end.partition, end.row)) {
      yield readEntity(String(found['json']));
    }
  }
}

/** Sorts after every key, as keys are compared byte by byte in UTF-8. */
const last = '\u{10FFFF}';
