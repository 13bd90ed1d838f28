import { request as httpsRequest } from 'node:https';
import { request as httpRequest } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
}

/** One call, with JSON both ways. `ca`: the certificate authority of a simulator. */
export function call(
  method: string,
  url: string,
  options: {
    readonly body?: unknown;
    readonly raw?: string;
    readonly ca?: string;
    readonly headers?: Record<string, string>;
  } = {},
): Promise<Answer> {
  const payload = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        method,
        ...(options.ca === undefined ? {} : { ca: options.ca }),
        headers: {
          ...(payload === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
          ...options.headers,
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          resolve({ status: response.statusCode ?? 0, text, body: parse(text) });
        });
      },
    );
    request.on('error', reject);
    request.end(payload);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
