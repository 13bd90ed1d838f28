import { OAuthAuthorizer } from '../../../../shared/orocrm/auth/oauth';
import { defaultHttpOptions, Http } from '../../../../shared/orocrm/http';
import { clientOf } from '../fixtures';
import { startScripted, type Reply, type Script, type ScriptedServer } from '../scripted-server';

const token = (name: string, extra: object = {}): Reply => ({
  headers: { 'content-type': 'application/json' },
  body: { token_type: 'Bearer', expires_in: 3600, access_token: name, ...extra },
});

let server: ScriptedServer;
let http: Http;
let clock: number;

async function start(script: Script): Promise<void> {
  server = await startScripted(script);
  http = new Http(clientOf(server.url), defaultHttpOptions);
  clock = Date.parse('2026-01-01T00:00:00Z');
}

const client = (apiPrefix = '/api'): OAuthAuthorizer =>
  new OAuthAuthorizer(
    { ...clientOf(server.url, apiPrefix), kind: 'client', clientId: 'id', clientSecret: 's&cret' },
    http,
    () => clock,
  );

const password = (): OAuthAuthorizer =>
  new OAuthAuthorizer(
    {
      url: server.url,
      apiPrefix: '/api',
      kind: 'password',
      clientId: 'id',
      clientSecret: 's',
      username: 'user',
      password: 'pass',
    },
    http,
    () => clock,
  );

const forms = (): Record<string, string>[] =>
  server.requests.map((request) => Object.fromEntries(new URLSearchParams(request.text)));

afterEach(async () => {
  http.close();
  await server.close();
});

describe('client credentials', () => {
  it('asks once for however many wait, and keeps the token until a minute before its end', async () => {
    await start((_request, count) => ({ ...token(`t${count}`), delayMs: 20 }));
    const authorizer = client();
    const headers = await Promise.all([1, 2, 3].map(() => authorizer.authorize()));
    expect(headers).toEqual(Array(3).fill({ Authorization: 'Bearer t1' }));
    expect(forms()).toEqual([{ grant_type: 'client_credentials', client_id: 'id', client_secret: 's&cret' }]);
    expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/oauth2-token' });
    clock += 3_539_000;
    expect(await authorizer.authorize()).toEqual({ Authorization: 'Bearer t1' });
    clock += 1_001;
    expect(await authorizer.authorize()).toEqual({ Authorization: 'Bearer t2' });
  });

  it('renews a short-lived token at half its life', async () => {
    await start((_request, count) => token(`t${count}`, { expires_in: 10 }));
    const authorizer = client();
    await authorizer.authorize();
    clock += 4_999;
    expect(await authorizer.authorize()).toEqual({ Authorization: 'Bearer t1' });
    clock += 2;
    expect(await authorizer.authorize()).toEqual({ Authorization: 'Bearer t2' });
  });

  it('drops a refused token, but not one that was renewed meanwhile', async () => {
    await start((_request, count) => token(`t${count}`));
    const authorizer = client();
    const old = await authorizer.authorize();
    authorizer.refused(old);
    expect(await authorizer.authorize()).toEqual({ Authorization: 'Bearer t2' });
    authorizer.refused(old);
    expect(await authorizer.authorize()).toEqual({ Authorization: 'Bearer t2' });
    expect(server.requests).toHaveLength(2);
  });

  it('does not remember a failure', async () => {
    await start((_request, count) => (count === 1 ? { status: 500, body: '' } : token('good')));
    const authorizer = client();
    await expect(authorizer.authorize()).rejects.toMatchObject({ kind: 'retry', code: 'server-error' });
    expect(await authorizer.authorize()).toEqual({ Authorization: 'Bearer good' });
  });
});

describe('the token address', () => {
  it('shares the prefix of the back office', async () => {
    await start(() => token('t'));
    await client('/admin/api').authorize();
    expect(server.requests.map(({ path }) => path)).toEqual(['/admin/oauth2-token']);
  });

  it('without the prefix is asked where there is none with it, and remembered', async () => {
    await start(({ path }) =>
      path === '/oauth2-token' ? token('t', { expires_in: 10 }) : { status: 404, body: '<html></html>' },
    );
    const authorizer = client('/admin/api');
    await authorizer.authorize();
    clock += 60_000;
    await authorizer.authorize();
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/admin/oauth2-token',
      '/oauth2-token',
      '/oauth2-token',
    ]);
  });

  it.each([
    [{ status: 404, body: { code: 404 } }, 'operator', 'wrong-setting'],
    [{ status: 302, headers: { location: '/user/login' }, body: '' }, 'operator', 'wrong-setting'],
    [{ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }, 'operator', 'wrong-setting'],
    [{ status: 401, body: { error: 'invalid_client' } }, 'operator', 'unauthorized'],
    [{ status: 400, body: { error: 'invalid_request', hint: 'x' } }, 'operator', 'unauthorized'],
    [{ status: 400, body: { error: 'unsupported_grant_type' } }, 'operator', 'unauthorized'],
    [{ status: 503, headers: { 'retry-after': '7' }, body: '' }, 'retry', 'throttled'],
    [{ status: 429, body: '' }, 'retry', 'throttled'],
    [{ status: 502, body: '<html>' }, 'retry', 'server-error'],
    [{ status: 200, body: '{"access_token":' }, 'retry', 'bad-answer'],
    [{ status: 200, body: { access_token: '' } }, 'retry', 'bad-answer'],
    [{ cut: 'before' as const }, 'retry', 'unreachable'],
  ])('answering %j is the error %s %s', async (reply, kind, code) => {
    await start(() => reply);
    await expect(client().authorize()).rejects.toMatchObject({ kind, code });
  });

  it('is throttled for as long as it says', async () => {
    await start(() => ({ status: 429, headers: { 'retry-after': '7' }, body: '' }));
    await expect(client().authorize()).rejects.toMatchObject({ retryAfterSeconds: 7 });
  });
});

describe('the password grant', () => {
  it('renews by the refresh token it was given', async () => {
    await start((_request, count) => token(`t${count}`, { refresh_token: `r${count}` }));
    const authorizer = password();
    authorizer.refused(await authorizer.authorize());
    await authorizer.authorize();
    authorizer.refused(await authorizer.authorize());
    await authorizer.authorize();
    const secrets = { client_id: 'id', client_secret: 's' };
    expect(forms()).toEqual([
      { grant_type: 'password', username: 'user', password: 'pass', ...secrets },
      { grant_type: 'refresh_token', refresh_token: 'r1', ...secrets },
      { grant_type: 'refresh_token', refresh_token: 'r2', ...secrets },
    ]);
  });

  it('falls back to the password when the refresh token is refused', async () => {
    await start(({ text }, count) =>
      text.includes('refresh_token')
        ? { status: 401, body: { error: 'invalid_request', hint: 'Token has expired' } }
        : token(`t${count}`, { refresh_token: 'r' }),
    );
    const authorizer = password();
    authorizer.refused(await authorizer.authorize());
    expect(await authorizer.authorize()).toEqual({ Authorization: 'Bearer t3' });
    expect(forms().map((form) => form['grant_type'])).toEqual(['password', 'refresh_token', 'password']);
  });

  it('does not spend the password while the server is only busy', async () => {
    await start((_request, count) =>
      count === 1 ? token('t', { refresh_token: 'r' }) : { status: 503, body: '' },
    );
    const authorizer = password();
    authorizer.refused(await authorizer.authorize());
    await expect(authorizer.authorize()).rejects.toMatchObject({ code: 'throttled' });
    expect(server.requests).toHaveLength(2);
  });
});
