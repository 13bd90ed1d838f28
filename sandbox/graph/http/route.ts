import type { Preferences } from './prefer';

/** One Graph operation, alone or as an item of a batch. Header names are in lower case. */
export interface GraphRequest {
  readonly method: string;
  /** After `/v1.0`, as sent. */
  readonly path: string;
  /** After the question mark, as sent. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON; undefined where there is none. */
  readonly body: unknown;
  /** `https://host:port`, for the links in answers. */
  readonly origin: string;
}

export interface GraphAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface RouteContext {
  readonly request: GraphRequest;
  readonly prefer: Preferences;
  /** The decoded path parameters. */
  readonly params: Readonly<Record<string, string | undefined>>;
}

export type RouteMethod = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** An operation of a resource. Handlers are synchronous: an operation on a mailbox is atomic. */
export interface Route {
  readonly method: RouteMethod;
  /** Below `/v1.0`, with `:name` parameters. */
  readonly path: string;
  /** True where it is a mailbox that answers and not the directory: scoping and its limits apply. */
  readonly mailbox: boolean;
  readonly handle: (context: RouteContext) => GraphAnswer;
}
