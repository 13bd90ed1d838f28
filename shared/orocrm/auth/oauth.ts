import type { ClientCredential, OrocrmInstallation, PasswordCredential } from '../access';
import type { Http, HttpAnswer } from '../http';
import { transportError } from '../transport-error';
import { TransportFailure } from '../transport-failure';
import type { Authorization, Authorizer } from './authorizer';
import { isNoTokenAddress, isRefusedGrant, readTokenAnswer, type TokenAnswer } from './token-answer';
import { tokenUrls } from './token-url';

type OAuthCredential = OrocrmInstallation & (ClientCredential | PasswordCredential);

interface Token {
  readonly header: string;
  /** When to ask for the next one, in milliseconds of `now`. */
  readonly renewAt: number;
}

/** A token is renewed a minute before it ends, one that lives less than two minutes at half its life. */
const earlyMs = (lifetimeMs: number): number => Math.min(60_000, lifetimeMs / 2);

function grant(credential: OAuthCredential): Readonly<Record<string, string>> {
  switch (credential.kind) {
    case 'client':
      return { grant_type: 'client_credentials' };
    case 'password':
      return { grant_type: 'password', username: credential.username, password: credential.password };
  }
}

/** OAuth 2.0 tokens (reference 5.1), one request for one at a time however many wait for it. */
export class OAuthAuthorizer implements Authorizer {
  private token: Token | undefined;
  private refreshToken: string | undefined;
  private pending: Promise<Token> | undefined;
  private workingUrl: string | undefined;

  constructor(
    private readonly credential: OAuthCredential,
    private readonly http: Http,
    private readonly now: () => number,
  ) {}

  async authorize(): Promise<Authorization> {
    const token = this.token;
    if (token !== undefined && this.now() < token.renewAt) return { Authorization: token.header };
    this.pending ??= this.renew().finally(() => {
      this.pending = undefined;
    });
    return { Authorization: (await this.pending).header };
  }

  refused(authorization: Authorization): void {
    // Another request may have renewed the token meanwhile: only the refused one is dropped.
    if (authorization['Authorization'] === this.token?.header) this.token = undefined;
  }

  private async renew(): Promise<Token> {
    const askedAt = this.now();
    const answer = await this.requestToken();
    const lifetimeMs = answer.expires_in * 1000;
    this.refreshToken = answer.refresh_token ?? this.refreshToken;
    const renewAt = askedAt + lifetimeMs - earlyMs(lifetimeMs);
    this.token = { header: `Bearer ${answer.access_token}`, renewAt };
    return this.token;
  }

  private async requestToken(): Promise<TokenAnswer> {
    if (this.refreshToken !== undefined) {
      const answer = await this.post({ grant_type: 'refresh_token', refresh_token: this.refreshToken });
      if (!isRefusedGrant(answer)) return readTokenAnswer(answer);
      // It ran out or was used up: the credential itself gives a new one.
      this.refreshToken = undefined;
    }
    return readTokenAnswer(await this.post(grant(this.credential)));
  }

  private async post(parameters: Readonly<Record<string, string>>): Promise<HttpAnswer> {
    const urls = this.workingUrl === undefined ? tokenUrls(this.credential) : [this.workingUrl];
    let answer: HttpAnswer | undefined;
    for (const url of urls) {
      const next = await this.postTo(url, parameters);
      if (!isNoTokenAddress(next)) {
        this.workingUrl = url;
        return next;
      }
      answer ??= next;
    }
    if (answer === undefined) throw new RangeError('There is always a token address to ask.');
    this.workingUrl = undefined;
    return answer;
  }

  private async postTo(url: string, parameters: Readonly<Record<string, string>>): Promise<HttpAnswer> {
    const { clientId, clientSecret } = this.credential;
    const body = new URLSearchParams({ ...parameters, client_id: clientId, client_secret: clientSecret });
    try {
      return await this.http.send({
        method: 'POST',
        url,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
        body: body.toString(),
      });
    } catch (thrown) {
      throw thrown instanceof TransportFailure ? transportError(thrown, 'read') : thrown;
    }
  }
}
