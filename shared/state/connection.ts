import { TableClient, type TableServiceClientOptions } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';
import type { TableName } from './declaration';
import { Table } from './table';

/** Where the tables are: a connection string (plain http is allowed, for Azurite), or an endpoint and an identity. */
export type StorageConnection =
  | { readonly connectionString: string }
  | { readonly tableServiceUri: string; readonly credential: TokenCredential };

export type OpenTable = (name: TableName) => Table;

// The client's own default waits up to a minute between tries; no handler may sleep that long.
const options: TableServiceClientOptions = {
  retryOptions: { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2000 },
};

/** Tables by name, each opened once. Nothing is sent before the first use of a table. */
export function connectTables(connection: StorageConnection): OpenTable {
  const open = new Map<TableName, Table>();
  return (name) => {
    const known = open.get(name);
    if (known !== undefined) return known;
    const table = new Table(clientFor(connection, name));
    open.set(name, table);
    return table;
  };
}

const clientFor = (connection: StorageConnection, name: TableName): TableClient =>
  'connectionString' in connection
    ? TableClient.fromConnectionString(connection.connectionString, name, {
        ...options,
        allowInsecureConnection: true,
      })
    : new TableClient(connection.tableServiceUri, name, connection.credential, options);
