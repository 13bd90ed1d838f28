import { mailboxAddress } from '../../../shared/records/ids';
import { keyVaultSecrets } from '../../../shared/secrets/key-vault';
import type { SecretName } from '../../../shared/sync/ports/secrets';
import { FakeVault } from './fake-vault';

const settle = 30;
const anna: SecretName = { of: 'mailbox', mailbox: mailboxAddress("anna+o'b@example.test") };

describe('secrets in Key Vault', () => {
  it('are saved under names that Key Vault takes and that tell nobody the address', async () => {
    const vault = new FakeVault();
    const store = keyVaultSecrets(vault.client(), settle);
    expect(await store.load(anna)).toBeUndefined();
    await store.save(anna, 'one');
    await store.save(anna, 'two');
    await store.save({ of: 'api' }, 'key');
    expect(await store.load(anna)).toBe('two');
    expect(vault.names()).toEqual([expect.stringMatching(/^mailbox-[0-9a-f]{40}$/), 'api-key']);
  });

  it('can be saved again after they were removed, although a deleted name is blocked', async () => {
    const store = keyVaultSecrets(new FakeVault().client(), settle);
    await store.save(anna, 'one');
    await store.remove(anna);
    expect(await store.load(anna)).toBeUndefined();
    await store.remove(anna);
    await store.save(anna, 'two');
    expect(await store.load(anna)).toBe('two');
  });

  it('are made once, also where two processes make one in the same second', async () => {
    const vault = new FakeVault();
    let count = 0;
    const make = (): Promise<string> =>
      keyVaultSecrets(vault.client(), settle).loadOrCreate({ of: 'digests' }, () => `made-${(count += 1)}`);
    const made = await Promise.all([make(), make(), make()]);
    expect(count).toBeGreaterThan(1);
    expect(new Set(made).size).toBe(1);
    vault.now += 60;
    expect(await make()).toBe(made[0]);
    await keyVaultSecrets(vault.client(), settle).save({ of: 'digests' }, 'somebody saved over it');
    expect(await make()).toBe(made[0]);
  });

  it.each([
    [401, { kind: 'operator' }],
    [403, { kind: 'operator', code: 'forbidden' }],
    [429, { kind: 'retry', code: 'throttled' }],
    [500, { kind: 'retry', code: 'server-error' }],
    [400, { kind: 'operator', code: 'bad-answer' }],
  ])('say what can be done about an answer of %i', async (status, expected) => {
    const vault = new FakeVault();
    const store = keyVaultSecrets(vault.client(), settle);
    vault.failing = status;
    await expect(store.load(anna)).rejects.toMatchObject(expected);
  });
});
