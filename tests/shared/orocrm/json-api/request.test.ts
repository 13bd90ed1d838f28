import { connect } from '../../../../shared/orocrm/connection';
import { blankContact, clientOf, connectTo, contactResource } from '../fixtures';
import {
  apiRequests,
  startScripted,
  withToken,
  type Reply,
  type Script,
  type ScriptedServer,
} from '../scripted-server';

let server: ScriptedServer;

const start = async (script: Script): Promise<void> => {
  server = await startScripted(withToken(script));
};

afterEach(() => server.close());

const list = (...ids: string[]): Reply => ({ body: { data: ids.map((id) => contactResource(id)) } });

describe('a credential that the token address refuses', () => {
  const refusing = (status: number): Script => {
    return ({ path }) =>
      path === '/oauth2-token' ? { status: 401, body: { error: 'invalid_client' } } : { status, body: '' };
  };

  it.each([
    [404, 'api-off'],
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [500, 'unauthorized'],
  ])('is refused for the reason that the API shows to nobody: %d is %s', async (status, code) => {
    server = await startScripted(refusing(status));
    await expect(connectTo(server.url).test()).rejects.toMatchObject({ kind: 'operator', code });
    expect(server.requests.at(-1)?.headers['authorization']).toBeUndefined();
  });
});

describe('a request', () => {
  it('has the media type without parameters, no links, and the token', async () => {
    await start(() => list());
    await connectTo(server.url).contacts().page(undefined, 10);
    expect(apiRequests(server)[0]?.headers).toMatchObject({
      accept: 'application/vnd.api+json',
      authorization: 'Bearer token-1',
      'x-include': 'totalCount;noHateoas',
    });
    expect(apiRequests(server)[0]?.headers['content-type']).toBeUndefined();
  });

  it('that writes names the media type of its document', async () => {
    await start(() => ({ status: 201, body: { data: contactResource('5') } }));
    await connectTo(server.url)
      .contacts()
      .create([{ ...blankContact, firstName: 'A' }]);
    const [request] = apiRequests(server);
    expect(request?.headers).toMatchObject({
      'content-type': 'application/vnd.api+json',
      'x-include': 'noHateoas',
    });
    expect(request?.body).toEqual({ data: { type: 'contacts', attributes: { firstName: 'A' } } });
  });

  it('goes to the prefix of the API', async () => {
    await start(() => list());
    await connect({ credential: clientOf(`${server.url}/crm`, '/admin/api') })
      .contacts()
      .page(undefined, 10);
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/crm/admin/oauth2-token',
      '/crm/admin/api/contacts',
    ]);
  });

  it('is repeated once with a new token after a 401', async () => {
    let tokens = 0;
    server = await startScripted(({ path, headers }) => {
      if (path === '/oauth2-token') {
        tokens += 1;
        return { body: { expires_in: 3600, access_token: `token-${tokens}` } };
      }
      return headers['authorization'] === 'Bearer token-2' ? list() : { status: 401, body: '' };
    });
    await connectTo(server.url).contacts().page(undefined, 10);
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/oauth2-token',
      '/api/contacts',
      '/oauth2-token',
      '/api/contacts',
    ]);
  });

  it('is not repeated a second time', async () => {
    await start(() => ({ status: 401, body: '' }));
    await expect(connectTo(server.url).contacts().page(undefined, 10)).rejects.toMatchObject({
      kind: 'operator',
      code: 'unauthorized',
    });
    expect(apiRequests(server)).toHaveLength(2);
  });

  it('by WSSE has a new header when it is repeated', async () => {
    server = await startScripted((_request, count) => (count === 1 ? { status: 401, body: '' } : list()));
    const connection = connect({
      credential: { url: server.url, apiPrefix: '/api', kind: 'wsse', username: 'ann', apiKey: 'f00d' },
    });
    await connection.contacts().page(undefined, 10);
    const headers = server.requests.map((request) => request.headers['x-wsse']);
    expect(new Set(headers).size).toBe(2);
    expect(server.requests[1]?.headers['authorization']).toBe('WSSE profile="UsernameToken"');
  });
});
