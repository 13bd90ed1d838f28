/** Why a request brought no whole answer. */
export type TransportReason = 'unreachable' | 'timeout' | 'certificate' | 'incomplete';

/**
 * No whole answer came. `sent` says whether the server may have seen (and done) the request. Holds neither address
 * nor headers, so it can be a cause without leaking a token.
 */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';

  constructor(
    readonly reason: TransportReason,
    readonly sent: boolean,
    readonly code: string,
  ) {
    super(code === '' ? reason : `${reason} (${code})`);
  }
}

const certificateCodes = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'HOSTNAME_MISMATCH',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Failures before the first byte of the request could leave. */
const unsentCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'EPROTO',
  'ERR_INVALID_URL',
  'ERR_INVALID_PROTOCOL',
]);

/** The connection broke, which an idle kept-alive connection does when the server closes it. */
export const isBrokenConnection = (failure: TransportFailure): boolean =>
  failure.code === 'ECONNRESET' || failure.code === 'EPIPE';

interface Coded {
  readonly code?: unknown;
  readonly syscall?: unknown;
}

function isCoded(value: unknown): value is Coded {
  return typeof value === 'object' && value !== null;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads the failure of the HTTP library (its `code`, and the system call where there is one). */
export function transportFailure(thrown: unknown): TransportFailure {
  const outer = isCoded(thrown) ? thrown : {};
  const inner = thrown instanceof Error && isCoded(thrown.cause) ? thrown.cause : {};
  const code = textOf(outer.code) || textOf(inner.code);
  const duringConnect = textOf(outer.syscall) === 'connect' || textOf(inner.syscall) === 'connect';
  if (certificateCodes.has(code)) return new TransportFailure('certificate', false, code);
  if (code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL')) {
    return new TransportFailure('certificate', false, code);
  }
  if (unsentCodes.has(code) || duringConnect) return new TransportFailure('unreachable', false, code);
  if (code === 'ERR_CANCELED' || code === 'ECONNABORTED' || code === 'ETIMEDOUT') {
    return new TransportFailure('timeout', true, code);
  }
  // The library's word for an answer that broke off, was too large, or could not be decompressed.
  if (code === 'ERR_BAD_RESPONSE' || code.startsWith('Z_')) {
    return new TransportFailure('incomplete', true, code);
  }
  return new TransportFailure('unreachable', true, code);
}
