import type { ServerResponse } from 'node:http';
import type { HttpCookieData, HttpData, TypedData } from './core-contract';

/** Headers that the server sets itself; a handler's value would contradict what is sent. */
const ownHeaders = new Set(['connection', 'content-length', 'transfer-encoding', 'keep-alive']);

/** Sends what a handler returned; nothing returned is 204 (reference functions-and-bicep 2, HTTP). */
export function sendHttpData(response: ServerResponse, returned: TypedData | null | undefined): void {
  const http = returned?.http;
  if (http === undefined) {
    sendEmpty(response, 204);
    return;
  }
  const body = bytesOf(http.body);
  response.statusCode = Number(http.statusCode ?? 200);
  for (const [name, value] of Object.entries(http.headers ?? {})) {
    if (!ownHeaders.has(name.toLowerCase())) {
      response.setHeader(name, value);
    }
  }
  const cookies = setCookieHeaders(http);
  if (cookies.length > 0) {
    response.appendHeader('set-cookie', cookies);
  }
  response.end(body);
}

export function sendEmpty(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.end();
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end(text);
}

/** HTTP bodies always leave the library as bytes (reference functions-and-bicep 1.4). */
function bytesOf(body: TypedData | null | undefined): Uint8Array {
  return body?.bytes ?? new Uint8Array();
}

function setCookieHeaders({ cookies = [] }: HttpData): string[] {
  return cookies.map((cookie) =>
    [`${cookie.name}=${encodeURIComponent(cookie.value)}`, ...attributes(cookie)].join('; '),
  );
}

function attributes(cookie: HttpCookieData): string[] {
  const sameSite = { none: '', lax: 'Lax', strict: 'Strict', explicitNone: 'None' }[
    cookie.sameSite ?? 'none'
  ];
  const expires = cookie.expires?.value.seconds;
  return [
    cookie.maxAge ? `Max-Age=${cookie.maxAge.value}` : '',
    expires === undefined ? '' : `Expires=${new Date(expires * 1000).toUTCString()}`,
    cookie.domain ? `Domain=${cookie.domain.value}` : '',
    cookie.path ? `Path=${cookie.path.value}` : '',
    cookie.secure?.value === true ? 'Secure' : '',
    cookie.httpOnly?.value === true ? 'HttpOnly' : '',
    sameSite === '' ? '' : `SameSite=${sameSite}`,
  ].filter((attribute) => attribute !== '');
}
