import type { TokenCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import type { OpenTable } from '../state/connection';
import { tables } from '../state/declaration';
import type { SecretStore } from '../sync/ports/secrets';
import { encryptedRows } from './encrypted-rows';
import { keyVaultSecrets } from './key-vault';

/** Key Vault where there is one; else encrypted rows, for local use. Nothing is sent before the first use. */
export const openSecrets = (
  config: { readonly keyVaultUri: string | undefined },
  state: { readonly table: OpenTable },
  credential: TokenCredential,
): SecretStore =>
  config.keyVaultUri === undefined
    ? encryptedRows(state.table(tables.secrets))
    : keyVaultSecrets(
        new SecretClient(config.keyVaultUri, credential, {
          // No handler may sleep long between tries.
          retryOptions: { maxRetries: 3, retryDelayInMs: 300, maxRetryDelayInMs: 2000 },
        }),
      );
