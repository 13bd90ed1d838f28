import { createServer } from 'node:http';
import { join } from 'node:path';
import AccountDataStore from 'azurite/dist/src/common/AccountDataStore';
import logger from 'azurite/dist/src/common/Logger';
import ServerBase from 'azurite/dist/src/common/ServerBase';
import TableConfiguration from 'azurite/dist/src/table/TableConfiguration';
import TableRequestListenerFactory from 'azurite/dist/src/table/TableRequestListenerFactory';
import { connectionStringFor, host } from './connection-string';
import { TableStore } from './table-store';

/** Longer than any client keeps an idle connection, so that none is closed in its face. */
const keepAliveSeconds = 120;

/** Azurite's table server, as Azurite puts it together, but with our store. It reports to nobody. */
class Server extends ServerBase {
  private constructor(
    port: number,
    private readonly store: TableStore,
    private readonly accounts: AccountDataStore,
  ) {
    const listeners = new TableRequestListenerFactory(store, accounts, false, undefined, true);
    const configuration = new TableConfiguration(host, port, keepAliveSeconds, '', false, false);
    super(host, port, createServer(), listeners, configuration);
  }

  static create(port: number, file: string | undefined): Server {
    return new Server(port, new TableStore(file), new AccountDataStore(logger));
  }

  protected override beforeStart(): Promise<void> {
    return this.accounts.init();
  }

  protected override async afterClose(): Promise<void> {
    await this.accounts.close();
    this.store.close();
  }
}

export interface ServeOptions {
  /** Folder of the data; absent: in memory. */
  readonly data?: string | undefined;
  /** 0, the default, takes a free one. */
  readonly port?: number;
}

export interface RunningTables {
  readonly port: number;
  readonly connectionString: string;
  stop(): Promise<void>;
}

/** Serves tables in this process. */
export async function serveTables(options: ServeOptions = {}): Promise<RunningTables> {
  const file = options.data === undefined ? undefined : join(options.data, 'tables.sqlite');
  const server = Server.create(options.port ?? 0, file);
  await server.start();
  const port = Number(new URL(server.getHttpServerAddress()).port);
  return { port, connectionString: connectionStringFor(port), stop: () => server.close() };
}
