import { timingSafeEqual } from 'node:crypto';
import { changed, type Entity } from '../model/entity';
import type { World } from '../model/world';
import { findUser, isEnabled } from '../model/users';
import { hashed, newIdentifier, type Client, type Credentials } from './credentials';
import { issueJwt } from './jwt';
import { tokenErrors, type TokenError } from './token-errors';
import type { TokenRequest } from './token-request';

/** A successful answer of the token endpoint. */
export interface IssuedToken {
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly access_token: string;
  readonly refresh_token?: string;
}

type Outcome<T> = { readonly ok: T } | { readonly refused: TokenError };

const refuse = (error: TokenError): { refused: TokenError } => ({ refused: error });

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(hashed(a));
  return timingSafeEqual(left, Buffer.from(hashed(b)));
}

/** `POST /oauth2-token`: the grants that OroCRM offers to services. */
export class TokenEndpoint {
  readonly #world: World;
  readonly #credentials: Credentials;

  constructor(world: World, credentials: Credentials) {
    this.#world = world;
    this.#credentials = credentials;
  }

  grant(request: TokenRequest): Outcome<IssuedToken> {
    const { grant_type: grantType } = request.parameters;
    switch (grantType) {
      case 'client_credentials':
        return this.#clientCredentials(request);
      case 'password':
        return this.#password(request);
      case 'refresh_token':
        return this.#refresh(request);
      case undefined:
      default:
        return refuse(tokenErrors.unsupportedGrant());
    }
  }

  #clientCredentials(request: TokenRequest): Outcome<IssuedToken> {
    const found = this.#client(request, 'client_credentials');
    if ('refused' in found) return found;
    const user = found.ok.user === null ? undefined : this.#world.get('users', found.ok.user);
    if (user === undefined) return refuse(tokenErrors.invalidClient());
    return { ok: this.#issue(found.ok, user, false) };
  }

  #password(request: TokenRequest): Outcome<IssuedToken> {
    const found = this.#client(request, 'password');
    if ('refused' in found) return found;
    const { username, password } = request.parameters;
    if (username === undefined) return refuse(tokenErrors.missing('username'));
    if (password === undefined) return refuse(tokenErrors.missing('password'));
    const user = findUser(this.#world, username);
    if (user === undefined) return refuse(tokenErrors.invalidCredentials());
    if (!isEnabled(user)) return refuse(tokenErrors.disabledAccount());
    if (user.attributes['password'] !== hashed(password)) return refuse(tokenErrors.invalidCredentials());
    return { ok: this.#issue(found.ok, user, true) };
  }

  #refresh(request: TokenRequest): Outcome<IssuedToken> {
    const found = this.#client(request, 'password');
    if ('refused' in found) return found;
    const presented = request.parameters['refresh_token'];
    if (presented === undefined) return refuse(tokenErrors.missing('refresh_token'));
    if (!/^[\w-]{32}$/.test(presented)) {
      return refuse(tokenErrors.invalidRefreshToken('Cannot decrypt the refresh token'));
    }
    const token = this.#credentials.tokens.get(presented);
    if (token?.kind !== 'refresh') return refuse(tokenErrors.invalidRefreshToken('Token has been revoked'));
    if (token.client !== found.ok.identifier) {
      return refuse(tokenErrors.invalidRefreshToken('Token is not linked to client'));
    }
    if (token.expires * 1000 <= this.#world.clock.now()) {
      return refuse(tokenErrors.invalidRefreshToken('Token has expired'));
    }
    const user = this.#world.get('users', token.user);
    if (user === undefined) return refuse(tokenErrors.invalidCredentials());
    // Both old tokens end here: the library revokes them when it hands out new ones.
    this.#credentials.tokens.delete(presented);
    if (token.access !== null) this.#credentials.tokens.delete(token.access);
    return { ok: this.#issue(found.ok, user, true) };
  }

  /** The order of the checks is the library's: identifier, client, state, owner, grant, secret. */
  #client(request: TokenRequest, grant: Client['grants'][number]): Outcome<Client> {
    const { client_id: identifier, client_secret: secret } = request.parameters;
    if (identifier === undefined) return refuse(tokenErrors.missing('client_id'));
    const client = this.#credentials.clients.get(identifier);
    // With the web API switched off every back-office client counts as disabled (OAuth2ServerBundle, ClientRepository).
    if (client?.active !== true || !this.#world.settings.webApi) return refuse(tokenErrors.invalidClient());
    const owner = client.user === null ? undefined : this.#world.get('users', client.user);
    if (client.user !== null && (owner === undefined || !isEnabled(owner)))
      return refuse(tokenErrors.invalidClient());
    if (!client.grants.includes(grant)) return refuse(tokenErrors.invalidClient());
    if (!sameText(client.secret, secret ?? '')) return refuse(tokenErrors.invalidClient());
    return { ok: client };
  }

  #issue(client: Client, user: Entity, refreshable: boolean): IssuedToken {
    const { accessTokenSeconds, refreshTokenSeconds } = this.#world.settings;
    const now = Math.floor(this.#world.clock.now() / 1000);
    const jti = newIdentifier();
    const common = { client: client.identifier, user: user.id };
    const expires = now + accessTokenSeconds;
    this.#credentials.tokens.put(jti, { ...common, expires, kind: 'access', access: null });
    const access = issueJwt(
      { aud: client.identifier, jti, exp: expires, sub: user.id },
      now,
      this.#credentials.keys.privateKey,
    );
    const answer = { token_type: 'Bearer', expires_in: accessTokenSeconds, access_token: access } as const;
    if (!refreshable) return answer;
    this.#countLogin(user);
    const refresh = newIdentifier();
    const refreshExpires = now + refreshTokenSeconds;
    this.#credentials.tokens.put(refresh, {
      ...common,
      expires: refreshExpires,
      kind: 'refresh',
      access: jti,
    });
    return { ...answer, refresh_token: refresh };
  }

  #countLogin(user: Entity): void {
    const count = user.attributes['loginCount'];
    const attributes = {
      lastLogin: this.#world.clock.stamp(),
      loginCount: (typeof count === 'number' ? count : 0) + 1,
    };
    this.#world.table('users').put(changed(user, { attributes }));
  }
}
