import { readFileSync } from 'node:fs';
import { setDefaultCACertificates } from 'node:tls';
import {
  SANDBOX_TOKEN,
  startGraph,
  type GraphOptions,
  type RunningGraph,
} from '../../../sandbox/graph/start';
import { checkAnswer } from './schema';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
}

export interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Null: none is sent. */
  readonly token?: string | null;
}

export type Send = (method: string, path: string, sent?: Sent) => Promise<Reply>;

export interface Bench extends RunningGraph {
  /** Calls `path` (or an absolute url) below `/v1.0`. */
  readonly send: Send;
  readonly ada: string;
}

export const IMMUTABLE = 'IdType="ImmutableId"';

let running: RunningGraph[] = [];

/** Trusts a simulator's authority in this process, as NODE_EXTRA_CA_CERTS does from outside. */
export function trust(caFile: string): void {
  setDefaultCACertificates([readFileSync(caFile, 'utf8')]);
}

/** Sends one call over https. */
export function sender(url: string): Send {
  return async (method, path, sent = {}) => {
    const { token = SANDBOX_TOKEN } = sent;
    const body = typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body);
    const response = await fetch(path.startsWith('https:') ? path : `${url}/v1.0${path}`, {
      method,
      headers: {
        ...(token !== null && { Authorization: `Bearer ${token}` }),
        ...(sent.body !== undefined && { 'Content-Type': 'application/json' }),
        ...sent.headers,
      },
      ...(sent.body !== undefined && { body }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.startsWith('application/json') === true;
    const parsed: unknown = text === '' ? undefined : json ? JSON.parse(text) : text;
    if (json) checkAnswer(parsed);
    return { status: response.status, headers: response.headers, body: parsed };
  };
}

/** A simulator with one user, ada@example.com, and no quirks but those that are asked for. */
export async function startBench(options: GraphOptions = {}): Promise<Bench> {
  const graph = await startGraph({
    ...options,
    settings: { deltaEmptyPageEvery: 0, deltaRepeatEvery: 0, ...options.settings },
  });
  running.push(graph);
  trust(graph.caFile);
  const known = graph.human.users().find(({ userPrincipalName }) => userPrincipalName === 'ada@example.com');
  const ada =
    known ?? graph.human.createUser({ userPrincipalName: 'ada@example.com', mail: 'Ada@example.com' });
  return { ...graph, send: sender(graph.url), ada: `/users/${ada.id}` };
}

/** Stops what a test started. */
export async function stopAll(): Promise<void> {
  await Promise.all(running.map((graph) => graph.stop()));
  running = [];
}

/** Reads a property of an answer's body, by path. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}

/** A text property, or the test fails. */
export function text(value: unknown, ...path: (string | number)[]): string {
  const found = at(value, ...path);
  if (typeof found !== 'string') throw new Error(`No text at ${path.join('/')} of ${JSON.stringify(value)}`);
  return found;
}

/** The `value` of a collection. */
export function rows(value: unknown): Record<string, unknown>[] {
  const found = at(value, 'value');
  if (!Array.isArray(found)) throw new Error(`No collection: ${JSON.stringify(value)}`);
  return found as Record<string, unknown>[];
}

/** The error code of an answer, with its status. */
export function failure(reply: Reply): string {
  return `${reply.status} ${text(reply.body, 'error', 'code')}`;
}
