/** An error of the token endpoint, with the words of OroCRM's OAuth library (reference section 5.1). */
export interface TokenError {
  readonly status: 400 | 401;
  readonly error: string;
  readonly message: string;
  readonly hint?: string;
}

const malformed =
  'The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed.';
const badGrant =
  'The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.';

export const tokenErrors = {
  unsupportedGrant: (): TokenError => ({
    status: 400,
    error: 'unsupported_grant_type',
    message: 'The authorization grant type is not supported by the authorization server.',
    hint: 'Check that all required parameters have been provided',
  }),
  missing: (parameter: string): TokenError => ({
    status: 400,
    error: 'invalid_request',
    message: malformed,
    hint: `Check the \`${parameter}\` parameter`,
  }),
  invalidClient: (): TokenError => ({
    status: 401,
    error: 'invalid_client',
    message: 'Client authentication failed',
  }),
  invalidCredentials: (): TokenError => ({
    status: 400,
    error: 'invalid_grant',
    message: 'The user credentials were incorrect.',
  }),
  disabledAccount: (): TokenError => ({
    status: 400,
    error: 'invalid_grant',
    message: badGrant,
    hint: 'Account is disabled.',
  }),
  invalidRefreshToken: (hint: string): TokenError => ({
    status: 401,
    error: 'invalid_request',
    message: 'The refresh token is invalid.',
    hint,
  }),
} as const;
