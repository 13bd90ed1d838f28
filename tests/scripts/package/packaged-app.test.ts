import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { graphToken } from '../../../sandbox/tenant';
import { openWorkplace } from '../../support/packaged-app';
import { Person } from '../../support/person';
import { startSandbox, type Sandbox } from '../../support/sandbox';

const clientId = '11111111-2222-4333-8444-555555555555';
const header = 'secret-of-the-endpoint';

const workplace = openWorkplace();
const asked: URLSearchParams[] = [];
let identity: Server;
let sandbox: Sandbox;

/** The endpoint that gives an app in Azure the tokens of its managed identity. */
async function startIdentity(): Promise<Server> {
  const server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://localhost').searchParams);
    const known = request.headers['x-identity-header'] === header;
    response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        ...{ access_token: known ? graphToken : '', token_type: 'Bearer', client_id: clientId },
        expires_on: String(Math.floor(Date.now() / 1000) + 24 * 3600),
      }),
    );
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return server;
}

beforeAll(async () => {
  identity = await startIdentity();
  const { zip } = await workplace.makePackage('made');
  sandbox = await startSandbox({
    SANDBOX_APP: workplace.unpack(zip, 'unpacked'),
    IDENTITY_ENDPOINT: `http://127.0.0.1:${(identity.address() as AddressInfo).port}/msi/token`,
    IDENTITY_HEADER: header,
    // As the template sets them: the identity of the app and nothing else is asked.
    AZURE_CLIENT_ID: clientId,
    AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
  });
}, 180_000);
afterAll(async () => {
  await sandbox.stop();
  identity.close();
  workplace.remove();
});

test('the unpacked package synchronises contacts, with the token of the managed identity', async () => {
  const person = await Person.hire(sandbox);
  await person.addOrocrm({ firstName: 'Ada', lastName: 'Byron' });
  await person.addOutlook({ givenName: 'Emmy', surname: 'Noether' });
  expect(await person.run()).toMatchObject({ status: 'done', counts: { created: 2 }, errors: [] });
  expect((await person.liveOutlook()).map(({ contact }) => contact['surname']).sort()).toEqual([
    'Byron',
    'Noether',
  ]);
  expect((await person.orocrmContacts()).map((contact) => contact['lastName']).sort()).toEqual([
    'Byron',
    'Noether',
  ]);
  expect(await person.quiet()).toEqual([]);
  // The token is good for a day, so it was asked for once.
  expect(asked.map((query) => [query.get('resource'), query.get('client_id')])).toEqual([
    [sandbox.graph, clientId],
  ]);
}, 180_000);

test('its API and its page answer', async () => {
  expect(await sandbox.ask('GET', '/health')).toMatchObject({ status: 200 });
  const { status, text } = await sandbox.ask('GET', '/panel');
  expect(status).toBe(200);
  expect(text).toContain('<!doctype html>');
});
