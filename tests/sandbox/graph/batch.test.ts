import { at, failure, startBench, stopAll, text, type Bench, type Reply } from './harness';

const ADA = 'ada@example.com';
const JSON_HEADERS = { 'Content-Type': 'application/json' };

interface Item {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly dependsOn?: string[];
}

interface Response {
  readonly id: string;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

let bench: Bench;
beforeEach(async () => void (bench = await startBench()));
afterEach(stopAll);

const send = (requests: unknown): Promise<Reply> => bench.send('POST', '/$batch', { body: { requests } });

async function responses(requests: readonly Item[]): Promise<Response[]> {
  const reply = await send(requests);
  expect(reply.status).toBe(200);
  return at(reply.body, 'responses') as Response[];
}

function byId(answers: readonly Response[]): Record<string, number> {
  return Object.fromEntries(answers.map(({ id, status }) => [id, status]));
}

const get = (id: string, url = `${bench.ada}/contacts`): Item => ({ id, method: 'GET', url });

const post = (id: string, body: unknown): Item => ({
  id,
  method: 'POST',
  url: `${bench.ada}/contacts`,
  headers: JSON_HEADERS,
  body,
});

describe('a batch', () => {
  it('answers each item by itself, in another order, 200 as a whole', async () => {
    const items = [
      post('make', { surname: 'Byron' }),
      post('bad', { nothing: 1 }),
      get('list'),
      get('lost', '/users/nobody@example.com'),
      { id: 'gone', method: 'PATCH', url: `${bench.ada}/contacts`, headers: JSON_HEADERS, body: {} },
      get('query', `/users?$filter=${encodeURIComponent(`userPrincipalName eq '${ADA}'`)}&$select=mail`),
    ];
    const answers = await responses(items);
    expect(byId(answers)).toEqual({ make: 201, bad: 400, list: 200, lost: 404, gone: 405, query: 200 });
    expect(answers.map(({ id }) => id)).not.toEqual(items.map(({ id }) => id));
    const find = (id: string): Response | undefined => answers.find((answer) => answer.id === id);
    expect(find('query')?.body).toMatchObject({ value: [{ mail: 'Ada@example.com' }] });
    expect(find('bad')?.body).toMatchObject({ error: { code: 'RequestBodyRead', innerError: {} } });
    expect(find('make')?.headers['Content-Type']).toMatch(/^application\/json/);
  });

  it('gives each item its own headers only', async () => {
    const id = bench.human.createContact(ADA, { surname: 'x' }).id;
    const url = `${bench.ada}/contacts/${id}`;
    const reply = await bench.send('POST', '/$batch', {
      headers: { Prefer: 'IdType="ImmutableId"' },
      body: {
        requests: [
          get('plain', url),
          { ...get('immutable', url), headers: { prefer: 'IdType="ImmutableId"' } },
          { id: 'stale', method: 'DELETE', url, headers: { 'If-Match': 'W/"old"' } },
        ],
      },
    });
    const answers = at(reply.body, 'responses') as Response[];
    const idOf = (name: string): unknown => at(answers.find((answer) => answer.id === name)?.body, 'id');
    expect(idOf('immutable')).toBe(id);
    expect(idOf('plain')).not.toBe(id);
    expect(byId(answers)['stale']).toBe(412);
  });

  it('has no body where an item has none', async () => {
    const id = bench.human.createContact(ADA, { surname: 'x' }).id;
    const [answer] = await responses([{ id: '1', method: 'DELETE', url: `${bench.ada}/contacts/${id}` }]);
    expect(answer?.status).toBe(204);
    expect(answer).not.toHaveProperty('body');
  });

  it('runs dependent items in turn, and none after one that failed', async () => {
    const serial = await responses([
      post('1', { surname: 'a' }),
      { ...post('2', { nothing: 1 }), dependsOn: ['1'] },
      { ...post('3', { surname: 'c' }), dependsOn: ['2'] },
      { ...post('4', { surname: 'd' }), dependsOn: ['3'] },
    ]);
    expect(byId(serial)).toEqual({ 1: 201, 2: 400, 3: 424, 4: 424 });
    const parallel = await responses([
      post('a', { surname: 'b' }),
      { ...get('b'), dependsOn: ['A'] },
      { ...get('c'), dependsOn: ['a'] },
    ]);
    expect(byId(parallel)).toEqual({ a: 201, b: 200, c: 200 });
    expect(bench.human.contacts(ADA)).toHaveLength(2);
  });

  it.each<[string, (items: { get: (id: string, url?: string) => Item }) => unknown]>([
    ['no items', () => []],
    ['no array', () => ({})],
    ['21 items', ({ get: item }) => Array.from({ length: 21 }, (_, index) => item(String(index)))],
    ['ids that differ in case only', ({ get: item }) => [item('a'), item('A')]],
    ['an item without method', () => [{ id: '1', url: '/users' }]],
    ['a number as id', () => [{ id: 1, method: 'GET', url: '/users' }]],
    ['an absolute url', ({ get: item }) => [item('1', `${bench.url}/v1.0/users`)]],
    ['a url without a slash', ({ get: item }) => [item('1', 'users')]],
    ['a body without Content-Type', () => [{ ...post('1', {}), headers: {} }]],
    ['an unknown dependency', ({ get: item }) => [{ ...item('1'), dependsOn: ['2'] }]],
    ['mixed dependencies', ({ get: item }) => [item('1'), item('2'), { ...item('3'), dependsOn: ['1'] }]],
  ])('is refused with %s', async (_case, make) => {
    expect(failure(await send(make({ get })))).toBe('400 BadRequest');
  });

  it('takes no version in its urls, and no batch inside', async () => {
    const answers = await responses([
      get('1', '/v1.0/users'),
      post('2', {}),
      { ...post('3', {}), url: '/$batch' },
    ]);
    expect(byId(answers)).toMatchObject({ 1: 400, 3: 400 });
  });

  it('is a POST with a token', async () => {
    expect(failure(await bench.send('GET', '/$batch'))).toBe('405 ErrorInvalidRequest');
    const reply = await bench.send('POST', '/$batch', { token: 'wrong', body: { requests: [get('1')] } });
    expect(failure(reply)).toBe('401 InvalidAuthenticationToken');
  });
});

describe('in the log', () => {
  it('items stand behind their batch, with mailbox, entity and body', async () => {
    await responses([post('1', { surname: 'a' }), get('2')]);
    const { entries } = bench.control.log.since();
    expect(entries).toMatchObject([
      { path: '/v1.0/$batch', write: false, status: 200 },
      { method: 'POST', write: true, status: 201, batch: 1, requestBody: { surname: 'a' } },
      { method: 'GET', write: false, status: 200, batch: 1 },
    ]);
    expect(entries[0]).not.toHaveProperty('requestBody');
    expect(entries[1]).toMatchObject({
      subject: ADA,
      entity: 'contacts',
      path: `/v1.0${bench.ada}/contacts`,
    });
  });

  it('an item that a fault answers was never done', async () => {
    const html = { status: 502, body: '<html>Bad Gateway</html>' };
    bench.control.faults.add({ match: { method: 'POST', path: '/contacts$' }, effect: html });
    const [answer] = await responses([post('1', { surname: 'a' })]);
    expect([answer?.status, Buffer.from(String(answer?.body), 'base64').toString()]).toEqual([
      502,
      html.body,
    ]);
    expect(bench.human.contacts(ADA)).toEqual([]);
  });

  it('a lost answer leaves the work done', async () => {
    bench.control.faults.add({ match: { path: '/contacts$' }, effect: { dropAfter: true } });
    await expect(send([post('1', { surname: 'a' })])).rejects.toThrow();
    expect(bench.human.contacts(ADA)).toHaveLength(1);
  });
});

describe('throttling', () => {
  const twenty = (): Item[] => Array.from({ length: 20 }, (_, index) => get(String(index)));
  const throttled = (answers: readonly Response[]): Response[] =>
    answers.filter(({ status }) => status === 429);

  it('one batch at a time is dispatched four at a time and passes', async () => {
    bench.changeSettings({ operationMs: 2 });
    expect(throttled(await responses(twenty()))).toEqual([]);
    expect(bench.highestInFlight()).toBe(4);
  });

  it('two batches at once to one mailbox are too many; other mailboxes and the directory do not mind', async () => {
    bench.changeSettings({ operationMs: 10, retryAfterSeconds: 3 });
    const bob = bench.human.createUser({ userPrincipalName: 'bob@example.com' });
    const elsewhere = twenty().map((item) => ({ ...item, url: `/users/${bob.id}/contacts` }));
    const directory = twenty().map((item) => ({ ...item, url: `/users/${bob.id}` }));
    const [one, two, three, four] = await Promise.all(
      [twenty(), twenty(), elsewhere, directory].map(responses),
    );
    const refused = throttled([...(one ?? []), ...(two ?? [])]);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(40);
    expect(refused[0]).toMatchObject({
      headers: { 'Retry-After': '3' },
      body: {
        error: {
          code: 'ApplicationThrottled',
          message: 'Application is over its MailboxConcurrency limit.',
        },
      },
    });
    expect(throttled([...(three ?? []), ...(four ?? [])])).toEqual([]);
    expect(bench.highestInFlight()).toBe(4);
  });

  it('five single requests at once are too many', async () => {
    // Long enough for five new connections on a busy machine.
    bench.changeSettings({ operationMs: 800 });
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => bench.send('GET', `${bench.ada}/contacts`)),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 429]);
  });

  it('n of twenty items are refused whatever the load, with or without Retry-After', async () => {
    bench.changeSettings({ throttledItemsPerTwenty: 5, retryAfterSeconds: null });
    const answers = throttled(await responses(twenty()));
    expect(answers).toHaveLength(5);
    expect(answers[0]?.headers).not.toHaveProperty('Retry-After');
    bench.changeSettings({ throttledItemsPerTwenty: 0 });
    expect(throttled(await responses(twenty()))).toEqual([]);
  });

  it('counts ten minutes of requests', async () => {
    bench.changeSettings({ requestsPerTenMinutes: 12 });
    const refused = throttled(await responses(twenty()));
    expect(refused).toHaveLength(8);
    expect(Number(refused[0]?.headers['Retry-After'])).toBeGreaterThan(500);
    const single = await bench.send('GET', `${bench.ada}/contacts`);
    expect(failure(single)).toBe('429 ApplicationThrottled');
    expect(text(single.body, 'error', 'message')).toContain('MailboxRequestCount');
  });
});
