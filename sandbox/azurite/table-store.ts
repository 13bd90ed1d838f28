import { DatabaseSync } from 'node:sqlite';
import StorageErrorFactory from 'azurite/dist/src/table/errors/StorageErrorFactory';
import { etagFits, Stamps, type Entity } from './entity';
import { EntityRows, type Place } from './entity-rows';
import { parseFilter, type EntityFilter } from './key-bounds';
import { tableId, TableList, type TableModel } from './table-list';

const maxPage = 1000;

export interface QueryOptions {
  readonly filter?: string;
  readonly top?: number;
}

/**
 * Azurite's store of tables, on SQLite. Azurite's own keeps everything in memory, writes it to its file every five
 * seconds (a SIGKILL loses what came since), and looks at every row of a table for each query. Here a write is in the
 * file when it is answered, a transaction is one transaction, and a query reads the rows that it asks for.
 *
 * The methods are those that Azurite's handlers call. A transaction runs from begin to end without giving the event
 * loop a turn, so no other request can come between; should that ever change, it is refused rather than mixed up.
 */
export class TableStore {
  readonly #database: DatabaseSync;
  readonly #tables: TableList;
  readonly #rows: EntityRows;
  readonly #stamps = new Stamps();
  #batch: string | undefined;

  /** @param file absent: everything is kept in memory. */
  constructor(file?: string) {
    this.#database = new DatabaseSync(file ?? ':memory:');
    // WAL without a sync at each commit outlives the process, not a loss of power, which is all that is asked for.
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000');
    this.#tables = new TableList(this.#database);
    this.#rows = new EntityRows(this.#database);
  }

  close(): void {
    this.#database.close();
  }

