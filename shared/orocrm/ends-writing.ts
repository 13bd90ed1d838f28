import { SyncError, type ErrorCode } from '../errors';
import type { WriteOutcome } from '../sync/ports/orocrm';
import { TransportFailure } from './transport-failure';

/** Failures of the connection or of the credential: what is written after it would fare no better. */
export function endsWriting(error: SyncError): boolean {
  if (error.cause instanceof TransportFailure) return true;
  switch (error.code) {
    case 'unauthorized':
    case 'api-off':
    case 'wrong-setting':
    case 'unreachable':
    case 'throttled':
      return true;
    case 'server-error':
    case 'bad-answer':
    case 'forbidden':
    case 'not-found':
    case 'refused-value':
    case 'not-expressible':
    case 'would-notify':
    case 'changed-meanwhile':
    case 'cursor-expired':
    case 'unknown-outcome':
    case 'mailbox-unavailable':
    case 'guard':
      return false;
  }
}

/** The error of a write that was not sent because one before it met such a failure. */
export function notWritten(error: SyncError): SyncError {
  if (error.kind === 'operator') return error;
  return new SyncError(`Not sent, for OroCRM could not take the write before it: ${error.message}`, {
    kind: 'retry',
    code: error.code === 'throttled' ? 'throttled' : 'unreachable',
    ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
  });
}

/** Codes that are about the connection, whichever record was written. */
const aboutConnection = new Set<ErrorCode>(['unauthorized', 'api-off', 'wrong-setting']);

/** When nothing at all was written because the connection as a whole is refused, that is the pass's error. */
export function orThrow<R>(outcomes: readonly WriteOutcome<R>[]): readonly WriteOutcome<R>[] {
  const [first] = outcomes;
  if (first === undefined || first.ok || !aboutConnection.has(first.error.code)) return outcomes;
  const { code } = first.error;
  const nothingWritten = outcomes.every(
    (outcome) => !outcome.ok && outcome.partly === undefined && outcome.error.code === code,
  );
  if (nothingWritten) throw first.error;
  return outcomes;
}
