import { createHash } from 'node:crypto';
import type { Entity } from '../model/entity';
import { findUser, isEnabled } from '../model/users';
import type { World } from '../model/world';
import type { Credentials } from './credentials';

interface WsseHeader {
  readonly username: string;
  readonly digest: string;
  readonly nonce: string;
  readonly created: string;
}

const iso8601 =
  /^\d{4}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])[T\s](?:[01]\d|2[0-3]):?[0-5]\d(?::?[0-5]\d(?:[.,]\d+)?)?(?:[zZ]|[+-][01]\d(?::?[0-5]\d)?)?$/;

function part(header: string, name: string): string | undefined {
  return new RegExp(`${name}="([^"]+)"`).exec(header)?.[1];
}

/** The four values of an `X-WSSE` header; undefined where one of them is missing. */
export function readWsse(header: string): WsseHeader | undefined {
  const username = part(header, 'Username');
  const digest = part(header, 'PasswordDigest');
  const nonce = part(header, 'Nonce');
  const created = part(header, 'Created');
  if (username === undefined || digest === undefined || nonce === undefined || created === undefined)
    return undefined;
  return { username, digest, nonce, created };
}

/** Base64 of SHA-1 over decoded nonce, time and API key, one iteration (reference section 5.2). */
export function wsseDigest(nonce: string, created: string, apiKey: string): string {
  return createHash('sha1')
    .update(Buffer.concat([Buffer.from(nonce, 'base64'), Buffer.from(created + apiKey)]))
    .digest('base64');
}

function nonceKey(nonce: string): string {
  return nonce.replaceAll(/[^a-zA-Z0-9_.]/g, '_');
}

/**
 * The user that a WSSE header proves. In OroCRM's order: format of the time, not in the future (no tolerance
 * at all), not too old, nonce not used before, digest. A nonce is used up by a wrong digest as well.
 */
export function checkWsse(header: WsseHeader, world: World, credentials: Credentials): Entity | undefined {
  const user = findUser(world, header.username);
  if (user === undefined || !isEnabled(user)) return undefined;
  const keys = credentials.keysOf(user.id);
  if (keys.length === 0 || !iso8601.test(header.created)) return undefined;
  const now = world.clock.now();
  const created = Date.parse(header.created.replace(' ', 'T'));
  const lifetime = world.settings.wsseLifetimeSeconds * 1000;
  if (Number.isNaN(created) || Math.floor(created / 1000) > Math.floor(now / 1000)) return undefined;
  if (Math.floor(now / 1000) * 1000 - created > lifetime) return undefined;
  const key = nonceKey(header.nonce);
  if ((credentials.nonces.get(key) ?? 0) > now) return undefined;
  credentials.nonces.set(key, now + lifetime);
  const match = keys.find(
    (candidate) => wsseDigest(header.nonce, header.created, candidate.key) === header.digest,
  );
  return match?.active === true ? user : undefined;
}
