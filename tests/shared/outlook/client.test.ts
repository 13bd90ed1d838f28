import type { AccessToken, TokenCredential } from '@azure/identity';
import { GraphClient } from '../../../shared/outlook/client';
import type { RequestReport } from '../../../shared/outlook/client-middleware';
import { path, withQuery } from '../../../shared/outlook/graph-url';
import { found, graphError, ScriptedGraph } from './support/scripted-graph';

let graph: ScriptedGraph;
const reports: RequestReport[] = [];

beforeAll(async () => {
  graph = await ScriptedGraph.start();
});
afterAll(() => graph.stop());
beforeEach(() => {
  graph.reset();
  reports.length = 0;
});

const clientWith = (options: Partial<ConstructorParameters<typeof GraphClient>[0]> = {}): GraphClient =>
  new GraphClient({
    baseUrl: graph.baseUrl,
    auth: { token: 'ready-token' },
    patienceMs: 3000,
    timeoutMs: 2000,
    onRequest: (report) => reports.push(report),
    ...options,
  });

const user = path`/users/${"o'neil+x@example.org"}`;

describe('a request', () => {
  it('carries the token and asks for immutable ids, to a host that is none of Microsoft’s', async () => {
    graph.script = () => found({ id: 'u1' });
    await expect(clientWith().get(user)).resolves.toEqual({ id: 'u1' });
    expect(graph.requests[0]?.headers['authorization']).toBe('Bearer ready-token');
    expect(graph.requests[0]?.headers['prefer']).toBe('IdType="ImmutableId"');
    expect(graph.requests[0]?.url).toBe("/users/o'neil+x@example.org");
  });

  it('reports method, template, status, items and time, never an id', async () => {
    graph.script = () => found({});
    await clientWith().get(withQuery(user, { $select: 'id,mail' }));
    expect(reports).toEqual([
      { method: 'GET', path: '/users/{id}', status: 200, items: 1, ms: expect.any(Number) as number },
    ]);
  });

  it('goes below a base URL that has a path of its own', async () => {
    graph.script = () => found({});
    await clientWith({ baseUrl: `${graph.baseUrl}/some/where/` }).get(user);
    expect(graph.requests).toHaveLength(1);
  });

  it('refuses a base URL without https', () => {
    expect(() => clientWith({ baseUrl: 'http://127.0.0.1:1' })).toThrow(
      expect.objectContaining({ kind: 'operator', code: 'wrong-setting' }) as Error,
    );
  });

  it('keeps its connection', async () => {
    graph.script = () => found({});
    const client = clientWith();
    await client.get(user);
    const before = graph.connections;
    for (let call = 0; call < 5; call += 1) await client.get(user);
    expect(graph.connections).toBe(before);
  });
});

