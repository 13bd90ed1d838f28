import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { HttpFunction } from './registered-function';

export type AccessLevel = HttpFunction['authLevel'];

/** Whether a request may call something of this level. */
export type KeyCheck = (level: AccessLevel, request: IncomingMessage, query: URLSearchParams) => boolean;

/**
 * Checks the platform's keys: the header `x-functions-key` wins over the query's `code`. The one key of this
 * host is its master key, so it opens every level; without a key configured nothing is asked for, as with
 * Core Tools (reference functions-and-bicep 2, HTTP).
 */
export function createKeyCheck(key: string | undefined): KeyCheck {
  if (key === undefined || key === '') {
    return () => true;
  }
  const expected = digest(key);
  return (level, request, query) => {
    if (level === 'anonymous') {
      return true;
    }
    const header = request.headersDistinct['x-functions-key']?.[0];
    const given = header ?? query.get('code');
    // Digests have one length, so that neither content nor length shows in the time taken.
    return given !== null && timingSafeEqual(digest(given), expected);
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
