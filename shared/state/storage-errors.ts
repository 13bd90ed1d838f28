import { RestError } from '@azure/data-tables';
import { asSyncError, SyncError, type SyncErrorDetails } from '../errors';

/** What Table Storage answered, or undefined when it was never reached. */
export const statusOf = (thrown: unknown): number | undefined =>
  thrown instanceof RestError ? thrown.statusCode : undefined;

/**
 * Table Storage answers 404 for a row, a table and an account that are not there. Only the first is an everyday
 * event; the code tells them apart, and lies in the details or, for transactions, on the error itself.
 */
export function isMissingRow(thrown: unknown): boolean {
  if (statusOf(thrown) !== 404) return false;
  const code = codeOf(thrown);
  return code === 'ResourceNotFound' || code === 'EntityNotFound';
}

/** The table itself is not there: deleted meanwhile, or a local emulator without persistence that was restarted. */
export const isMissingTable = (thrown: unknown): boolean =>
  statusOf(thrown) === 404 && codeOf(thrown) === 'TableNotFound';

/** 409 for an insert, 412 for an update whose etag is not the present one. */
export const isConflict = (thrown: unknown): boolean => [409, 412].includes(statusOf(thrown) ?? 0);

function codeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof RestError)) return undefined;
  if (thrown.code !== undefined) return thrown.code;
  const details: unknown = thrown.details;
  if (typeof details !== 'object' || details === null || !('odataError' in details)) return undefined;
  const { odataError } = details;
  if (typeof odataError !== 'object' || odataError === null || !('code' in odataError)) return undefined;
  return typeof odataError.code === 'string' ? odataError.code : undefined;
}

const checkAccount =
  'Check the storage account named in STATE_STORAGE and what the application may do in its tables.';

/** Sorts a fault of Table Storage into what can be done about it. Messages hold no keys and no values. */
export function storageError(thrown: unknown): SyncError {
  if (thrown instanceof SyncError) return thrown;
  if (thrown instanceof Error && /^(Authentication|CredentialUnavailable)/.test(thrown.name)) {
    return fault('Table Storage cannot be used: no identity.', thrown, {
      kind: 'operator',
      code: 'unauthorized',
      action: checkAccount,
    });
  }
  if (!(thrown instanceof RestError)) return asSyncError(thrown);
  const status = statusOf(thrown);
  switch (status) {
    case undefined:
      return fault('Table Storage cannot be reached.', thrown, { kind: 'retry', code: 'unreachable' });
    case 401:
    case 403:
      return fault(`Table Storage refused access (${status}).`, thrown, {
        kind: 'operator',
        code: status === 401 ? 'unauthorized' : 'forbidden',
        action: checkAccount,
      });
    case 404:
      return fault('Table Storage has no such account or table.', thrown, {
        kind: 'operator',
        code: 'not-found',
        action: checkAccount,
      });
    case 409:
    case 412:
      return fault('Somebody else saved meanwhile.', thrown, { kind: 'retry', code: 'changed-meanwhile' });
    case 429:
    case 503:
      return fault('Table Storage is busy.', thrown, { kind: 'retry', code: 'throttled' });
    default: {
      const message = `Table Storage answered ${status} (${codeOf(thrown) ?? 'no code'}).`;
      // A request that is wrong as it stands (too large, say) is wrong the next time too; 408 and 5xx pass.
      return status >= 400 && status < 500 && status !== 408
        ? fault(message, thrown, { kind: 'give-up', code: 'refused-value' })
        : fault(message, thrown, { kind: 'retry', code: 'server-error' });
    }
  }
}

const fault = (message: string, cause: unknown, details: SyncErrorDetails): SyncError =>
  new SyncError(message, { ...details, cause });
