import { ApiKey } from '../../../functions/http/api-key';
import { keyVaultSecrets } from '../../../shared/secrets/key-vault';
import { FakeVault } from '../../shared/secrets/fake-vault';

const settle = 30;

/** One process with the vault that all of them share, and a clock in milliseconds. */
function useVault() {
  const vault = new FakeVault();
  const store = () => keyVaultSecrets(vault.client(), settle);
  let now = 0;
  return {
    vault,
    store,
    process: (fixed?: string) => new ApiKey(fixed, store(), () => now),
    later: (seconds: number) => (now += seconds * 1000),
    /** `az keyvault secret show --name api-key`. */
    read: async () => (await store().load({ of: 'api' })) ?? '',
    asked: async (use: () => Promise<unknown>) => {
      const before = vault.requests;
      await use();
      return vault.requests - before;
    },
  };
}

describe('the API key', () => {
  it('is made at the first call, for whoever reads it in the vault, and fits into a header and a URL', async () => {
    const { process, read, vault } = useVault();
    const key = process();
    expect(await key.matches('')).toBe(false);
    expect(vault.names()).toEqual(['api-key']);
    expect(await read()).toMatch(/^[\w-]{43}$/);
    expect(await key.matches(await read())).toBe(true);
    expect(await process().matches(await read())).toBe(true);
  });

  it('is the same for processes that make it at once', async () => {
    const { process, read } = useVault();
    const processes = [process(), process(), process()];
    await Promise.all(processes.map((key) => key.matches('')));
    const key = await read();
    for (const one of processes) expect(await one.matches(key)).toBe(true);
  });

  it('of the environment wins, and then the vault is not asked', async () => {
    const { process, vault } = useVault();
    const key = process('fixed');
    expect(await key.matches('fixed')).toBe(true);
    expect(await key.matches('Fixed')).toBe(false);
    expect(await key.matches('')).toBe(false);
    expect(vault.requests).toBe(0);
  });

  it('that was replaced is let in for a minute at most, and the new one after ten seconds', async () => {
    const { process, store, read, later } = useVault();
    const key = process();
    await key.matches('');
    const old = await read();
    await store().save({ of: 'api' }, 'replaced');
    expect(await key.matches(old)).toBe(true);
    later(11);
    expect(await key.matches('replaced')).toBe(true);
    expect(await key.matches(old)).toBe(false);
    await store().save({ of: 'api' }, 'again');
    later(59);
    expect(await key.matches('replaced')).toBe(true);
    later(2);
    expect(await key.matches('replaced')).toBe(false);
  });

  it('is asked for once in ten seconds, however many calls come with a wrong one', async () => {
    const { process, asked, later } = useVault();
    const key = process();
    await key.matches('');
    const flood = () => Promise.all(Array.from({ length: 500 }, (_, n) => key.matches(`wrong-${n}`)));
    expect(await asked(flood)).toBe(0);
    later(11);
    expect(await asked(flood)).toBe(1);
    later(9);
    expect(await asked(flood)).toBe(0);
  });

  it('is asked for once a minute by calls without one, and by calls with the right one', async () => {
    const { process, asked, later, read } = useVault();
    const key = process();
    await key.matches('');
    const right = await read();
    for (const given of ['', right]) {
      later(61);
      expect(await asked(() => key.matches(given))).toBe(1);
      later(59);
      expect(await asked(() => key.matches(given))).toBe(0);
    }
  });

  it('lets nobody in while the vault refuses, asks it seldom, and works again by itself', async () => {
    const { vault, process, asked, later, store } = useVault();
    await store().save({ of: 'api' }, 'right');
    const key = process();
    vault.failing = 403;
    const refused = () => expect(key.matches('right')).rejects.toMatchObject({ code: 'forbidden' });
    await refused();
    expect(await asked(refused)).toBe(0);
    later(11);
    expect(await asked(refused)).toBeGreaterThan(0);
    vault.failing = undefined;
    later(11);
    expect(await key.matches('right')).toBe(true);
  });
});
