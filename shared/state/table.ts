import { odata, type TableClient, type TableEntity, type TransactionAction } from '@azure/data-tables';
import { mapBounded } from './bounded';
import { readData, writeData } from './row-data';
import { isConflict, isMissingRow, isMissingTable, storageError } from './storage-errors';

/** A row as read: its content is JSON that still has to pass a schema. */
export interface Row {
  readonly partitionKey: string;
  readonly rowKey: string;
  readonly etag: string;
  readonly data: unknown;
}

/** A row to write. `columns` are texts beside the content that filters may use. */
export interface NewRow {
  readonly partitionKey: string;
  readonly rowKey: string;
  readonly data?: unknown;
  readonly columns?: Readonly<Record<string, string>>;
}

export type RowOperation =
  | { readonly kind: 'put'; readonly rowKey: string; readonly properties: Readonly<Record<string, string>> }
  | { readonly kind: 'delete'; readonly rowKey: string };

/** Bounds of row keys: `from` belongs to the range, `to` does not. */
export interface KeyRange {
  readonly from: string;
  readonly to: string;
}

export interface RangeOptions {
  /** At most so many rows. */
  readonly limit?: number;
  /** Only the keys are asked for. */
  readonly keysOnly?: boolean;
}

/** What a transaction answers that was to delete a row which is not there. */
export const missing = Symbol('missing');

const pageSize = 1000;
const parallelReads = 16;

/**
 * One table, created when missing at first use. Every method throws `SyncError`: `retry` for the passing, `operator`
 * for an account that is not there or may not be used, `give-up` for content that no row can hold.
 */
export class Table {
  #ready: Promise<void> | undefined;

  constructor(private readonly client: TableClient) {}

  async load(partitionKey: string, rowKey: string): Promise<Row | undefined> {
    return this.#use(async () => {
      try {
        return toRow(await this.client.getEntity(partitionKey, rowKey));
      } catch (thrown) {
        if (isMissingRow(thrown)) return undefined;
        throw thrown;
      }
    });
  }

  /** The rows with these keys, in parallel point reads; what is not there is not in the answer. */
  async loadMany(partitionKey: string, rowKeys: readonly string[]): Promise<ReadonlyMap<string, Row>> {
    const rows = await mapBounded([...new Set(rowKeys)], parallelReads, (key) =>
      this.load(partitionKey, key),
    );
    return new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.rowKey, row]])));
  }

  /** Rows of one partition in the order of their keys. */
  range(partitionKey: string, range: KeyRange, options: RangeOptions = {}): Promise<Row[]> {
    return this.#query(
      odata`PartitionKey eq ${partitionKey} and RowKey ge ${range.from} and RowKey lt ${range.to}`,
      options,
    );
  }

  partition(partitionKey: string, options: RangeOptions = {}): Promise<Row[]> {
    return this.#query(odata`PartitionKey eq ${partitionKey}`, options);
  }

  /** Rows of all partitions: a scan of the table, for rare questions only. Without a filter, all rows. */
  scan(filter: string | undefined, options: RangeOptions = {}): Promise<Row[]> {
    return this.#query(filter, options);
  }

  /** Inserts or replaces, whatever is there. */
  async put(row: NewRow): Promise<string> {
    const entity = toEntity(row);
    return this.#use(async () => etagOf(await this.client.upsertEntity(entity, 'Replace')));
  }

  /**
   * Saves where the row still has this etag, '' standing for no row.
   * @returns the new etag, or undefined when somebody else saved or removed the row meanwhile.
   */
  async save(row: NewRow, etag: string): Promise<string | undefined> {
    const entity = toEntity(row);
    return this.#use(async () => {
      try {
        return etagOf(
          etag === ''
            ? await this.client.createEntity(entity)
            : await this.client.updateEntity(entity, 'Replace', { etag }),
        );
      } catch (thrown) {
        if (isConflict(thrown) || isMissingRow(thrown)) return undefined;
        throw thrown;
      }
    });
  }

  /** @returns false when there was no such row. */
  async remove(partitionKey: string, rowKey: string): Promise<boolean> {
    return this.#use(async () => {
      try {
        await this.client.deleteEntity(partitionKey, rowKey);
        return true;
      } catch (thrown) {
        if (isMissingRow(thrown)) return false;
        throw thrown;
      }
    });
  }

  /**
   * Does all of up to 100 operations on different rows of one partition, or none of them.
   * @returns `missing` when a row to delete was not there; nothing was done then.
   */
  async transact(
    partitionKey: string,
    operations: readonly RowOperation[],
  ): Promise<typeof missing | undefined> {
    if (operations.length === 0) return undefined;
    const actions = operations.map((operation): TransactionAction => toAction(partitionKey, operation));
    return this.#use(async () => {
      try {
        await this.client.submitTransaction(actions);
        return undefined;
      } catch (thrown) {
        if (isMissingRow(thrown)) return missing;
        throw thrown;
      }
    });
  }

  async #query(filter: string | undefined, options: RangeOptions): Promise<Row[]> {
    const { limit = Infinity, keysOnly = false } = options;
    const queryOptions = {
      ...(filter === undefined ? {} : { filter }),
      ...(keysOnly ? { select: ['PartitionKey', 'RowKey'] } : {}),
    };
    return this.#use(async () => {
      const rows: Row[] = [];
      const pages = this.client
        .listEntities({ queryOptions })
        .byPage({ maxPageSize: Math.min(pageSize, limit) });
      for await (const page of pages) {
        for (const entity of page) rows.push(toRow(entity));
        if (rows.length >= limit) break;
      }
      return rows.length > limit ? rows.slice(0, limit) : rows;
    });
  }

  /** Runs a request on a table that exists, and translates what it throws. */
  async #use<T>(request: () => Promise<T>): Promise<T> {
    try {
      await this.#ensure();
      try {
        return await request();
      } catch (thrown) {
        if (!isMissingTable(thrown)) throw thrown;
        this.#ready = undefined;
        await this.#ensure();
        return await request();
      }
    } catch (thrown) {
      throw storageError(thrown);
    }
  }

  #ensure(): Promise<void> {
    this.#ready ??= this.client.createTable().catch((thrown: unknown) => {
      this.#ready = undefined;
      throw thrown;
    });
    return this.#ready;
  }
}

function toRow(entity: Readonly<Record<string, unknown>>): Row {
  return {
    partitionKey: String(entity['partitionKey']),
    rowKey: String(entity['rowKey']),
    etag: typeof entity['etag'] === 'string' ? entity['etag'] : '',
    data: readData(entity),
  };
}

const toEntity = (row: NewRow): TableEntity => ({
  partitionKey: row.partitionKey,
  rowKey: row.rowKey,
  ...row.columns,
  ...(row.data === undefined ? {} : writeData(row.data)),
});

const toAction = (partitionKey: string, operation: RowOperation): TransactionAction =>
  operation.kind === 'put'
    ? ['upsert', { partitionKey, rowKey: operation.rowKey, ...operation.properties }, 'Replace']
    : ['delete', { partitionKey, rowKey: operation.rowKey }];

const etagOf = (answer: { readonly etag?: string }): string => answer.etag ?? '';
