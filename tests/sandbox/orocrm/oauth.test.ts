import type { SimulatedOrocrm } from '../../../sandbox/orocrm/start';
import { Client, company, setClock, signIn } from './support';

let orocrm: SimulatedOrocrm;
beforeEach(async () => {
  ({ orocrm } = await company());
});
afterEach(() => orocrm.stop());

interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, string | number>>;
}

async function ask(
  parameters: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> {
  const json = headers['Content-Type'] === 'application/json';
  const response = await fetch(orocrm.tokenUrl, {
    method: 'POST',
    headers,
    body: json ? JSON.stringify(parameters) : new URLSearchParams(parameters),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as TokenAnswer['body'],
  };
}

const credentials = (client: { clientId: string; clientSecret: string }): Record<string, string> => ({
  client_id: client.clientId,
  client_secret: client.clientSecret,
});

it('grants an RS256 token for client credentials, from a form, from JSON and from HTTP Basic', async () => {
  const client = orocrm.addClient({ user: 'ada' });
  const grant = { grant_type: 'client_credentials' };
  const basic = `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}`;
  const answers = [
    await ask({ ...grant, ...credentials(client) }),
    await ask({ ...grant, ...credentials(client) }, { 'Content-Type': 'application/json' }),
    await ask(grant, { Authorization: basic }),
  ];
  for (const { status, headers, body } of answers) {
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=UTF-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    expect(body['refresh_token']).toBeUndefined();
    const [header = '', payload = ''] = String(body['access_token']).split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ typ: 'JWT', alg: 'RS256' });
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ aud: client.clientId });
    const profile = await new Client(orocrm, String(body['access_token'])).get('/userprofile');
    expect(profile.body.data).toMatchObject({ attributes: { username: 'ada' } });
  }
});

it('refuses in the words of OroCRM', async () => {
  const client = orocrm.addClient({ user: 'ada' });
  const off = orocrm.addClient({ user: 'ada', active: false });
  const grant = { grant_type: 'client_credentials' };
  const wrongClient = { error: 'invalid_client', message: 'Client authentication failed' };
  expect(await ask({})).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
  expect(await ask({ grant_type: 'magic' })).toMatchObject({
    status: 400,
    body: { error: 'unsupported_grant_type' },
  });
  expect(await ask(grant)).toMatchObject({
    status: 400,
    body: { error: 'invalid_request', hint: 'Check the `client_id` parameter' },
  });
  expect(await ask({ ...grant, ...credentials(client), client_secret: 'x' })).toMatchObject({
    status: 401,
    body: wrongClient,
  });
  expect(await ask({ ...grant, ...credentials(off) })).toMatchObject({ status: 401, body: wrongClient });
  expect(await ask({ ...grant, client_id: 'nobody', client_secret: 'x' })).toMatchObject({
    status: 401,
    body: wrongClient,
  });
  const password = await ask({
    grant_type: 'password',
    ...credentials(client),
    username: 'ada',
    password: 'secret-ada',
  });
  expect(password).toMatchObject({ status: 401, body: wrongClient });
  const basic = await ask(grant, { Authorization: `Basic ${Buffer.from('a:b').toString('base64')}` });
  expect(basic.headers.get('www-authenticate')).toBe('Basic realm="OAuth"');
  orocrm.people.changeUser('ada', { enabled: false });
  expect(await ask({ ...grant, ...credentials(client) })).toMatchObject({ status: 401, body: wrongClient });
});

it('knows the password grant and refreshes, after which both old tokens are dead', async () => {
  const client = credentials(orocrm.addClient({ grants: ['password'] }));
  const login = { grant_type: 'password', ...client, username: 'ada', password: 'secret-ada' };
  expect(await ask({ ...login, password: 'no' })).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant', message: 'The user credentials were incorrect.' },
  });
  const first = await ask(login);
  const refresh = {
    grant_type: 'refresh_token',
    ...client,
    refresh_token: String(first.body['refresh_token']),
  };
  const second = await ask(refresh);
  expect(second.status).toBe(200);
  expect((await new Client(orocrm, String(first.body['access_token'])).get('/userprofile')).status).toBe(401);
  expect((await new Client(orocrm, String(second.body['access_token'])).get('/userprofile')).status).toBe(
    200,
  );
  expect(await ask(refresh)).toMatchObject({ status: 401, body: { hint: 'Token has been revoked' } });
  expect(await ask({ ...refresh, refresh_token: 'test' })).toMatchObject({
    status: 401,
    body: { error: 'invalid_request', hint: 'Cannot decrypt the refresh token' },
  });
  orocrm.people.changeUser('ada', { enabled: false });
  expect(await ask(login)).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant', hint: 'Account is disabled.' },
  });
});

it('lets tokens expire, and dies with the client or the user', async () => {
  orocrm.configure({ accessTokenSeconds: 60 });
  const ada = await signIn(orocrm, 'ada');
  expect((await ada.get('/userprofile')).status).toBe(200);
  await setClock(orocrm, { advanceMs: 61_000 });
  const late = await ada.get('/userprofile');
  expect([late.status, late.text, late.headers.get('www-authenticate')]).toEqual([401, '', null]);

  const again = await signIn(orocrm, 'ada');
  orocrm.people.changeUser('ada', { enabled: false });
  expect((await again.get('/userprofile')).status).toBe(401);
});

it('takes the token from the header or a JSON:API body, never from the address', async () => {
  const ada = await signIn(orocrm, 'ada');
  const url = `${orocrm.apiUrl}/userprofile`;
  const anonymous = await fetch(`${url}?access_token=${ada.token}`, {
    headers: { Accept: 'application/vnd.api+json' },
  });
  expect(anonymous.status).toBe(401);
  expect(anonymous.headers.get('www-authenticate')).toBe('Basic');
  const [header = '', payload = ''] = ada.token.split('.');
  const forged = new Client(orocrm, `${header}.${payload}.${Buffer.from('forged').toString('base64url')}`);
  expect((await forged.get('/userprofile')).status).toBe(401);
});

it('answers as if there were nothing when the web API is switched off', async () => {
  const ada = await signIn(orocrm, 'ada');
  const client = credentials(orocrm.addClient({ user: 'ada' }));
  orocrm.configure({ webApi: false });
  const { status, body } = await ada.get('/contacts');
  expect(status).toBe(404);
  expect(body.errors).toEqual([{ status: '404', title: 'not found http exception' }]);
  expect(await ask({ grant_type: 'client_credentials', ...client })).toMatchObject({
    status: 401,
    body: { error: 'invalid_client' },
  });
  orocrm.configure({ webApi: true });
  expect((await ada.get('/contacts')).status).toBe(200);
});

it('moves with its prefix, the token endpoint along with the API', async () => {
  orocrm.configure({ prefix: '/admin/api' });
  expect(orocrm.tokenUrl).toBe(`${orocrm.url}/admin/oauth2-token`);
  const ada = await signIn(orocrm, 'ada');
  expect((await ada.get('/contacts')).status).toBe(200);
  expect((await fetch(`${orocrm.url}/api/contacts`)).status).toBe(404);
  const storefront = await fetch(`${orocrm.url}/oauth2-token`, { method: 'POST' });
  expect(storefront.status).toBe(401);
});
