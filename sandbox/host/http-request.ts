import type { IncomingMessage } from 'node:http';
import type { HttpData, NullableString } from './core-contract';
import type { RouteParameters } from './route-template';
import { decodeSegment } from './router';

/** The platform's limit for a request body. */
const longestBody = 100 * 1024 * 1024;

/** A request that is refused before it reaches a function. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly status: 400 | 413,
    message: string,
  ) {
    super(message);
  }
}

/** Where a request goes. */
export interface RequestTarget {
  /** As it came, still encoded. */
  readonly path: string;
  readonly search: string;
  /** What the handler sees as `request.url`: the path decoded, as the host passes it on. */
  readonly url: string;
}

/** @throws RequestError when method, host and path do not make a URL. */
export function readTarget(request: IncomingMessage): RequestTarget {
  const raw = request.url ?? '';
  // A proxy's form, `GET http://host/path`, is legal for every server.
  const relative = raw.replace(/^https?:\/\/[^/?]*(?=[/?]|$)/i, '');
  const [, path = '', search = ''] = /^([^?#]*)(\?[^#]*)?/.exec(relative) ?? [];
  const absolute = path === '' ? '/' : path;
  const origin = `http://${request.headers.host ?? 'localhost'}`;
  if (!absolute.startsWith('/') || !URL.canParse(`${origin}${absolute}`)) {
    throw new RequestError(400, 'host and path do not make a URL');
  }
  // The URL parser takes "." and ".." out, as the platform does before it routes.
  const { pathname } = new URL(`${origin}${absolute}`);
  return { path: pathname, search, url: `${origin}${decodePath(pathname)}${search}` };
}

function decodePath(path: string): string {
  // Decoded "?" and "#" would end the path, so they stay encoded.
  const decoded = path.split('/').map(decodeSegment).join('/');
  return decoded.replace(/\?/g, '%3F').replace(/#/g, '%23');
}

/**
 * A body of any transfer encoding. What comes after the limit is read and dropped, so that the answer reaches
 * a client that is still sending.
 * @throws RequestError when the body is over the limit or breaks off.
 */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const refuse = (status: 400 | 413, message: string): void => {
      chunks.length = 0;
      reject(new RequestError(status, message));
    };
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= longestBody) {
        chunks.push(chunk);
      } else {
        refuse(413, 'the body is too large');
      }
    });
    request.once('end', () => {
      resolve(Buffer.concat(chunks));
    });
    request.once('error', () => {
      refuse(400, 'the body broke off');
    });
    if (Number(request.headers['content-length'] ?? 0) > longestBody) {
      refuse(413, 'the body is too large');
    }
  });
}

/** The request as the host sends it to the app: names in lower case, repeated values joined by commas. */
export function toHttpData(
  request: IncomingMessage,
  target: RequestTarget,
  parameters: RouteParameters,
  body: Buffer,
): HttpData {
  return {
    method: request.method ?? 'GET',
    url: target.url,
    nullableHeaders: nullable(
      Object.entries(request.headersDistinct).map(([name, values = []]) => [name, values.join(',')]),
    ),
    nullableQuery: nullable(joinQuery(new URLSearchParams(target.search))),
    nullableParams: nullable(Object.entries(parameters)),
    ...(body.length === 0 ? {} : { body: { bytes: body } }),
  };
}

/** ASP.NET's query has one value per name in any case, under the first spelling. */
function joinQuery(query: URLSearchParams): Iterable<[string, string]> {
  const joined = new Map<string, [string, string]>();
  for (const [name, value] of query) {
    const key = name.toLowerCase();
    const known = joined.get(key);
    joined.set(key, known === undefined ? [name, value] : [known[0], `${known[1]},${value}`]);
  }
  return joined.values();
}

function nullable(entries: Iterable<[string, string]>): Record<string, NullableString> {
  return Object.fromEntries([...entries].map(([name, value]) => [name, { value }]));
}
