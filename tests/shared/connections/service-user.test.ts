import type { OrocrmServiceUser } from '../../../shared/config/environment';
import { LiveConnections } from '../../../shared/connections/connections';
import { serviceUser } from '../../../shared/connections/service-user';
import { connectOutlook } from '../../../shared/outlook/connection';
import { mailboxAddress, orocrmId } from '../../../shared/records/ids';
import { keyVaultSecrets } from '../../../shared/secrets/key-vault';
import type { Mailbox, MailboxState } from '../../../shared/sync/ports/mailboxes';
import { startScripted } from '../orocrm/scripted-server';
import { FakeVault } from '../secrets/fake-vault';

const client: OrocrmServiceUser = { kind: 'client', clientId: 'sync', secret: undefined };
const wsse: OrocrmServiceUser = { kind: 'wsse', username: 'sync', secret: undefined };
const minutes = 60_000;

function useVault() {
  const vault = new FakeVault();
  const secrets = keyVaultSecrets(vault.client(), 0);
  let now = 0;
  return {
    vault,
    secrets,
    open: (user: OrocrmServiceUser | undefined) => serviceUser(user, secrets, () => now),
    now: () => new Date(now),
    later: (ms: number) => (now += ms),
    put: (secret: string) => secrets.save({ of: 'orocrm-service' }, secret),
  };
}

describe('the service user of OroCRM', () => {
  it('has the secret of the environment where there is one, and the vault is not asked', async () => {
    const { vault, open } = useVault();
    const load = open({ ...client, secret: 'of the environment' });
    expect(await load()).toEqual({ kind: 'client', clientId: 'sync', clientSecret: 'of the environment' });
    expect(vault.requests).toBe(0);
  });

  it.each([
    [client, { kind: 'client', clientId: 'sync', clientSecret: 'of the vault' }],
    [wsse, { kind: 'wsse', username: 'sync', apiKey: 'of the vault' }],
  ])('else has the one of the vault, which is asked once: %j', async (user, credential) => {
    const { vault, open, put } = useVault();
    await put(' of the vault\n');
    expect(vault.names()).toEqual(['orocrm-service']);
    const load = open(user);
    const before = vault.requests;
    const loaded = await Promise.all(Array.from({ length: 20 }, () => load()));
    for (const one of loaded) expect(one).toEqual(credential);
    // One without and one with a token.
    expect(vault.requests - before).toBeLessThanOrEqual(2);
  });

  it.each([
    [client, 'OROCRM_CLIENT_ID'],
    [wsse, 'OROCRM_USERNAME'],
  ])(
    'without a secret says which one to put into the vault, and finds it soon after: %j',
    async (user, name) => {
      const { open, later, put } = useVault();
      const load = open(user);
      for (const nothing of [undefined, ' \n']) {
        if (nothing !== undefined) await put(nothing);
        await expect(load()).rejects.toMatchObject({
          kind: 'operator',
          code: 'wrong-setting',
          action: expect.stringMatching(new RegExp(`${name} .* as the secret orocrm-service\\.`)) as unknown,
        });
        later(11_000);
      }
      await put('there now');
      expect(Object.values(await load())).toContain('there now');
    },
  );

  it('that is not configured says so', async () => {
    const { open, vault } = useVault();
    await expect(open(undefined)()).rejects.toMatchObject({ kind: 'operator', code: 'wrong-setting' });
    expect(vault.requests).toBe(0);
  });

  it('calls OroCRM with a replaced secret after some minutes, without a restart', async () => {
    const { secrets, now, later, put } = useVault();
    const sent: (string | null)[] = [];
    const server = await startScripted(({ path, text }) => {
      if (!path.endsWith('/oauth2-token')) return { status: 401, body: {} };
      sent.push(new URLSearchParams(text).get('client_secret'));
      return {
        status: 401,
        headers: { 'content-type': 'application/json' },
        body: { error: 'invalid_client' },
      };
    });
    const unused = new Proxy({} as MailboxState, {
      get: () => {
        throw new Error('Only the trial is looked at.');
      },
    });
    const connections = new LiveConnections({
      mailboxes: unused,
      secrets,
      outlook: connectOutlook({ baseUrl: 'https://graph.example.test', auth: { token: 'unused' } }),
      orocrm: { installation: { url: server.url, apiPrefix: '/api' }, service: client, timeZone: 'UTC' },
      now,
      onOrocrmAnswer: () => undefined,
    });
    const attempt = () =>
      expect(connections.test({ mailbox, secret: undefined })).rejects.toMatchObject({
        kind: 'operator',
        code: 'unauthorized',
      });
    await put('old-secret');
    await attempt();
    await put('new-secret');
    await attempt();
    later(4 * minutes);
    await attempt();
    await server.close();
    expect([...new Set(sent)]).toEqual(['old-secret', 'new-secret']);
    expect(sent.at(-1)).toBe('new-secret');
  });
});

const mailbox: Mailbox = {
  address: mailboxAddress('ada@example.test'),
  orocrm: { credential: 'service', userId: orocrmId('7'), calendarId: '', url: '' },
  timeZone: 'UTC',
  settings: {},
  graphUserId: '',
  orocrmIdentity: '',
  createdAt: '2026-01-01T00:00:00.000Z',
  held: '',
};
