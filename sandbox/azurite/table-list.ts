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

/** The tables that there are: read once, since every request asks for one, and written as they change. */
export class TableList {
  readonly #models = new Map<string, TableModel>();
  readonly #put: StatementSync;
  readonly #remove: StatementSync;

  constructor(database: DatabaseSync) {
    database.exec(schema);
    this.#put = database.prepare('INSERT OR REPLACE INTO tables (account, name, acl) VALUES (?, ?, ?)');
    this.#remove = database.prepare('DELETE FROM tables WHERE account = ? AND name = ?');
    for (const row of database.prepare('SELECT * FROM tables').all()) this.#remember(toModel(row));
  }

  /** @returns false when there is one of that name. */
  add(model: TableModel): boolean {
    if (this.load(model.account, model.table) !== undefined) return false;
    this.#save(model);
    return true;
  }

  /** @returns false when there was none. */
  remove(account: string, table: string): boolean {
    this.#remove.run(account, table);
    return this.#models.delete(tableId(account, table));
  }

  load(account: string, table: string): TableModel | undefined {
    return this.#models.get(tableId(account, table));
  }

  /** @returns false when there is no such table. */
  setAcl(account: string, table: string, acl: unknown): boolean {
    const model = this.load(account, table);
    if (model === undefined) return false;
    this.#save({ account, table: model.table, ...(acl === undefined ? {} : { tableAcl: acl }) });
    return true;
  }

  /** By name, from a name on. */
  list(account: string, from: string): TableModel[] {
    return [...this.#models.values()]
      .filter((model) => model.account === account && lower(model.table) >= lower(from))
      .sort((a, b) => (lower(a.table) < lower(b.table) ? -1 : 1));
  }

  #save(model: TableModel): void {
    const acl = model.tableAcl === undefined ? null : JSON.stringify(model.tableAcl);
    this.#put.run(model.account, model.table, acl);
    this.#remember(model);
  }

  #remember(model: TableModel): void {
    this.#models.set(tableId(model.account, model.table), model);
  }
}

const lower = (name: string): string => name.toLowerCase();

/** Names a table in the rows of all tables. */
export const tableId = (account: string, table: string): string => `${account}/${lower(table)}`;

function toModel(row: Readonly<Record<string, unknown>>): TableModel {
  const acl = row['acl'];
  return {
    account: String(row['account']),
    table: String(row['name']),
    ...(typeof acl === 'string' ? { tableAcl: JSON.parse(acl) as unknown } : {}),
  };
}
