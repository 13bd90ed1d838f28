import { connect } from '../../../../shared/orocrm/connection';
import { orocrmId } from '../../../../shared/records/ids';
import { blankContact, clientOf, connectTo, contactResource, errorBody } from '../fixtures';
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

const html = { 'content-type': 'text/html; charset=UTF-8' };
const page = '<!DOCTYPE html><html><body>Login</body></html>';
const list = (...ids: string[]): Reply => ({ body: { data: ids.map((id) => contactResource(id)) } });

/** What a write of one record came to: its outcome's error, or the error that all of it came to. */
async function writeError(write: 'create' | 'update'): Promise<unknown> {
  const store = connectTo(server.url).contacts();
  const desired = { ...blankContact, firstName: 'Zacharias' };
  try {
    const outcomes =
      write === 'create'
        ? await store.create([desired])
        : await store.update([{ current: blankContact, desired }]);
    const [outcome] = outcomes;
    return outcome?.ok === false ? outcome.error : outcome;
  } catch (thrown) {
    return thrown;
  }
}

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

describe('reading a list that is answered', () => {
  it.each<[string, Reply, object]>([
    [
      '403',
      { status: 403, body: errorBody('access denied exception', 'No access.') },
      { kind: 'operator', code: 'forbidden' },
    ],
    [
      '404 as the API',
      { status: 404, body: errorBody('not found', '') },
      { kind: 'operator', code: 'api-off' },
    ],
    ['404 as a page', { status: 404, headers: html, body: page }, { kind: 'operator', code: 'api-off' }],
    ['404 with nothing', { status: 404 }, { kind: 'operator', code: 'api-off' }],
    ['200 as a page', { status: 200, headers: html, body: page }, { kind: 'operator', code: 'api-off' }],
    [
      'a login',
      { status: 302, headers: { ...html, location: '/user/login' }, body: page },
      { kind: 'operator', code: 'api-off' },
    ],
    [
      'another host',
      { status: 301, headers: { location: 'https://crm.example.com/api/contacts?secret=1' } },
      { kind: 'operator', code: 'wrong-setting', action: expect.not.stringContaining('secret') as string },
    ],
    [
      '405',
      { status: 405, headers: { allow: 'OPTIONS' }, body: '' },
      { kind: 'operator', code: 'wrong-setting' },
    ],
    ['406', { status: 406, body: '' }, { kind: 'operator', code: 'wrong-setting' }],
    ['415', { status: 415, body: '' }, { kind: 'operator', code: 'wrong-setting' }],
    [
      '400',
      {
        status: 400,
        body: errorBody('filter constraint', 'The filter is not supported.', { parameter: 'filter[owner]' }),
      },
      {
        kind: 'operator',
        code: 'wrong-setting',
        message: expect.stringContaining('filter[owner]') as string,
      },
    ],
    [
      '429',
      { status: 429, headers: { 'retry-after': '12' }, body: '' },
      { kind: 'retry', code: 'throttled', retryAfterSeconds: 12 },
    ],
    [
      '503 until a date',
      {
        status: 503,
        headers: { date: 'Thu, 01 Jan 2026 00:00:00 GMT', 'retry-after': 'Thu, 01 Jan 2026 00:01:30 GMT' },
        body: page,
      },
      { kind: 'retry', code: 'throttled', retryAfterSeconds: 90 },
    ],
    ['503', { status: 503, body: '' }, { kind: 'retry', code: 'throttled', retryAfterSeconds: undefined }],
    [
      '500',
      { status: 500, body: errorBody('runtime exception', '') },
      { kind: 'retry', code: 'server-error' },
    ],
    ['502 as a page', { status: 502, headers: html, body: page }, { kind: 'retry', code: 'server-error' }],
    ['half a document', { body: '{"data":[{"type":"contacts",' }, { kind: 'retry', code: 'bad-answer' }],
    ['a broken connection', { cut: 'before' }, { kind: 'retry', code: 'unreachable' }],
    [
      'a connection that breaks within',
      { ...list('1', '2'), cut: 'within' },
      { kind: 'retry', code: 'bad-answer' },
    ],
    ['no list', { body: { data: { type: 'contacts', id: '1' } } }, { kind: 'retry', code: 'bad-answer' }],
    ['another JSON', { body: { code: 200 } }, { kind: 'retry', code: 'bad-answer' }],
    ['nothing', { status: 200 }, { kind: 'retry', code: 'bad-answer' }],
    [
      'a contact without updatedAt',
      { body: { data: [contactResource('1', { updatedAt: undefined })] } },
      { kind: 'retry', code: 'bad-answer', message: expect.stringContaining('updatedAt') as string },
    ],
    [
      'a contact without phones',
      { body: { data: [contactResource('1', { phones: undefined })] } },
      { kind: 'retry', code: 'bad-answer', message: expect.stringContaining('phones') as string },
    ],
    [
      'a contact without owner',
      { body: { data: [contactResource('1', {}, { owner: undefined })] } },
      { kind: 'retry', code: 'bad-answer', message: expect.stringContaining('owner') as string },
    ],
    [
      'an address that is not there',
      {
        body: {
          data: [contactResource('1', {}, { addresses: { data: [{ type: 'contactaddresses', id: '9' }] } })],
        },
      },
      { kind: 'retry', code: 'bad-answer', message: expect.stringContaining('addresses') as string },
    ],
  ])('%s', async (_name, reply, expected) => {
    await start(() => reply);
    await expect(connectTo(server.url).contacts().page(undefined, 10)).rejects.toMatchObject(expected);
  });

  it('sends a read again when a kept connection broke', async () => {
    await start((_request, count) => (count === 1 ? { cut: 'before' } : list('1')));
    const { records } = await connectTo(server.url).contacts().page(undefined, 10);
    expect(records.map(({ id }) => id)).toEqual(['1']);
  });

  it('has the clock of the server', async () => {
    await start(() => ({ ...list(), headers: { date: 'Thu, 01 Jan 2026 10:20:30 GMT' } }));
    const { at } = await connectTo(server.url).contacts().page(undefined, 10);
    expect(at.toISOString()).toBe('2026-01-01T10:20:30.000Z');
  });

  it('tells the administrator which switch to turn', async () => {
    await start(() => ({ status: 404, headers: html, body: page }));
    await expect(connectTo(server.url).test()).rejects.toMatchObject({
      action: expect.stringMatching(/Web API.*OROCRM_API_PREFIX/) as string,
    });
  });
});

