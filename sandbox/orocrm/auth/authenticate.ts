import type { Call } from '../../control';
import type { Entity } from '../model/entity';
import { isEnabled } from '../model/users';
import type { World } from '../model/world';
import type { Credentials } from './credentials';
import { peekJwt, readJwt, type Claims } from './jwt';
import { checkWsse, readWsse } from './wsse';

/** Who calls, or the challenge that goes with the 401 (none where a bearer token was refused). */
export type Identity = { readonly user: Entity } | { readonly challenge: string | undefined };

const bearer = /^\s*Bearer\s+(\S+)\s*$/;

const keptClaims = 10_000;

function verifiedClaims(token: string, { verified, keys }: Credentials): Claims | undefined {
  const kept = verified.get(token);
  if (kept !== undefined) return kept;
  const claims = readJwt(token, keys.publicKey);
  if (claims === undefined) return undefined;
  if (verified.size >= keptClaims) verified.clear();
  verified.set(token, claims);
  return claims;
}

function bearerUser(token: string, world: World, credentials: Credentials): Entity | undefined {
  const claims = verifiedClaims(token, credentials);
  if (claims === undefined || claims.exp * 1000 <= world.clock.now()) return undefined;
  const known = credentials.tokens.get(claims.jti);
  const client = credentials.clients.get(claims.aud);
  if (known?.kind !== 'access' || client?.active !== true) return undefined;
  const user = world.get('users', client.user ?? known.user);
  return user !== undefined && isEnabled(user) ? user : undefined;
}

/**
 * Identifies the caller of an API request: `Authorization: Bearer`, `access_token` in a JSON:API body (never
 * in the URL), or `X-WSSE` up to 6.0.
 */
export function authenticate(
  headers: Call['headers'],
  bodyToken: string | undefined,
  world: World,
  credentials: Credentials,
): Identity {
  const token = bodyToken ?? bearer.exec(headers['authorization'] ?? '')?.[1];
  if (token !== undefined) {
    const user = bearerUser(token, world, credentials);
    return user === undefined ? { challenge: undefined } : { user };
  }
  const { wsse } = world.capabilities;
  const challenge = wsse ? 'WSSE realm="", profile="UsernameToken"' : 'Basic';
  const header = wsse ? readWsse(headers['x-wsse'] ?? '') : undefined;
  const user = header === undefined ? undefined : checkWsse(header, world, credentials);
  return user === undefined ? { challenge } : { user };
}

/** The user that a call claims to be, for the log and for faults; nothing is checked. */
export function claimedUser(headers: Call['headers']): { id?: string; username?: string } {
  const token = bearer.exec(headers['authorization'] ?? '')?.[1];
  const id = token === undefined ? undefined : peekJwt(token)?.sub;
  const username = readWsse(headers['x-wsse'] ?? '')?.username;
  return { ...(id !== undefined && { id }), ...(username !== undefined && { username }) };
}
