import { blankContact, connectTo, contactResource, errorBody } from '../fixtures';
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
