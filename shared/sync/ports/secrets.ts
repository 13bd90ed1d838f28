import type { MailboxAddress } from '../../records/ids';

/** A secret by what it is for; adapters turn this into names that their store allows. */
export type SecretName =
  | { readonly of: 'mailbox'; readonly mailbox: MailboxAddress }
  /** Key of the digests at rest, 32 bytes in base64. */
  | { readonly of: 'digests' }
  /** Key that callers of the HTTP API present. */
  | { readonly of: 'api' }
  /** Client secret or API key of OroCRM's service user, where the environment holds none. */
  | { readonly of: 'orocrm-service' };

export interface SecretStore {
  load(name: SecretName): Promise<string | undefined>;
  save(name: SecretName, value: string): Promise<void>;
  /** The secret that is there, or, made once and for all by whoever comes first, a new one. */
  loadOrCreate(name: SecretName, make: () => string): Promise<string>;
  /** A secret that is not there counts as removed. */
  remove(name: SecretName): Promise<void>;
}
