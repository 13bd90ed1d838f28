/**
 * What can be done about a failure, decided where it arises:
 * - `retry`: the same call may succeed later (network, throttling, a server that is down);
 * - `give-up`: this record cannot be written as it is (a value that the other side refuses); the rest goes on;
 * - `operator`: a person must act (credentials, permissions, a switched-off API, a wrong address).
 */
export type ErrorKind = 'retry' | 'give-up' | 'operator';

/** Stable names that code may branch on; the message is for people only. */
export type ErrorCode =
  | 'unreachable'
  | 'throttled'
  | 'server-error'
  | 'bad-answer'
  | 'unauthorized'
  | 'forbidden'
  | 'api-off'
  | 'not-found'
  | 'refused-value'
  | 'not-expressible'
  | 'would-notify'
  | 'changed-meanwhile'
  | 'cursor-expired'
  | 'unknown-outcome'
  | 'mailbox-unavailable'
  | 'wrong-setting'
  | 'guard';

export interface SyncErrorDetails {
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  /** What the operator should do, one sentence. */
  readonly action?: string;
  /** How long to wait before the next try, as the other side asked. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** The only error that crosses a port. Its message holds no secrets and no personal data. */
export class SyncError extends Error {
  override readonly name = 'SyncError';
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly action: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, details: SyncErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = details.kind;
    this.code = details.code;
    this.action = details.action;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** A fault of ours or of a library (not a `SyncError`) is tried again: most such faults are passing. */
export function asSyncError(thrown: unknown): SyncError {
  if (thrown instanceof SyncError) return thrown;
  return new SyncError(`Unexpected fault (${thrown instanceof Error ? thrown.name : typeof thrown}).`, {
    kind: 'retry',
    code: 'server-error',
    cause: thrown,
  });
}
