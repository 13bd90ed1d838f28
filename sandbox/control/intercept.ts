import type { ServerResponse } from 'node:http';

/** What becomes of an answer on its way out. */
export type Delivery = 'whole' | 'dropped' | 'truncated';

function bytes(chunk: unknown, encoding: unknown): Buffer {
  if (typeof chunk === 'string') {
    return Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
  }
  return chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.alloc(0);
}

/**
 * Makes `response` call `finishing` just before it ends, and deliver its body as `finishing` says: whole,
 * not at all, or the first half followed by a broken connection. Bodies are held back until then, because
 * what becomes of a batch is known only once its items are done.
 */
export function interceptEnd(response: ServerResponse, finishing: () => Delivery): void {
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const held: Buffer[] = [];
  let ended = false;

  response.write = ((chunk: unknown, encoding?: unknown) => {
    held.push(bytes(chunk, encoding));
    return true;
  }) as typeof response.write;

  response.end = ((chunk?: unknown, encoding?: unknown) => {
    if (ended) return response;
    ended = true;
    held.push(bytes(chunk, encoding));
    const body = Buffer.concat(held);
    const delivery = finishing();
    switch (delivery) {
      case 'whole':
        return body.length === 0 ? end() : end(body);
      case 'dropped':
        response.socket?.destroy();
        return response;
      case 'truncated':
        write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
        return response;
    }
  }) as typeof response.end;
}
