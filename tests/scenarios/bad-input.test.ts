import { expectError } from '../support/expect-error';
import { startSandbox, type Sandbox } from '../support/sandbox';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
}, 90_000);
afterAll(() => sandbox.stop());

describe('a mailbox that is configured wrongly', () => {
  const at = 'wrong@example.org';
  const put = (body: unknown, address = at) => sandbox.ask('PUT', `/mailboxes/${address}`, body);
  let own: { clientId: string; clientSecret: string };
  beforeAll(async () => {
    const { id } = await sandbox.control<{ id: string }>('orocrm', 'POST', '/users', {
      username: 'wrong',
      email: at,
    });
    own = await sandbox.control('orocrm', 'POST', '/clients', { user: id });
    await sandbox.control('graph', 'POST', '/users', { userPrincipalName: at, mail: at });
    for (const [name, mailbox] of [
      ['none', null],
      ['outside', { inScope: false }],
    ] as const) {
      const address = `${name}@example.org`;
      await sandbox.control('graph', 'POST', '/users', {
        userPrincipalName: address,
        mail: address,
        mailbox,
      });
    }
  });
  afterEach(async () => {
    for (const address of [at, 'none@example.org', 'outside@example.org', 'nobody@example.org']) {
      expectError(await sandbox.ask('GET', `/mailboxes/${address}`), 404, 'not-found');
    }
  });
  const client = () => ({ clientId: own.clientId, clientSecret: own.clientSecret });

  test('a wrong secret', async () => {
    const answer = await put({ orocrm: { clientId: own.clientId, clientSecret: 'not-the-secret' } });
    expect(expectError(answer, 400, 'unauthorized').message).toMatch(/OroCRM.*client/is);
    expect(answer.text).not.toContain('not-the-secret');
  });

  test('a wrong API key', async () => {
    const answer = await put({ orocrm: { username: 'wrong', apiKey: 'not-the-key' } });
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain('not-the-key');
  });

  test('an OroCRM that is not there', async () => {
    const { message } = expectError(
      await put({ orocrm: { ...client(), url: 'http://127.0.0.1:9' } }),
      503,
      'unreachable',
    );
    expect(message).toMatch(/OroCRM/);
  });

  test('a user of OroCRM who is not there', async () => {
    expect(expectError(await put({ orocrm: { userId: '99999' } }), 400, 'wrong-setting').message).toMatch(
      /no user 99999.*Give the id of the OroCRM user/s,
    );
  });

  test('an account without a mailbox', async () => {
    const answer = await put({ orocrm: client() }, 'none@example.org');
    expect(expectError(answer, 400, 'mailbox-unavailable').message).toMatch(
      /knows no such mailbox.*Exchange Online mailbox/s,
    );
  });

  test('an address that nobody has', async () => {
    const answer = await put({ orocrm: client() }, 'nobody@example.org');
    expect(expectError(answer, 400, 'mailbox-unavailable').message).toMatch(/knows no such mailbox/);
  });

  test('a mailbox outside the scope of the app', async () => {
    const answer = await put({ orocrm: client() }, 'outside@example.org');
    expect(expectError(answer, 400, 'forbidden').message).toMatch(
      /denied access.*scope of the app in Exchange/s,
    );
  });

  test.each([
    ['nothing', {}, undefined],
    ['half a credential', { orocrm: { clientId: 'x' } }, /orocrm: is \{"username","apiKey"\}/],
    ['a user id that is none', { orocrm: { userId: 'x1' } }, /orocrm/],
    [
      'a time zone that is none',
      { orocrm: { userId: '1' }, timeZone: 'Mars/Olympus' },
      /timeZone: is no IANA time zone/,
    ],
    ['an unknown name', { orocrm: { userId: '1' }, colour: 'red' }, /colour/],
    ['another address of OroCRM that is none', { orocrm: { userId: '1', url: 'ftp://crm' } }, /orocrm/],
  ])('%s', async (_, body, fault) => {
    const { details = [] } = expectError(await put(body), 400, 'invalid-body');
    if (fault !== undefined) expect(details.join('\n')).toMatch(fault);
  });
});
