import { SyncError } from '../errors';

/** Failures before a connection stood: nothing was sent, so nothing can have happened. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Node's names of a certificate that is not trusted. */
const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Why a request got no whole answer, and whether it may have been carried out all the same. */
export function networkFailure(
  thrown: unknown,
  what: string,
): { readonly error: SyncError; readonly executed: 'no' | 'maybe' } {
  if (thrown instanceof SyncError) return { error: thrown, executed: 'no' };
  const code = causeCode(thrown);
  if (code !== undefined && untrusted.has(code)) {
    const error = new SyncError(`The certificate of Microsoft Graph's base URL is not trusted (${code}).`, {
      kind: 'operator',
      code: 'wrong-setting',
      action: 'Check GRAPH_BASE_URL, and name the authority of its certificate in NODE_EXTRA_CA_CERTS.',
      cause: thrown,
    });
    return { error, executed: 'no' };
  }
  const error = new SyncError(
    `Microsoft Graph gave no whole answer to ${what} (${code ?? nameOf(thrown)}).`,
    {
      kind: 'retry',
      code: 'unreachable',
      cause: thrown,
    },
  );
  return { error, executed: code !== undefined && neverSent.has(code) ? 'no' : 'maybe' };
}

const nameOf = (thrown: unknown): string => (isErrorLike(thrown) ? thrown.name : 'unknown');

/** Node's fetch throws a bare TypeError and hides what happened one or more causes deep. */
function causeCode(thrown: unknown): string | undefined {
  for (let error = thrown; isErrorLike(error); error = error.cause) {
    if (typeof error.code === 'string') return error.code;
  }
  return undefined;
}

/** Errors of Node's fetch come from another realm where code runs in a VM context: `instanceof` would miss them. */
const isErrorLike = (
  thrown: unknown,
): thrown is { readonly name: string; readonly code?: unknown; readonly cause?: unknown } =>
  typeof thrown === 'object' && thrown !== null && 'name' in thrown && typeof thrown.name === 'string';