describe('a write that is answered', () => {
  it.each<[string, Reply, object, object]>([
    [
      '400',
      {
        status: 400,
        body: errorBody('primary item constraint', 'Unknown primary email address.', {
          pointer: '/data/attributes/primaryEmail',
        }),
      },
      {
        kind: 'give-up',
        code: 'refused-value',
        message: expect.stringContaining('/data/attributes/primaryEmail') as string,
      },
      { kind: 'give-up', code: 'refused-value' },
    ],
    [
      '403',
      { status: 403, body: errorBody('access denied exception', '') },
      { code: 'forbidden', action: expect.stringContaining('CREATE') as string },
      { code: 'forbidden', action: expect.stringContaining('EDIT') as string },
    ],
    [
      '404',
      { status: 404, body: errorBody('not found', '') },
      { kind: 'operator', code: 'api-off' },
      { kind: 'retry', code: 'not-found' },
    ],
    ['404 as a page', { status: 404, headers: html, body: page }, { code: 'api-off' }, { code: 'api-off' }],
    [
      '405',
      { status: 405, body: '' },
      { kind: 'operator', code: 'wrong-setting' },
      { kind: 'operator', code: 'wrong-setting' },
    ],
    [
      '429',
      { status: 429, headers: { 'retry-after': '3' }, body: '' },
      { code: 'throttled', retryAfterSeconds: 3 },
      { code: 'throttled', retryAfterSeconds: 3 },
    ],
    ['503', { status: 503, body: '' }, { code: 'throttled' }, { code: 'throttled' }],
    [
      '500',
      { status: 500, body: '' },
      { kind: 'retry', code: 'unknown-outcome' },
      { kind: 'retry', code: 'server-error' },
    ],
    [
      '504',
      { status: 504, headers: html, body: page },
      { kind: 'retry', code: 'unknown-outcome' },
      { kind: 'retry', code: 'server-error' },
    ],
    [
      'a broken connection',
      { cut: 'before' },
      { kind: 'retry', code: 'unknown-outcome' },
      { kind: 'retry', code: 'unreachable' },
    ],
    [
      'half an answer',
      { status: 201, body: { data: contactResource('5') }, cut: 'within' },
      { kind: 'retry', code: 'unknown-outcome' },
      { kind: 'retry', code: 'bad-answer' },
    ],
    [
      'half a document',
      { status: 201, body: '{"data":{"type":' },
      { kind: 'retry', code: 'unknown-outcome' },
      { kind: 'retry', code: 'bad-answer' },
    ],
    [
      'nothing',
      { status: 201 },
      { kind: 'retry', code: 'unknown-outcome' },
      { kind: 'retry', code: 'bad-answer' },
    ],
  ])('%s', async (_name, reply, afterCreate, afterUpdate) => {
    await start(({ method }) => (method === 'GET' ? list() : reply));
    expect(await writeError('create')).toMatchObject(afterCreate);
    expect(await writeError('update')).toMatchObject(afterUpdate);
  });

  it('is sent once, whatever breaks', async () => {
    await start(() => ({ cut: 'before' }));
    await writeError('create');
    await writeError('update');
    expect(apiRequests(server).map(({ method }) => method)).toEqual(['POST', 'PATCH']);
  });

  it('repeats no value that was sent', async () => {
    await start(() => ({
      status: 400,
      body: errorBody('email constraint', 'The value Zacharias or "other" or a@b.example is not valid.'),
    }));
    const error = await writeError('create');
    expect(String(error)).toContain('email constraint: The value … or … or … is not valid.');
    expect(String(error)).not.toMatch(/Zacharias|other|a@b/);
  });
});

