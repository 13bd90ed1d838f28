import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Requests by table; a transaction of many rows is one request, under `$batch`. */
export type TableCounts = ReadonlyMap<string, number>;

export interface TableCounter {
  /** For `STATE_STORAGE`. */
  readonly connectionString: string;
  /** Since the start. */
  counts(): TableCounts;
  stop(): Promise<void>;
}

/**
 * Stands between the functions and the tables, and counts.
 * @param target connection string of the tables.
 */
export async function countTables(target: string): Promise<TableCounter> {
  const endpoint = new URL(/TableEndpoint=([^;]+)/.exec(target)?.[1] ?? target);
  const counts = new Map<string, number>();
  const server = createServer((asked, answer) => {
    const table = /^\/[^/]+\/([A-Za-z$]+)/.exec(asked.url ?? '')?.[1] ?? 'other';
    counts.set(table, (counts.get(table) ?? 0) + 1);
    const { method, url: path, headers } = asked;
    const { hostname: host, port } = endpoint;
    const onward = request({ host, port, method, path, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    connectionString: target.replace(endpoint.host, `127.0.0.1:${port}`),
    counts: () => new Map(counts),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
