import { SyncError } from '../errors';
import type { TransportFailure } from './transport-failure';

/** What a request does: a create that may have been done must never be sent again blindly (reference 6.7). */
export type Effect = 'read' | 'change' | 'create';

/** A request that brought no whole answer, as an error of the port. */
export function transportError(failure: TransportFailure, effect: Effect): SyncError {
  if (failure.reason === 'certificate') {
    return new SyncError(`OroCRM's certificate is not trusted (${failure.code}).`, {
      kind: 'operator',
      code: 'wrong-setting',
      action:
        'Set OROCRM_CA_FILE to the certificate of its authority, or OROCRM_TLS_INSECURE to accept any certificate.',
      cause: failure,
    });
  }
  if (effect === 'create' && failure.sent) {
    return new SyncError(`The answer to a create was lost (${failure.message}).`, {
      kind: 'retry',
      code: 'unknown-outcome',
      // The server may still be at it: looking for the record at once could miss it.
      ...(failure.reason === 'timeout' ? { retryAfterSeconds: 60 } : {}),
      cause: failure,
    });
  }
  if (failure.reason === 'incomplete') {
    return new SyncError("OroCRM's answer broke off or is too large.", {
      kind: 'retry',
      code: 'bad-answer',
      cause: failure,
    });
  }
  return new SyncError(`OroCRM cannot be reached (${failure.message}).`, {
    kind: 'retry',
    code: 'unreachable',
    action: 'If this stays, check OROCRM_URL, the name service, the firewall and that OroCRM is running.',
    cause: failure,
  });
}
