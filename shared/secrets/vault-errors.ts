import { SyncError, type SyncErrorDetails } from '../errors';

/** The status that Key Vault answered, or undefined when it was never reached. */
export function vaultStatus(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('statusCode' in thrown)) return undefined;
  return typeof thrown.statusCode === 'number' ? thrown.statusCode : undefined;
}

const checkVault = 'Check KEY_VAULT_URI and what the application may do with the secrets of that vault.';

/** Sorts a fault of Key Vault into what can be done about it. */
export function vaultError(thrown: unknown): SyncError {
  if (thrown instanceof SyncError) return thrown;
  const status = vaultStatus(thrown);
  if (thrown instanceof Error && /^(Authentication|CredentialUnavailable)/.test(thrown.name)) {
    return fault('Key Vault cannot be used: no identity.', thrown, operator('unauthorized'));
  }
  switch (status) {
    case undefined:
      return fault('Key Vault cannot be reached.', thrown, { kind: 'retry', code: 'unreachable' });
    case 401:
      return fault('Key Vault refused access (401).', thrown, operator('unauthorized'));
    case 403:
      return fault('Key Vault refused access (403).', thrown, operator('forbidden'));
    case 409:
      return fault('Key Vault is still deleting a secret.', thrown, {
        kind: 'retry',
        code: 'changed-meanwhile',
      });
    case 429:
      return fault('Key Vault is busy.', thrown, { kind: 'retry', code: 'throttled' });
    default:
      return status >= 500 || status === 408
        ? fault(`Key Vault answered ${status}.`, thrown, { kind: 'retry', code: 'server-error' })
        : fault(`Key Vault answered ${status}.`, thrown, operator('bad-answer'));
  }
}

const operator = (code: SyncErrorDetails['code']): SyncErrorDetails => ({
  kind: 'operator',
  code,
  action: checkVault,
});

const fault = (message: string, cause: unknown, details: SyncErrorDetails): SyncError =>
  new SyncError(message, { ...details, cause });
