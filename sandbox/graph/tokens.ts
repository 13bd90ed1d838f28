import { GraphError } from './errors';

/** A bearer token that the simulator accepts; without `expiresAt` for ever. */
export interface KnownToken {
  readonly token: string;
  /** ISO 8601. */
  readonly expiresAt?: string | undefined;
}

function refused(message: string): GraphError {
  return new GraphError(401, 'InvalidAuthenticationToken', message, {
    'WWW-Authenticate':
      'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"',
  });
}

/**
 * Checks an Authorization header against the known tokens.
 * @throws GraphError 401 InvalidAuthenticationToken
 */
export function checkToken(
  authorization: string | undefined,
  known: (token: string) => KnownToken | undefined,
  now: Date,
): void {
  if (authorization === undefined || authorization.trim() === '') throw refused('Access token is empty.');
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization.trim()) ?? [];
  const found = token === undefined ? undefined : known(token);
  if (found === undefined) throw refused('CompactToken parsing failed with error code: 80049217');
  if (found.expiresAt !== undefined && new Date(found.expiresAt) <= now) {
    throw refused('Lifetime validation failed, the token is expired.');
  }
}
