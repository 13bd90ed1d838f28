import { connectTo, contactResource, errorBody } from '../fixtures';
import { startScripted, withToken, type Reply, type Script, type ScriptedServer } from '../scripted-server';

let server: ScriptedServer;

const start = async (script: Script): Promise<void> => {
  server = await startScripted(withToken(script));
};

afterEach(() => server.close());

const html = { 'content-type': 'text/html; charset=UTF-8' };
const page = '<!DOCTYPE html><html><body>Login</body></html>';
const list = (...ids: string[]): Reply => ({ body: { data: ids.map((id) => contactResource(id)) } });

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
