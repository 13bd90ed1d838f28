import { setTimeout as sleep } from 'node:timers/promises';
import type { SecretClient } from '@azure/keyvault-secrets';
import type { SecretStore } from '../sync/ports/secrets';
import { storedName } from './secret-names';
import { vaultError, vaultStatus } from './vault-errors';

/** Longer than another process takes from finding a secret absent to having saved its own. */
const settleMs = 2000;

/** Secrets in Key Vault. Needs the role Key Vault Secrets Officer: credentials of mailboxes are written. */
export function keyVaultSecrets(client: SecretClient, settle = settleMs): SecretStore {
  const load = (name: string, version?: string): Promise<string | undefined> =>
    absentAsUndefined(async () => {
      const secret = await client.getSecret(name, version === undefined ? {} : { version });
      return secret.value;
    });

  /** The first version that was ever made, so that all processes take the same one, whoever saved last. */
  const first = async (name: string): Promise<string | undefined> => {
    const versions: { readonly version: string; readonly at: number }[] = [];
    for await (const { version, createdOn, enabled } of client.listPropertiesOfSecretVersions(name)) {
      if (version !== undefined && enabled !== false)
        versions.push({ version, at: createdOn?.getTime() ?? 0 });
    }
    // Times have whole seconds, hence the version as a second criterion.
    versions.sort((a, b) => a.at - b.at || (a.version < b.version ? -1 : 1));
    return versions[0] && load(name, versions[0].version);
  };

  return {
    load: (name) => translated(() => load(storedName(name))),
    save: (name, value) => translated(() => save(client, storedName(name), value)),
    loadOrCreate: (name, make) =>
      translated(async () => {
        const stored = storedName(name);
        const present = await absentAsUndefined(() => first(stored));
        if (present !== undefined) return present;
        const made = make();
        await save(client, stored, made);
        // Key Vault cannot save only where nothing is. Another process may have saved at the same time: once its
        // version must show, both choose the same.
        await sleep(settle);
        return (await first(stored)) ?? made;
      }),
    async remove(name) {
      // Not waiting for the end of the deletion, which takes seconds: the secret is out of reach at once.
      await translated(() => absentAsUndefined(() => client.beginDeleteSecret(storedName(name))));
    },
  };
}

/** A deleted secret blocks its name until it is recovered, since soft deletion cannot be switched off. */
async function save(client: SecretClient, name: string, value: string): Promise<void> {
  try {
    await client.setSecret(name, value);
  } catch (thrown) {
    if (vaultStatus(thrown) !== 409) throw thrown;
    const recovery = await client.beginRecoverDeletedSecret(name);
    await recovery.pollUntilDone();
    await client.setSecret(name, value);
  }
}

async function absentAsUndefined<T>(request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (thrown) {
    if (vaultStatus(thrown) === 404) return undefined;
    throw thrown;
  }
}

async function translated<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (thrown) {
    throw vaultError(thrown);
  }
}