describe('an exchange', () => {
  it('ends at its time limit', async () => {
    await start(() => ({ ...list(), delayMs: 2000 }));
    const connection = connect({ credential: clientOf(server.url), timeoutMs: 150 });
    const reading = connection.contacts().page(undefined, 10);
    await expect(reading).rejects.toMatchObject({ kind: 'retry', code: 'unreachable' });
    const [outcome] = await connection.contacts().create([{ ...blankContact, firstName: 'A' }]);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'unknown-outcome' } });
  });

  it('refuses an answer that is too large', async () => {
    await start(() => list(...Array.from({ length: 50 }, (_none, index) => String(index + 1))));
    const connection = connect({ credential: clientOf(server.url), maxAnswerBytes: 1000 });
    await expect(connection.contacts().page(undefined, 10)).rejects.toMatchObject({
      kind: 'retry',
      code: 'bad-answer',
    });
  });

  it('with nobody there was not sent', async () => {
    await start(() => list());
    const url = server.url;
    await server.close();
    const connection = connectTo(url);
    await expect(connection.contacts().read([orocrmId('1')])).rejects.toMatchObject({
      kind: 'retry',
      code: 'unreachable',
    });
    const [outcome] = await connection.contacts().create([{ ...blankContact, firstName: 'A' }]);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'unreachable' } });
  });

  it('leaks neither token nor address in its errors', async () => {
    await start(() => ({ cut: 'before' }));
    const error = await writeError('create');
    const everything = JSON.stringify(error, (_key, value: unknown) =>
      value instanceof Error ? [value.message, value.stack, value.cause, Object.entries(value)] : value,
    );
    expect(everything).not.toMatch(/token-1|127\.0\.0\.1|the-secret/);
  });
});
