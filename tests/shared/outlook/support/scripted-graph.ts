import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:https';
import { z } from 'zod';
import { startTrustedHttps } from './trusted-https';

/** A request as the server saw it; the items of a batch are requests of their own. */
export interface Seen {
  readonly method: string;
  /** Below the API version, decoded, so that tests can read it. */
  readonly url: string;
  readonly rawUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly inBatch: boolean;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent in place of JSON. */
  readonly text?: string;
  /** The connection breaks after the request was taken in. */
  readonly drop?: true;
}

export type Script = (request: Seen) => Reply | undefined | Promise<Reply | undefined>;

const batchBody = z.object({
  requests: z.array(
    z.object({
      id: z.string(),
      method: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()).default({}),
      body: z.unknown().optional(),
    }),
  ),
});

export const graphError = (status: number, code: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: { error: { code, message: 'words for people', innerError: { 'request-id': 'r-1' } } },
});

export const found = (body: unknown): Reply => ({ status: 200, body });

/** A Graph that answers as a test's script says; whatever the script leaves open is a 501. */
export class ScriptedGraph {
  readonly requests: Seen[] = [];
  readonly items: Seen[] = [];
  readonly batchSizes: number[] = [];
  connections = 0;
  /** Answers single requests and batch items. */
  script: Script = () => undefined;
  /** Answers a whole `$batch`; undefined lets its items be answered. */
  batchScript: Script = () => undefined;
  /** Batch answers come in reverse order, as Graph may send them. */
  reversed = true;
  private constructor(
    private readonly server: Server,
    readonly baseUrl: string,
  ) {}

  static async start({ trusted = true } = {}): Promise<ScriptedGraph> {
    const holder: { graph?: ScriptedGraph } = {};
    const { server, port } = await startTrustedHttps((request, response) => {
      void holder.graph?.handle(request, response);
    }, trusted);
    holder.graph = new ScriptedGraph(server, `https://127.0.0.1:${port}`);
    const { graph } = holder;
    server.on('secureConnection', () => (graph.connections += 1));
    return graph;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  reset(): void {
    this.requests.length = 0;
    this.items.length = 0;
    this.batchSizes.length = 0;
    this.script = () => undefined;
    this.batchScript = () => undefined;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const seen = seenOf(
      request.method ?? '',
      (request.url ?? '').replace(/^.*?\/v1\.0/, ''),
      flatHeaders(request),
      text === '' ? undefined : (JSON.parse(text) as unknown),
      false,
    );
    this.requests.push(seen);
    const reply = seen.url === '/$batch' ? await this.answerBatch(seen) : await this.script(seen);
    send(response, reply ?? graphError(501, 'NotScripted'));
  }

  private async answerBatch(batch: Seen): Promise<Reply> {
    const { requests } = batchBody.parse(batch.body);
    this.batchSizes.push(requests.length);
    const items = requests.map(({ method, url, headers, body }) => seenOf(method, url, headers, body, true));
    this.items.push(...items);
    const whole = await this.batchScript(batch);
    if (whole !== undefined) return whole;
    const responses = await Promise.all(
      requests.map(async ({ id }, index) => {
        const item = items[index];
        const reply = (item && (await this.script(item))) ?? graphError(501, 'NotScripted');
        return { id, status: reply.status, headers: reply.headers ?? {}, body: reply.body };
      }),
    );
    return found({ responses: this.reversed ? responses.reverse() : responses });
  }
}

function seenOf(
  method: string,
  rawUrl: string,
  headers: Readonly<Record<string, string>>,
  body: unknown,
  inBatch: boolean,
): Seen {
  return { method, url: decodeURIComponent(rawUrl), rawUrl, headers, body, inBatch };
}

const flatHeaders = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join() : (value ?? ''),
    ]),
  );

function send(response: ServerResponse, reply: Reply): void {
  if (reply.drop === true) {
    response.socket?.destroy();
    return;
  }
  const text = reply.text ?? (reply.body === undefined ? '' : JSON.stringify(reply.body));
  response.writeHead(reply.status, { 'Content-Type': 'application/json', ...reply.headers });
  response.end(text);
}
