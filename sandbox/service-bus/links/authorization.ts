import { createHmac, timingSafeEqual } from 'node:crypto';
import { ServiceBusError } from '../core/errors';

/** Name of the key in the connection string. */
export const keyName = 'RootManageSharedAccessKey';

/** What one connection may use, by the tokens that it has put. */
export class Authorization {
  readonly #key: string;
  /** Path and end, in milliseconds since 1970. */
  readonly #granted = new Map<string, number>();

  constructor(key: string) {
    this.#key = key;
  }

  /**
   * Takes a shared access signature for an audience such as `sb://host/queue`.
   * @throws ServiceBusError when it is not signed with the key, is over, or is for something else.
   */
  put(token: string, audience: string, now: number): void {
    const { resource, signature, expiry, name } = readToken(token);
    const expected = createHmac('sha256', this.#key).update(`${resource}\n${expiry}`).digest();
    const given = Buffer.from(decodeURIComponent(signature), 'base64');
    if (name !== keyName || given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw unauthorized('The token has an invalid signature.');
    }
    const until = Number(expiry) * 1000;
    if (!(until > now)) throw unauthorized('The token has expired.');
    const path = pathOf(audience);
    if (!covers(pathOf(decodeURIComponent(resource)), path)) {
      throw unauthorized(`The token is for another resource than '${audience}'.`);
    }
    this.#granted.set(path, until);
  }

  /** @throws ServiceBusError when no token covers the address of a link. */
  check(address: string, now: number): void {
    for (const [path, until] of this.#granted) {
      if (until > now && covers(path, address.toLowerCase())) return;
    }
    throw unauthorized(`Unauthorized access. 'Send' or 'Listen' claim(s) are required on '${address}'.`);
  }
}

interface Token {
  /** As it was signed, that is still encoded. */
  readonly resource: string;
  readonly signature: string;
  readonly expiry: string;
  readonly name: string;
}

function readToken(token: string): Token {
  const scheme = 'SharedAccessSignature ';
  if (!token.startsWith(scheme)) throw unauthorized('The token is no shared access signature.');
  const parts = new Map(
    token
      .slice(scheme.length)
      .split('&')
      .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]),
  );
  const [resource, signature, expiry, name] = ['sr', 'sig', 'se', 'skn'].map((part) => parts.get(part));
  if (resource === undefined || signature === undefined || expiry === undefined || name === undefined) {
    throw unauthorized('The token lacks one of sr, sig, se and skn.');
  }
  return { resource, signature, expiry, name: decodeURIComponent(name) };
}

/** The host is left out: one server has many names. */
function pathOf(audience: string): string {
  return audience
    .replace(/^[a-z]+:\/\/[^/]*/i, '')
    .replace(/^\/+|\/+$/g, '')
    .toLowerCase();
}

function covers(granted: string, wanted: string): boolean {
  return granted === '' || wanted === granted || wanted.startsWith(`${granted}/`);
}

function unauthorized(why: string): ServiceBusError {
  return new ServiceBusError('amqp:unauthorized-access', why);
}
