/** The header in which App Service authentication tells who signed in. */
export const principalHeader = 'x-ms-client-principal';

/** Entra's roles under the name that the platform gives them, and in the token's own. */
export const roleType = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role';

export type Claim = readonly [type: string, value: string];

export const encode = (principal: unknown): string =>
  Buffer.from(JSON.stringify(principal)).toString('base64');

/** The header of somebody with these claims. */
export const principalOf = (claims: readonly Claim[], change: object = {}): string =>
  encode({
    auth_typ: 'aad',
    name_typ: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
    role_typ: roleType,
    claims: claims.map(([typ, val]) => ({ typ, val })),
    ...change,
  });

/** Somebody with this address and these app roles. */
export const person = (address: string, ...roles: readonly string[]): string =>
  principalOf([
    ['name', 'Somebody'],
    ['preferred_username', address],
    ...roles.map((role): Claim => ['roles', role]),
  ]);
