import { expectError } from '../support/expect-error';
import { Person } from '../support/person';
import { startSandbox, type Sandbox } from '../support/sandbox';

let sandbox: Sandbox;
beforeAll(async () => {
  // The last version that knows API keys, so that every kind of credential can be tried.
  sandbox = await startSandbox({ SANDBOX_OROCRM_VERSION: '6.0' });
}, 90_000);
afterAll(() => sandbox.stop());

const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const time = (): unknown => expect.stringMatching(iso) as unknown;

describe('mailboxes', () => {
  test('are told with everything but their secrets, whatever the credential', async () => {
    const secrets: string[] = [];
    for (const kind of ['own', 'wsse', 'service', 'password'] as const) {
      const one = await Person.hire(sandbox, { credential: kind === 'password' ? 'own' : kind });
      const at = `/mailboxes/${one.address}`;
      const credential = await credentialOf(kind, one);
      secrets.push(...credential.secrets);
      const answer = await sandbox.ask('PUT', at, {
        orocrm: credential.put,
        timeZone: 'Europe/Berlin',
        settings: { contacts: true },
      });
      expect({ status: answer.status, body: answer.body }).toEqual({
        status: 200,
        body: {
          address: one.address,
          orocrm: credential.shown,
          timeZone: 'Europe/Berlin',
          settings: expect.objectContaining({
            contacts: { value: true, source: 'mailbox' },
            tasks: { value: true, source: 'default' },
            enableSync: { value: false, source: 'mailbox' },
          }) as unknown,
          createdAt: time(),
          held: null,
        },
      });
      expect(await sandbox.api('GET', `/mailboxes/${one.address.toUpperCase()}`)).toEqual(answer.body);
      expect(await sandbox.api('GET', '/mailboxes')).toContainEqual(answer.body);
      // What is left out stays, the secret too.
      await sandbox.api('PUT', at, { settings: { contacts: null } });
      expect(await one.run()).toMatchObject({ status: 'done', errors: [] });
    }
    const everything = await Promise.all(
      ['/mailboxes', '/status', '/runs', '/alerts', '/settings'].map((path) => sandbox.ask('GET', path)),
    );
    expect(secrets.length).toBeGreaterThan(3);
    for (const secret of secrets) {
      expect(everything.map(({ text }) => text).join('\n')).not.toContain(secret);
      expect(sandbox.lines.join('\n')).not.toContain(secret);
    }
  }, 120_000);

  test('are created with 201, and forgotten with their links while the records stay', async () => {
    const one = await Person.hire(sandbox);
    await one.addOrocrm({ firstName: 'Ada', lastName: 'Stays' });
    await one.run();
    const answer = await sandbox.ask('DELETE', `/mailboxes/${one.address}`);
    expect({ status: answer.status, text: answer.text }).toEqual({ status: 204, text: '' });
    expectError(await sandbox.ask('GET', `/mailboxes/${one.address}`), 404, 'not-found');
    expectError(await sandbox.ask('DELETE', `/mailboxes/${one.address}`), 404, 'not-found');
    expect([await one.orocrmContacts(), await one.liveOutlook()].map(({ length }) => length)).toEqual([1, 1]);
    const needed = await sandbox.ask('PUT', `/mailboxes/${one.address}`, { settings: {} });
    expect(expectError(needed, 400, 'invalid-body').message).toContain('orocrm');
    const again = await sandbox.ask('PUT', `/mailboxes/${one.address}`, {
      orocrm: { userId: one.userId },
      settings: { enableSync: false },
    });
    expect(again.status).toBe(201);
    // Its marks are of this installation, so it is linked again; nothing is doubled.
    expect(await one.run()).toMatchObject({ status: 'done' });
    expect([await one.orocrmContacts(), await one.liveOutlook()].map(({ length }) => length)).toEqual([1, 1]);
  }, 120_000);
});

async function credentialOf(kind: 'own' | 'wsse' | 'service' | 'password', one: Person) {
  switch (kind) {
    case 'service':
      return {
        put: { userId: one.userId },
        shown: { credential: 'service', userId: one.userId, calendarId: '' },
        secrets: [],
      };
    case 'wsse': {
      const key = await sandbox.control<{ username: string; apiKey: string }>(
        'orocrm',
        'POST',
        `/users/${one.userId}/api-keys`,
      );
      return { put: key, shown: { credential: 'wsse', username: key.username }, secrets: [key.apiKey] };
    }
    case 'own': {
      const { clientId, clientSecret } = await sandbox.control<{ clientId: string; clientSecret: string }>(
        'orocrm',
        'POST',
        '/clients',
        { user: one.userId },
      );
      return {
        put: { clientId, clientSecret },
        shown: { credential: 'oauth', clientId },
        secrets: [clientSecret],
      };
    }
    case 'password': {
      const { clientId, clientSecret } = await sandbox.control<{ clientId: string; clientSecret: string }>(
        'orocrm',
        'POST',
        '/clients',
        { grants: ['password'] },
      );
      const { username } = await sandbox.control<{ username: string }>(
        'orocrm',
        'PATCH',
        `/users/${one.userId}`,
        { password: 'A-pass-word-1' },
      );
      return {
        put: { clientId, clientSecret, username, password: 'A-pass-word-1' },
        shown: { credential: 'oauth', clientId },
        secrets: [clientSecret, 'A-pass-word-1'],
      };
    }
  }
}
