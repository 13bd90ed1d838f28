import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, else the text. */
  readonly body: unknown;
  readonly text: string;
  /** The caller's port: the same one is the same connection. */
  readonly port: number;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON:API, a text as it is. */
  readonly body?: unknown;
  readonly delayMs?: number;
  /** Closes the connection: without a byte, or in the middle of the answer. */
  readonly cut?: 'before' | 'within';
}

export type Script = (request: Recorded, count: number) => Reply | Promise<Reply>;

export interface ScriptedServer {
  readonly url: string;
  readonly requests: Recorded[];
  script: Script;
  close(): Promise<void>;
}

async function record(message: IncomingMessage): Promise<Recorded> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const url = new URL(message.url ?? '/', 'http://localhost');
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
  );
  return {
    method: message.method ?? '',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers,
    body: parse(text),
    text,
    port: message.socket.remotePort ?? 0,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function answer(reply: Reply, response: ServerResponse): Promise<void> {
  if (reply.delayMs !== undefined) await sleep(reply.delayMs, undefined, { ref: false });
  if (reply.cut === 'before') {
    response.socket?.destroy();
    return;
  }
  const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? null);
  const bytes = Buffer.from(reply.body === undefined ? '' : text);
  response.writeHead(reply.status ?? 200, {
    'content-type': 'application/vnd.api+json',
    'content-length': String(bytes.length),
    ...reply.headers,
  });
  if (reply.cut === 'within') {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
    setTimeout(() => response.socket?.destroy(), 20);
    return;
  }
  response.end(bytes);
}

/** A server on loopback whose every answer is scripted and whose every request is recorded. */
export async function startScripted(script: Script): Promise<ScriptedServer> {
  const requests: Recorded[] = [];
  const server = createServer((message, response) => {
    void (async () => {
      const recorded = await record(message);
      requests.push(recorded);
      await answer(await scripted.script(recorded, requests.length), response);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const scripted: ScriptedServer = {
    url: `http://127.0.0.1:${port}`,
    requests,
    script,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return scripted;
}

/** Answers tokens by itself and leaves everything else to the script, which counts without them. */
export function withToken(script: Script): Script {
  let count = 0;
  return (request) => {
    if (request.path.endsWith('/oauth2-token')) {
      return { body: { token_type: 'Bearer', expires_in: 3600, access_token: 'token-1' } };
    }
    count += 1;
    return script(request, count);
  };
}

/** The requests that were no token requests. */
export const apiRequests = (server: ScriptedServer): readonly Recorded[] =>
  server.requests.filter((request) => !request.path.endsWith('/oauth2-token'));
