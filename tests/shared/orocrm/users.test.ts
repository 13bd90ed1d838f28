import { connect } from '../../../shared/orocrm/connection';
import { orocrmId } from '../../../shared/records/ids';
import { connectTo, errorBody } from './fixtures';
import { startScripted, withToken, type Reply, type ScriptedServer } from './scripted-server';

let server: ScriptedServer;
afterEach(() => server.close());

const organization = { organization: { data: { type: 'organizations', id: '2' } } };
const denied: Reply = { status: 403, body: errorBody('access denied exception', '') };
const unknown: Reply = { status: 404, body: errorBody('not found http exception', 'Not found.') };
const off: Reply = { status: 404, headers: { 'content-type': 'text/html' }, body: '<html>' };

async function serve(answers: Readonly<Record<string, Reply>>): Promise<void> {
  server = await startScripted(withToken(({ path }) => answers[path.replace('/api/', '')] ?? unknown));
}

const user = (type: string, relationships: object = {}): Reply => ({
  body: { data: { type, id: '12', attributes: {}, relationships } },
});

describe('identity', () => {
  it('is the profile with its organisation', async () => {
    await serve({ userprofile: user('userprofile', organization) });
    expect(await connectTo(server.url).identity()).toEqual({ userId: '12', organizationId: '2' });
  });

  it('finds the organisation with the user when the profile does not tell', async () => {
    await serve({ userprofile: user('userprofile'), 'users/12': user('users', organization) });
    expect(await connectTo(server.url).identity()).toEqual({ userId: '12', organizationId: '2' });
  });

  it('knows no organisation where users may not be viewed', async () => {
    await serve({ userprofile: user('userprofile'), 'users/12': denied });
    expect(await connectTo(server.url).identity()).toEqual({ userId: '12', organizationId: '' });
  });

  it('goes by the user name where there is no profile', async () => {
    await serve({ users: { body: { data: [{ type: 'users', id: '12', relationships: organization }] } } });
    const connection = connect({
      credential: { url: server.url, apiPrefix: '/api', kind: 'wsse', username: 'ann', apiKey: 'k' },
    });
    expect(await connection.identity()).toEqual({ userId: '12', organizationId: '2' });
    expect(server.requests.at(-1)?.query).toMatchObject({ 'filter[username]': 'ann' });
  });

  it('is unknown where nothing may be read', async () => {
    await serve({});
    expect(await connectTo(server.url).identity()).toEqual({ userId: '', organizationId: '' });
  });

  it('is an error where the API is off', async () => {
    await serve({ userprofile: off });
    await expect(connectTo(server.url).identity()).rejects.toMatchObject({ code: 'api-off' });
  });
});

describe('a user', () => {
  it('exists, does not, or may not be looked at', async () => {
    await serve({ 'users/12': user('users'), 'users/14': denied });
    const connection = connectTo(server.url);
    expect(await connection.userExists(orocrmId('12'))).toBe(true);
    expect(await connection.userExists(orocrmId('13'))).toBe(false);
    await expect(connection.userExists(orocrmId('14'))).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('the test of a connection', () => {
  it('reads contacts and tells who is connected', async () => {
    await serve({ contacts: { body: { data: [] } }, userprofile: user('userprofile', organization) });
    expect(await connectTo(server.url).test()).toEqual({ userId: '12', organizationId: '2' });
  });

  it('says which permission is missing', async () => {
    await serve({ contacts: denied });
    await expect(connectTo(server.url).test()).rejects.toMatchObject({
      kind: 'operator',
      code: 'forbidden',
      action: expect.stringMatching(/VIEW on contacts/) as string,
    });
  });
});
