import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** A table as Azurite's handlers give and expect it. Names keep their case and are compared without it. */
export interface TableModel {
  readonly account: string;
  readonly table: string;
  readonly tableAcl?: unknown;
}

const schema = `
  CREATE TABLE IF NOT EXISTS tables (
    account TEXT NOT NULL,
    name TEXT NOT NULL COLLATE NOCASE,
    acl TEXT,
    PRIMARY KEY (account, name)
  )`;

export class TableList {
  readonly #add: StatementSync;
  readonly #remove: StatementSync;
  readonly #load: StatementSync;
  readonly #setAcl: StatementSync;
  readonly #list: StatementSync;

  constructor(database: DatabaseSync) {
    database.exec(schema);
    this.#add = database.prepare('INSERT OR IGNORE INTO tables (account, name) VALUES (?, ?)');
    this.#remove = database.prepare('DELETE FROM tables WHERE account = ? AND name = ?');
    this.#load = database.prepare('SELECT * FROM tables WHERE account = ? AND name = ?');
    this.#setAcl = database.prepare('UPDATE tables SET acl = ? WHERE account = ? AND name = ?');
    this.#list = database.prepare('SELECT * FROM tables WHERE account = ? AND name >= ? ORDER BY name');
  }

  /** @returns false when there is one of that name. */
  add(model: TableModel): boolean {
    return this.#add.run(model.account, model.table).changes > 0;
  }

  /** @returns false when there was none. */
  remove(account: string, table: string): boolean {
    return this.#remove.run(account, table).changes > 0;
  }

  load(account: string, table: string): TableModel | undefined {
    const row = this.#load.get(account, table);
    return row === undefined ? undefined : toModel(row);
  }

  /** @returns false when there is no such table. */
  setAcl(account: string, table: string, acl: unknown): boolean {
    const text = acl === undefined ? null : JSON.stringify(acl);
    return this.#setAcl.run(text, account, table).changes > 0;
  }

  list(account: string, from: string): TableModel[] {
    return this.#list.all(account, from).map(toModel);
  }
}

function toModel(row: Readonly<Record<string, unknown>>): TableModel {
  const acl = row['acl'];
  return {
    account: String(row['account']),
    table: String(row['name']),
    ...(typeof acl === 'string' ? { tableAcl: JSON.parse(acl) as unknown } : {}),
  };
}