describe('repeats', () => {
  it('repeats a throttled read after Retry-After', async () => {
    let calls = 0;
    graph.script = () =>
      ++calls === 1 ? graphError(429, 'ApplicationThrottled', { 'Retry-After': '1' }) : found({ ok: 1 });
    const started = Date.now();
    await expect(clientWith().get(user)).resolves.toEqual({ ok: 1 });
    expect(Date.now() - started).toBeGreaterThanOrEqual(1000);
    expect(reports.map(({ status }) => status)).toEqual([429, 200]);
  });

  it('does not sleep longer than its patience, and tells how long to wait', async () => {
    graph.script = () => graphError(429, 'ApplicationThrottled', { 'Retry-After': '120' });
    const started = Date.now();
    await expect(clientWith().get(user)).rejects.toMatchObject({
      kind: 'retry',
      code: 'throttled',
      retryAfterSeconds: 120,
    });
    expect(Date.now() - started).toBeLessThan(900);
  });

  it('never repeats what may have been carried out', async () => {
    graph.script = () => graphError(503, 'ServiceUnavailable', { 'Retry-After': '0' });
    const answer = await clientWith().exchange({ method: 'POST', path: user, body: {}, repeatable: false });
    expect(answer).toMatchObject({ ok: false, executed: 'maybe', error: { code: 'server-error' } });
    expect(graph.requests).toHaveLength(1);
  });

  it('repeats a lost read once, a lost write never', async () => {
    graph.script = () => ({ status: 0, drop: true });
    await expect(clientWith().get(user)).rejects.toMatchObject({ kind: 'retry', code: 'unreachable' });
    expect(graph.requests).toHaveLength(2);
    const answer = await clientWith().exchange({ method: 'POST', path: user, body: {}, repeatable: false });
    expect(answer).toMatchObject({ ok: false, executed: 'maybe', error: { code: 'unreachable' } });
    expect(graph.requests).toHaveLength(3);
  });

  it('gives up waiting after the time limit', async () => {
    graph.script = () => new Promise(() => undefined);
    const client = clientWith({ timeoutMs: 200 });
    const answer = await client.exchange({ method: 'POST', path: user, body: {}, repeatable: false });
    expect(answer).toMatchObject({
      ok: false,
      executed: 'maybe',
      error: { kind: 'retry', code: 'unreachable' },
    });
  });
});

describe('what went wrong', () => {
  it('knows that nothing was sent where no connection stood', async () => {
    const gone = await ScriptedGraph.start();
    await gone.stop();
    const client = clientWith({ baseUrl: gone.baseUrl });
    const answer = await client.exchange({ method: 'POST', path: user, body: {}, repeatable: false });
    expect(answer).toMatchObject({
      ok: false,
      executed: 'no',
      error: { kind: 'retry', code: 'unreachable' },
    });
  });

  it('asks for the authority of a certificate that nobody trusts', async () => {
    const stranger = await ScriptedGraph.start({ trusted: false });
    await expect(clientWith({ baseUrl: stranger.baseUrl }).get(user)).rejects.toMatchObject({
      kind: 'operator',
      code: 'wrong-setting',
    });
    await stranger.stop();
  });

  it.each([
    ['HTML with success', { status: 200, text: '<html>sign in</html>' }, 'bad-answer', 'retry'],
    ['HTML with 404', { status: 404, text: '<html>not here</html>' }, 'bad-answer', 'retry'],
    ['HTML with 502', { status: 502, text: '<html>bad gateway</html>' }, 'server-error', 'retry'],
    ['a truncated answer', { status: 200, text: '{"value":[{"id":"A' }, 'bad-answer', 'retry'],
    ['an empty answer', { status: 200, text: '' }, 'bad-answer', 'retry'],
    ['a redirect', { status: 302, headers: { Location: 'https://127.0.0.1:9/' } }, 'bad-answer', 'retry'],
    ['401', graphError(401, 'InvalidAuthenticationToken'), 'unauthorized', 'operator'],
    ['403', graphError(403, 'ErrorAccessDenied'), 'forbidden', 'operator'],
    ['410', graphError(410, 'SyncStateNotFound'), 'cursor-expired', 'retry'],
    ['a lost cursor with another status', graphError(400, 'resyncRequired'), 'cursor-expired', 'retry'],
    ['412', graphError(412, 'ErrorIrresolvableConflict'), 'changed-meanwhile', 'retry'],
    ['404 of an item', graphError(404, 'ErrorItemNotFound'), 'not-found', 'give-up'],
    ['404 of a mailbox', graphError(404, 'MailboxNotEnabledForRESTAPI'), 'mailbox-unavailable', 'operator'],
    ['404 of a user', graphError(404, 'Request_ResourceNotFound'), 'mailbox-unavailable', 'operator'],
    ['400', graphError(400, 'ErrorInvalidRequest'), 'refused-value', 'give-up'],
    ['507', graphError(507, 'ErrorQuotaExceeded'), 'throttled', 'retry'],
    ['500', graphError(500, 'InternalServerError'), 'server-error', 'retry'],
  ] as const)('%s', async (_, reply, code, kind) => {
    graph.script = () => reply;
    await expect(clientWith().get(user)).rejects.toMatchObject({ code, kind });
  });

  it('takes a body that ends early for no answer', async () => {
    graph.script = () => ({ status: 200, text: '{}', headers: { 'Content-Length': '500' } });
    await expect(clientWith({ timeoutMs: 300 }).get(user)).rejects.toMatchObject({ kind: 'retry' });
  });

  it('says no ids, addresses or words of Graph in its message', async () => {
    graph.script = () => graphError(400, 'ErrorInvalidRequest');
    await expect(clientWith().get(user)).rejects.toMatchObject({
      message:
        'Microsoft Graph refused the request at GET /users/{id} (400, ErrorInvalidRequest, request r-1).',
    });
  });
});

