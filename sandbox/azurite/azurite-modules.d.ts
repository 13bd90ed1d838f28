/**
 * The parts of Azurite that its own server is put together from. Azurite ships no types; these say only what is used
 * here. Its version is pinned by the lock file.
 */
declare module 'azurite/dist/src/common/ServerBase' {
  import type { Server } from 'node:http';

  export default abstract class ServerBase {
    constructor(host: string, port: number, httpServer: Server, listeners: unknown, configuration: unknown);
    start(): Promise<void>;
    close(): Promise<void>;
    getHttpServerAddress(): string;
    protected beforeStart(): Promise<void>;
    protected afterStart(): Promise<void>;
    protected beforeClose(): Promise<void>;
    protected afterClose(): Promise<void>;
  }
}

declare module 'azurite/dist/src/common/AccountDataStore' {
  export default class AccountDataStore {
    constructor(logger: unknown);
    init(): Promise<void>;
    close(): Promise<void>;
  }
}

declare module 'azurite/dist/src/common/Logger' {
  const logger: unknown;
  export default logger;
}

declare module 'azurite/dist/src/table/TableConfiguration' {
  const TableConfiguration: new (
    host: string,
    port: number,
    keepAliveSeconds: number,
    databasePath: string,
    debugLog: boolean,
    accessLog: boolean,
  ) => object;
  export default TableConfiguration;
}

declare module 'azurite/dist/src/table/TableRequestListenerFactory' {
  const TableRequestListenerFactory: new (
    store: unknown,
    accounts: unknown,
    accessLog: boolean,
    accessLogStream: undefined,
    skipApiVersionCheck: boolean,
  ) => object;
  export default TableRequestListenerFactory;
}

declare module 'azurite/dist/src/table/errors/StorageErrorFactory' {
  type Make = (context: unknown) => Error;
  const factory: {
    readonly getTableAlreadyExists: Make;
    readonly getTableNotFound: Make;
    readonly getTableNotExist: Make;
    readonly ResourceNotFound: Make;
    readonly getEntityAlreadyExist: Make;
    readonly getEntityNotFound: Make;
    readonly getPreconditionFailed: Make;
    readonly getQueryConditionInvalid: Make;
  };
  export default factory;
}

declare module 'azurite/dist/src/table/persistence/QueryInterpreter/QueryParser' {
  /** A node of a parsed $filter; which of the properties it has depends on its kind. */
  export interface QueryNode {
    readonly name: string;
    readonly left?: QueryNode;
    readonly right?: QueryNode;
    readonly identifier?: string;
    readonly value?: unknown;
    evaluate(context: unknown): unknown;
  }
  /** @throws Error for what is no filter. */
  export default function parseQuery(filter: string): QueryNode;
}

declare module 'azurite/dist/src/table/persistence/QueryInterpreter/QueryValidator' {
  /** @throws Error for a filter that asks for nothing. */
  export function validateQueryTree(tree: unknown): void;
}