  createTable(context: unknown, model: TableModel): Promise<void> {
    return this.#do(undefined, () => {
      if (!this.#tables.add(model)) throw StorageErrorFactory.getTableAlreadyExists(context);
    });
  }

  deleteTable(context: unknown, table: string, account: string): Promise<void> {
    return this.#do(undefined, () => {
      if (!this.#tables.remove(account, table)) throw StorageErrorFactory.ResourceNotFound(context);
      this.#rows.removeTable(tableId(account, table));
    });
  }

  getTable(account: string, table: string, context: unknown): Promise<TableModel> {
    return this.#do(undefined, () => {
      const model = this.#tables.load(account, table);
      if (model === undefined) throw StorageErrorFactory.getTableNotFound(context);
      return model;
    });
  }

  setTableACL(account: string, table: string, context: unknown, acl?: unknown): Promise<void> {
    return this.#do(undefined, () => {
      if (!this.#tables.setAcl(account, table, acl)) throw StorageErrorFactory.getTableNotFound(context);
    });
  }

  queryTable(
    context: unknown,
    account: string,
    options: QueryOptions,
    next?: string,
  ): Promise<[TableModel[], string | undefined]> {
    return this.#do(undefined, () => {
      const filter = filterOf(options, context);
      const top = Math.min(options.top ?? maxPage, maxPage);
      const found = this.#tables.list(account, next ?? '').filter((model) => filter.matches(model));
      return [found.slice(0, top), found[top]?.table];
    });
  }

  insertTableEntity(
    context: unknown,
    table: string,
    account: string,
    entity: Entity,
    batch?: string,
  ): Promise<Entity> {
    return this.#do(batch, () => {
      const id = this.#existing(account, table, context);
      if (this.#rows.load(id, entity.PartitionKey, entity.RowKey) !== undefined) {
        throw StorageErrorFactory.getEntityAlreadyExist(context);
      }
      return this.#put(id, entity);
    });
  }

  /** Inserts or replaces; with an etag, replaces only what still has it. */
  insertOrUpdateTableEntity(
    context: unknown,
    table: string,
    account: string,
    entity: Entity,
    ifMatch?: string,
    batch?: string,
  ): Promise<Entity> {
    return this.#do(batch, () => {
      const id = this.#existing(account, table, context);
      this.#check(id, entity, ifMatch, context);
      return this.#put(id, entity);
    });
  }

  /** The same, but properties that are not given stay. */
  insertOrMergeTableEntity(
    context: unknown,
    table: string,
    account: string,
    entity: Entity,
    ifMatch?: string,
    batch?: string,
  ): Promise<Entity> {
    return this.#do(batch, () => {
      const id = this.#existing(account, table, context);
      const present = this.#check(id, entity, ifMatch, context);
      for (const [name, value] of Object.entries(present?.properties ?? {})) {
        const property = name.replace(/@odata\.type$/, '');
        // The type goes with the value: a value that is replaced does not keep the old one's type.
        if (!(property in entity.properties)) entity.properties[name] = value;
      }
      return this.#put(id, entity);
    });
  }

  deleteTableEntity(
    context: unknown,
    table: string,
    account: string,
    partition: string,
    row: string,
    etag: string,
    batch?: string,
  ): Promise<void> {
    return this.#do(batch, () => {
      const id = this.#existing(account, table, context);
      const present = this.#rows.load(id, partition, row);
      if (present === undefined) throw StorageErrorFactory.getEntityNotFound(context);
      if (!etagFits(present.eTag, etag)) throw StorageErrorFactory.getPreconditionFailed(context);
      this.#rows.remove(id, partition, row);
    });
  }

  queryTableEntitiesWithPartitionAndRowKey(
    context: unknown,
    table: string,
    account: string,
    partition: string,
    row: string,
    batch?: string,
  ): Promise<Entity | undefined> {
    return this.#do(batch, () => this.#rows.load(this.#existing(account, table, context), partition, row));
  }

  /** @returns rows in key order, and where the next page begins (in base64, as the headers carry it). */
  queryTableEntities(
    context: unknown,
    account: string,
    table: string,
    options: QueryOptions,
    nextPartition?: string,
    nextRow?: string,
  ): Promise<[Entity[], string | undefined, string | undefined]> {
    return this.#do(undefined, () => {
      const id = this.#existing(account, table, context);
      const filter = filterOf(options, context);
      const top = Math.min(options.top ?? maxPage, maxPage);
      const from = placeOf(nextPartition, nextRow);
      const found: Entity[] = [];
      for (const entity of this.#rows.range(id, filter.bounds, from)) {
        if (!filter.matches(entity)) continue;
        if (found.length === top) return [found, encode(entity.PartitionKey), encode(entity.RowKey)];
        found.push(entity);
      }
      return [found, undefined, undefined];
    });
  }

  /** CORS and metrics of the service are not kept: there are none. */
  getServiceProperties(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  beginBatchTransaction(batch: string): Promise<void> {
    return this.#do(undefined, () => {
      this.#database.exec('BEGIN IMMEDIATE');
      this.#batch = batch;
    });
  }

  endBatchTransaction(
    _account: string,
    _table: string,
    batch: string,
    _context: unknown,
    succeeded: boolean,
  ): Promise<void> {
    return this.#do(batch, () => {
      this.#database.exec(succeeded ? 'COMMIT' : 'ROLLBACK');
      this.#batch = undefined;
    });
  }

  #existing(account: string, table: string, context: unknown): string {
    if (this.#tables.load(account, table) === undefined) throw StorageErrorFactory.getTableNotExist(context);
    return tableId(account, table);
  }

  #check(id: string, entity: Entity, ifMatch: string | undefined, context: unknown): Entity | undefined {
    const present = this.#rows.load(id, entity.PartitionKey, entity.RowKey);
    if (present === undefined && ifMatch !== undefined) throw StorageErrorFactory.getEntityNotFound(context);
    if (present !== undefined && !etagFits(present.eTag, ifMatch)) {
      throw StorageErrorFactory.getPreconditionFailed(context);
    }
    return present;
  }

  #put(id: string, entity: Entity): Entity {
    this.#stamps.stamp(entity);
    this.#rows.put(id, entity);
    return entity;
  }

  /** Runs one call at once; what it throws is the call's rejection. */
  #do<T>(batch: string | undefined, work: () => T): Promise<T> {
    return new Promise((resolve) => {
      if (this.#batch !== undefined && batch !== this.#batch) {
        throw new Error('A request came between the operations of a transaction.');
      }
      resolve(work());
    });
  }
}

const encode = (key: string): string => Buffer.from(key, 'utf8').toString('base64');
const decode = (text: string): string => Buffer.from(text, 'base64').toString('utf8');

const placeOf = (partition: string | undefined, row: string | undefined): Place | undefined =>
  partition === undefined
    ? undefined
    : { partition: decode(partition), row: row === undefined ? '' : decode(row) };

function filterOf(options: QueryOptions, context: unknown): EntityFilter {
  try {
    return parseFilter(options.filter);
  } catch {
    throw StorageErrorFactory.getQueryConditionInvalid(context);
  }
}
