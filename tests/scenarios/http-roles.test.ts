import { person, principalHeader } from '../functions/http/principals';
import { expectError } from '../support/expect-error';
import { call, type Answer } from '../support/http';
import { Person } from '../support/person';
import { startSandbox, type Sandbox } from '../support/sandbox';

let sandbox: Sandbox;
let ada: Person;
let bob: Person;
beforeAll(async () => {
  sandbox = await startSandbox({ FUNCTIONS_KEY: 'the-key-of-this-test', WEBSITE_AUTH_ENABLED: 'True' });
  [ada, bob] = [await Person.hire(sandbox), await Person.hire(sandbox)];
}, 90_000);
afterAll(() => sandbox.stop());

const as = (address: string, role: string, method: string, path: string, body?: unknown): Promise<Answer> =>
  call(method, `${sandbox.url}/api${path}`, {
    body,
    headers: { [principalHeader]: person(address.toUpperCase(), role) },
  });
const mailboxesOf = ({ body }: Answer): string[] =>
  (body as readonly { readonly address: string }[]).map(({ address }) => address).sort();

test('a user sees and synchronises the own mailbox, and nothing of another', async () => {
  const asAda = (method: string, path: string, body?: unknown) =>
    as(ada.address, 'Sync.User', method, path, body);
  expect(mailboxesOf(await asAda('GET', '/mailboxes'))).toEqual([ada.address]);
  expect((await asAda('PUT', `/mailboxes/${ada.address}`, { settings: { tasks: false } })).status).toBe(200);
  const started = await asAda('POST', '/sync', {});
  expect(started.status).toBe(202);
  const { runId } = started.body as { readonly runId: string };
  expect((await asAda('GET', `/runs/${runId}`)).body).toMatchObject({ runId, mailbox: ada.address });
  expectError(await as(bob.address, 'Sync.User', 'GET', `/runs/${runId}`), 404, 'not-found');
  expect((await as(bob.address, 'Sync.User', 'GET', '/runs')).body).toEqual([]);
  for (const method of ['GET', 'PUT', 'DELETE'])
    expectError(await asAda(method, `/mailboxes/${bob.address}`), 403, 'forbidden');
  expectError(await asAda('PUT', '/settings', { tasks: false }), 403, 'forbidden');
}, 60_000);

test('an administrator sees both, and somebody without a role nothing', async () => {
  const both = [ada.address, bob.address].sort();
  expect(mailboxesOf(await as(ada.address, 'Sync.Admin', 'GET', '/mailboxes'))).toEqual(both);
  const refused = expectError(await as(ada.address, 'Reader', 'GET', '/mailboxes'), 403, 'forbidden');
  expect(refused.message).toContain('Sync.User');
});
