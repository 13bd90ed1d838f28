import { call } from '../support/http';
import { expectError } from '../support/expect-error';
import { startSandbox, type Sandbox } from '../support/sandbox';

const key = 'the-key-of-this-test';
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ FUNCTIONS_KEY: key });
}, 90_000);
afterAll(() => sandbox.stop());

const at = (path: string): string => `${sandbox.url}/api${path}`;

/** Every route that needs a key; the two others are anonymous. */
const guarded = [
  ['POST', '/sync'],
  ['GET', '/runs'],
  ['GET', '/runs/some-run'],
  ['GET', '/settings'],
  ['PUT', '/settings'],
  ['GET', '/mailboxes'],
  ['GET', '/mailboxes/a@example.org'],
  ['PUT', '/mailboxes/a@example.org'],
  ['DELETE', '/mailboxes/a@example.org'],
  ['GET', '/status'],
  ['GET', '/alerts'],
  ['POST', '/alerts/some-alert/dismiss'],
  ['POST', '/held/some-id/release'],
  ['POST', '/held/some-id/discard'],
  ['GET', '/failed'],
  ['POST', '/failed/some-id/retry'],
  ['GET', '/history'],
  ['POST', '/history/some-id/restore'],
] as const;

const principal = Buffer.from(
  JSON.stringify({ auth_typ: 'aad', claims: [{ typ: 'name', val: 'Mallory' }] }),
).toString('base64');

describe('the API key', () => {
  test.each(guarded)('%s %s is refused without it, and let in with it', async (method, path) => {
    const error = expectError(await call(method, at(path)), 401, 'unauthorized');
    expect(error.message).toContain('x-functions-key');
    expect(error.message).not.toContain(key);
    expect((await sandbox.ask(method, path)).status).not.toBe(401);
  });

  test.each([
    ['a wrong one of the same length', 'x'.repeat(key.length)],
    ['the right one with something behind it', `${key}x`],
    ['the start of it', key.slice(0, -1)],
    ['none in it', ''],
    ['another case', key.toUpperCase()],
  ])('%s is refused', async (_, wrong) => {
    const answer = await call('GET', at('/mailboxes'), { headers: { 'x-functions-key': wrong } });
    expectError(answer, 401, 'unauthorized');
  });

  test('a principal in a header is not believed where the platform does not authenticate', async () => {
    const answer = await call('GET', at('/mailboxes'), { headers: { 'x-ms-client-principal': principal } });
    expectError(answer, 401, 'unauthorized');
  });
});

test('health is anonymous and tells no names', async () => {
  const { status, body } = await call('GET', at('/health'));
  expect({ status, body }).toEqual({ status: 200, body: { status: 'alive', lastSuccessAgeSeconds: null } });
});

