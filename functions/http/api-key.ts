import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { KeptValue } from '../../shared/secrets/kept-value';
import type { SecretStore } from '../../shared/sync/ports/secrets';

/** A key that was replaced is let in no longer than this. */
const keptMs = 60_000;
/** A key that does not match may be a new one. However many do not, the store is asked no more often than this. */
const renewedMs = 10_000;
const keyBytes = 32;
const name = { of: 'api' } as const;

/** The key that callers of the API present: the one of the environment, else the one in the secret store. */
export class ApiKey {
  private readonly kept: KeptValue<string>;

  constructor(
    private readonly fixed: string | undefined,
    secrets: SecretStore,
    now: () => number,
  ) {
    this.kept = new KeptValue(() => loadOrMake(secrets), now);
  }

  /**
   * Whether this is the key; '' never is. Where there is none yet it is made, so that an administrator can read it.
   * @throws SyncError when the secret store cannot be used.
   */
  async matches(given: string): Promise<boolean> {
    if (this.fixed !== undefined) return sameText(given, this.fixed);
    if (sameText(given, await this.kept.get(keptMs))) return true;
    return given !== '' && sameText(given, await this.kept.get(renewedMs));
  }
}

/** The latest version counts, as an administrator reads it and replaces it. */
async function loadOrMake(secrets: SecretStore): Promise<string> {
  const present = await secrets.load(name);
  if (present !== undefined) return present;
  const made = await secrets.loadOrCreate(name, () => randomBytes(keyBytes).toString('base64url'));
  return (await secrets.load(name)) ?? made;
}

/** Compares digests of equal length, so that neither content nor length shows in the time it takes. */
function sameText(given: string, key: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return given !== '' && timingSafeEqual(digest(given), digest(key));
}
