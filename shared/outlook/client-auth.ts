import type { AuthenticationProvider } from '@microsoft/microsoft-graph-client';
import type { AccessToken, TokenCredential } from '@azure/identity';
import { SyncError } from '../errors';

/** Who asks: a ready token (development), or a credential of `@azure/identity`. */
export type GraphAuth = { readonly token: string } | { readonly credential: TokenCredential };

/** A token is renewed this long before it ends. */
const spareMs = 5 * 60_000;

/**
 * The access token of every request. It keeps the credential's token until shortly before its end, since the client
 * library asks for one per request and keeps none (Graph reference 4.4).
 */
export class TokenSource implements AuthenticationProvider {
  private held: AccessToken | undefined;
  private asking: Promise<AccessToken> | undefined;

  constructor(
    private readonly auth: GraphAuth,
    private readonly scope: string,
  ) {}

  /** @throws SyncError `operator` when the credential is wrong, `retry` when it cannot be asked now. */
  async getAccessToken(): Promise<string> {
    if ('token' in this.auth) return this.auth.token;
    if (this.held !== undefined && Date.now() < renewAt(this.held)) return this.held.token;
    return (await this.ask(this.auth.credential, undefined)).token;
  }

  /**
   * After a 401: asks once more, with the claims that the answer's challenge demands (continuous access evaluation).
   * @returns whether there is another token to try with.
   */
  async renew(challenge: string | undefined): Promise<boolean> {
    if ('token' in this.auth) return false;
    const before = this.held?.token;
    this.held = undefined;
    return (await this.ask(this.auth.credential, claimsOf(challenge))).token !== before;
  }

  private async ask(credential: TokenCredential, claims: string | undefined): Promise<AccessToken> {
    this.asking ??= requestToken(credential, this.scope, claims).finally(() => (this.asking = undefined));
    this.held = await this.asking;
    return this.held;
  }
}

const renewAt = (token: AccessToken): number =>
  token.refreshAfterTimestamp ?? token.expiresOnTimestamp - spareMs;

async function requestToken(
  credential: TokenCredential,
  scope: string,
  claims: string | undefined,
): Promise<AccessToken> {
  let token: AccessToken | null;
  try {
    token = await credential.getToken(scope, claims === undefined ? {} : { claims, enableCae: true });
  } catch (thrown) {
    throw tokenError(thrown);
  }
  if (token === null) throw tokenError(undefined);
  return token;
}

function claimsOf(challenge: string | undefined): string | undefined {
  const encoded = /claims="([^"]+)"/.exec(challenge ?? '')?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
}

function tokenError(thrown: unknown): SyncError {
  return needsPerson(thrown)
    ? new SyncError('No access token for Microsoft Graph could be had.', {
        kind: 'operator',
        code: 'unauthorized',
        action: 'Check the managed identity or the Azure credentials of the app, or set GRAPH_ACCESS_TOKEN.',
        cause: thrown,
      })
    : new SyncError('The sign-in service for Microsoft Graph cannot be reached.', {
        kind: 'retry',
        code: 'unreachable',
        cause: thrown,
      });
}

/** `@azure/identity` tells its errors apart by name and status only; a chain of credentials wraps a list of them. */
function needsPerson(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return true;
  if ('errors' in thrown && Array.isArray(thrown.errors)) return thrown.errors.every(needsPerson);
  if (thrown.name === 'AuthenticationError') {
    const status = 'statusCode' in thrown ? thrown.statusCode : undefined;
    return status === 400 || status === 401 || status === 403;
  }
  return thrown.name === 'CredentialUnavailableError' || thrown.name === 'AuthenticationRequiredError';
}