test.each([
  ['/panel', 'text/html; charset=utf-8', /^<!doctype html>/i],
  ['/panel/style.css', 'text/css; charset=utf-8', /\{/],
  ['/panel/script.js', 'text/javascript; charset=utf-8', /fetch\(/],
])('%s is served to anyone, holds no data and can load nothing foreign', async (path, type, content) => {
  const response = await fetch(at(path));
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe(type);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  const text = await response.text();
  expect(text).toMatch(content);
  expect(text).not.toContain('example.org');
  expect(text).not.toContain(key);
});

const withBody = [
  ['PUT', '/settings'],
  ['PUT', '/mailboxes/a@example.org'],
  ['POST', '/sync'],
] as const;

describe.each(withBody)('the body of %s %s', (method, path) => {
  const send = (raw: string) => call(method, at(path), { raw, headers: { 'x-functions-key': key } });

  test.each(['{"a":', 'direction=up', '{"a":1}}', '\u0000', '<xml/>'])(
    'is refused when it is no JSON: %j',
    async (raw) => {
      const error = expectError(await send(raw), 400, 'malformed-json');
      expect(error.message).toBe('The body is not JSON.');
    },
  );

  test('of 1 MB is refused before it is read', async () => {
    expectError(await send(JSON.stringify({ css: 'x'.repeat(1024 * 1024) })), 413, 'too-large');
    expectError(await send(`{${' '.repeat(1024 * 1024)}}`), 413, 'too-large');
  });

  test('is refused when it is a list', async () => {
    expect((await send('[]')).status).toBe(400);
  });
});

test.each([
  [{ kind: 'everything' }, ['kind: ']],
  [{ mode: 'wipe', kind: 'resync' }, ['mode: ']],
  [{ entities: [] }, ['entities: ']],
  [{ entities: ['contacts', 'leads'] }, ['entities.1: ']],
  [{ dryRun: 'yes', confirm: 1 }, ['dryRun: ', 'confirm: ']],
  [{ mailbox: '', colour: 'red' }, ['mailbox: ', 'body: ']],
])('POST /sync names each fault of %j', async (body, faults) => {
  const { details = [] } = expectError(await sandbox.ask('POST', '/sync', body), 400, 'invalid-body');
  expect(details).toEqual(faults.map((fault) => expect.stringContaining(fault) as unknown));
});

/** Ids that are nobody's, and such as a table, a path or a filter could choke on. */
const ids = [
  ['of letters', 'nobody'],
  ['of digits', '12345'],
  ['with a quote', "o'hara"],
  ['with a path', '%2e%2e%2fsettings'],
  ['with a fragment', '%23%3f'],
  ['with a NUL', '%00'],
  ['with a sign that turns the text', '%E2%80%AE'],
  ['longer than a key', 'x'.repeat(1500)],
] as const;

describe.each(ids)('an unknown id %s', (_, id) => {
  test.each([
    ['GET', 'runs', ''],
    ['POST', 'alerts', '/dismiss'],
    ['POST', 'held', '/release'],
    ['POST', 'held', '/discard'],
    ['POST', 'failed', '/retry'],
    ['POST', 'history', '/restore'],
  ])('is not found: %s %s …%s', async (method, list, verb) => {
    expectError(await sandbox.ask(method, `/${list}/${id}${verb}`), 404, 'not-found');
  });

  test('has no history', async () => {
    const { status, body } = await sandbox.ask('GET', `/history?record=${id}`);
    expect({ status, body }).toEqual({ status: 200, body: [] });
  });
});

test.each(['runs', 'failed', 'history'])(
  'GET /%s of a mailbox: nothing of an unknown one, and no address is a fault',
  async (list) => {
    expect(await sandbox.api('GET', `/${list}?mailbox=nobody%40example.org`)).toEqual([]);
    for (const wrong of ['nobody', "'", `${'x'.repeat(400)}@example.org`]) {
      expectError(await sandbox.ask('GET', `/${list}?mailbox=${wrong}`), 400, 'invalid-address');
    }
  },
);

test.each(['GET', 'DELETE'])('%s of an unknown mailbox is not found', async (method) => {
  expectError(await sandbox.ask(method, '/mailboxes/nobody@example.org'), 404, 'not-found');
});

test('a run of an unknown mailbox is not found', async () => {
  const before = await sandbox.api('GET', '/runs');
  expectError(await sandbox.ask('POST', '/sync', { mailbox: 'nobody@example.org' }), 404, 'not-found');
  expect(await sandbox.api('GET', '/runs')).toEqual(before);
});

test.each([
  'nobody',
  '@example.org',
  'a@b@example.org',
  'a%20b@example.org',
  'a%5Cb@example.org',
  `${'a'.repeat(320)}@example.org`,
  'a%23@example.org',
  'a@',
])('the address %s is none', async (address) => {
  for (const method of ['GET', 'PUT', 'DELETE']) {
    expectError(
      await sandbox.ask(method, `/mailboxes/${address}`, method === 'PUT' ? {} : undefined),
      400,
      'invalid-address',
    );
  }
});
