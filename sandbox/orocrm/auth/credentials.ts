import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Collection, DocumentStore } from '../../store/documents';
import type { EntityId } from '../model/entity';
import type { Claims } from './jwt';

export const grants = ['client_credentials', 'password'] as const;
export type Grant = (typeof grants)[number];

const id = z.string().transform((value) => value as EntityId);

const clientSchema = z.object({
  identifier: z.string(),
  secret: z.string(),
  /** The user that a client-credentials client acts as; null for a client of the password grant. */
  user: id.nullable(),
  grants: z.array(z.enum(grants)),
  active: z.boolean(),
});
const apiKeySchema = z.object({ user: id, key: z.string(), active: z.boolean() });
const tokenSchema = z.object({
  client: z.string(),
  user: id,
  /** Seconds since 1970. */
  expires: z.number(),
  kind: z.enum(['access', 'refresh']),
  /** The access token that was issued together with a refresh token. */
  access: z.string().nullable(),
});
const keysSchema = z.object({ privateKey: z.string(), publicKey: z.string() });

export type Client = z.output<typeof clientSchema>;
export type ApiKey = z.output<typeof apiKeySchema>;
export type Token = z.output<typeof tokenSchema>;

/** Making a pair takes a good part of a second, so the simulators of one process share it. */
let ownPair: z.output<typeof keysSchema> | undefined;

/** OAuth clients, API keys, issued tokens and the RSA key pair that signs them. */
export class Credentials {
  readonly clients: Collection<Client>;
  readonly apiKeys: Collection<ApiKey>;
  /** By token identifier (jti). A token that is not here is revoked. */
  readonly tokens: Collection<Token>;
  /** WSSE nonces in use, with the end of their life in milliseconds; OroCRM keeps them in a cache as well. */
  readonly nonces = new Map<string, number>();
  /** Claims of tokens whose signature was found right: a check costs more than the rest of a small request. */
  readonly verified = new Map<string, Claims>();
  readonly #keys: Collection<z.output<typeof keysSchema>>;

  constructor(store: DocumentStore) {
    this.clients = store.collection('orocrm-client', (value) => clientSchema.parse(value));
    this.apiKeys = store.collection('orocrm-api-key', (value) => apiKeySchema.parse(value));
    this.tokens = store.collection('orocrm-token', (value) => tokenSchema.parse(value));
    this.#keys = store.collection('orocrm-key-pair', (value) => keysSchema.parse(value));
  }

  get keys(): { privateKey: string; publicKey: string } {
    const kept = this.#keys.get('rs256');
    if (kept !== undefined) return kept;
    ownPair ??= generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    this.#keys.put('rs256', ownPair);
    return ownPair;
  }

  /** The API keys of a user. */
  keysOf(user: EntityId): readonly ApiKey[] {
    return [...this.apiKeys.all()].filter((key) => key.user === user);
  }

  reset(): void {
    for (const collection of [this.clients, this.apiKeys, this.tokens]) collection.clear();
    this.nonces.clear();
    this.verified.clear();
  }
}

/** An identifier as OroCRM makes them for clients: 32 characters of the URL-safe alphabet. */
export function newIdentifier(): string {
  return randomBytes(24).toString('base64url');
}

/** A secret or a user's API key: 40 hex digits. */
export function newApiKey(): string {
  return randomBytes(20).toString('hex');
}

/** What is kept of a password. A sandbox needs no slow hash, only no clear text in its data file. */
export function hashed(password: string): string {
  return createHash('sha256').update(password).digest('hex');
}
