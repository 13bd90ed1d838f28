import type { IncomingMessage } from 'node:http';

const KEPT_IN_LOG = 256 * 1024;

/** Reads a request's body; undefined when it is larger than `limit` bytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const part = chunk as Buffer;
    size += part.length;
    // Read to the end all the same: answering while the client still sends would look like a broken pipe.
    if (size <= limit) chunks.push(part);
  }
  return size <= limit ? Buffer.concat(chunks) : undefined;
}

/** What the log keeps of a body: JSON parsed, other text as it is, nothing of what is empty. */
export function loggedBody(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  if (body.length > KEPT_IN_LOG) return { omittedBytes: body.length };
  const text = body.toString('utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
