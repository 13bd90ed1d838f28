import { createHash } from 'node:crypto';
import type { OrocrmId } from '../records/ids';

/** Where an OroCRM installation is and how its certificate is trusted. */
export interface OrocrmInstallation {
  /** Base address without the API prefix, `https://crm.example.com` or `https://example.com/crm`. */
  readonly url: string;
  /** `/api`, or `/admin/api` where OroCommerce is installed (reference 0). */
  readonly apiPrefix: string;
  /** A PEM file whose certificates are trusted besides the usual ones. */
  readonly caFile?: string | undefined;
  /** Accept any certificate. */
  readonly tlsInsecure?: boolean | undefined;
}

export interface ClientCredential {
  readonly kind: 'client';
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface PasswordCredential {
  readonly kind: 'password';
  readonly clientId: string;
  readonly clientSecret: string;
  readonly username: string;
  readonly password: string;
}

/** The API key of a user and an organisation, for OroCRM up to 6.0 (reference 5.2). */
export interface WsseCredential {
  readonly kind: 'wsse';
  readonly username: string;
  readonly apiKey: string;
}

export type OrocrmCredential = OrocrmInstallation & (ClientCredential | PasswordCredential | WsseCredential);

/** The base address with neither a slash at its end nor a query. */
export function baseUrl(installation: OrocrmInstallation): string {
  return installation.url.replace(/\/+$/, '');
}

/** The prefix with one slash in front and none behind; '' when the API is at the base address itself. */
export function prefixOf(installation: OrocrmInstallation): string {
  const trimmed = installation.apiPrefix.replace(/^\/+|\/+$/g, '');
  return trimmed === '' ? '' : `/${trimmed}`;
}

/** `https://crm.example.com/api`: what stands in front of every resource. */
export const apiUrl = (installation: OrocrmInstallation): string =>
  baseUrl(installation) + prefixOf(installation);

/** Names an installation the same way however its address was written. */
export const installationKey = (installation: OrocrmInstallation): string =>
  apiUrl(installation).toLowerCase();

/** Who calls: everything of a credential but its secrets. */
function principal(credential: OrocrmCredential): readonly string[] {
  switch (credential.kind) {
    case 'client':
      return [credential.kind, credential.clientId];
    case 'password':
      return [credential.kind, credential.clientId, credential.username];
    case 'wsse':
      return [credential.kind, credential.username];
  }
}

/**
 * A stable name of a credential, fit for keys and logs (22 letters, digits, `-` and `_`). Secrets are not part of
 * it, so it can neither reveal one nor change when one is renewed; a cache must compare the credential as well.
 */
export function credentialKey(credential: OrocrmCredential): string {
  const parts = [installationKey(credential), ...principal(credential)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}

/** The page of a task in OroCRM's back office, whose prefix is the API's (`/admin` where OroCommerce is installed). */
export const taskPage =
  (installation: OrocrmInstallation) =>
  (id: OrocrmId): string =>
    `${baseUrl(installation)}${prefixOf(installation).replace(/\/api$/, '')}/task/view/${id}`;