describe('the token', () => {
  const credentialOf = (...tokens: readonly (string | Error)[]): TokenCredential & { asked: unknown[] } => {
    const asked: unknown[] = [];
    return {
      asked,
      getToken: (scope, options) => {
        asked.push([scope, options]);
        const token = tokens[Math.min(asked.length, tokens.length) - 1];
        if (token === undefined || token instanceof Error) return Promise.reject(token ?? new Error('none'));
        const result: AccessToken = { token, expiresOnTimestamp: Date.now() + 3_600_000 };
        return Promise.resolve(result);
      },
    };
  };

  it('comes from the credential once, not with every request', async () => {
    const credential = credentialOf('t1');
    graph.script = () => found({});
    const client = clientWith({ auth: { credential } });
    await Promise.all([client.get(user), client.get(user)]);
    await client.get(user);
    expect(credential.asked).toEqual([[`${graph.baseUrl}/.default`, {}]]);
    expect(graph.requests.at(-1)?.headers['authorization']).toBe('Bearer t1');
  });

  it('is renewed once after a 401, with the claims of the challenge', async () => {
    const credential = credentialOf('t1', 't2');
    graph.script = ({ headers }) =>
      headers['authorization'] === 'Bearer t2'
        ? found({ ok: 1 })
        : graphError(401, 'InvalidAuthenticationToken', {
            'WWW-Authenticate': `Bearer error="insufficient_claims", claims="${Buffer.from('{"a":1}').toString('base64')}"`,
          });
    await expect(clientWith({ auth: { credential } }).get(user)).resolves.toEqual({ ok: 1 });
    expect(credential.asked[1]).toEqual([
      `${graph.baseUrl}/.default`,
      { claims: '{"a":1}', enableCae: true },
    ]);
  });

  it('stops after one renewal', async () => {
    graph.script = () => graphError(401, 'InvalidAuthenticationToken');
    const client = clientWith({ auth: { credential: credentialOf('t1', 't2', 't3') } });
    await expect(client.get(user)).rejects.toMatchObject({ kind: 'operator', code: 'unauthorized' });
    expect(graph.requests).toHaveLength(2);
  });

  it.each([
    ['a missing credential', named('CredentialUnavailableError'), 'operator', 'unauthorized'],
    ['a wrong secret', named('AuthenticationError', { statusCode: 401 }), 'operator', 'unauthorized'],
    [
      'a sign-in service that is down',
      named('AuthenticationError', { statusCode: 503 }),
      'retry',
      'unreachable',
    ],
    [
      'a chain of missing credentials',
      named('AggregateAuthenticationError', { errors: [named('CredentialUnavailableError')] }),
      'operator',
      'unauthorized',
    ],
  ] as const)('tells %s', async (_, thrown, kind, code) => {
    const client = clientWith({ auth: { credential: credentialOf(thrown) } });
    await expect(client.get(user)).rejects.toMatchObject({ kind, code });
    expect(graph.requests).toHaveLength(0);
  });
});

function named(name: string, more: object = {}): Error {
  return Object.assign(new Error('words'), { name }, more);
}
