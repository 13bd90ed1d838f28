import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Control, type Answer, type LogEntry } from '../../../sandbox/control';

interface Running {
  url: string;
  control: Control;
  worked: string[];
}

let server: Server | undefined;

/** A small simulator: answers `{path}`; POST /batch runs each line of its body as an item. */
async function start(options: { reset?: () => void } = {}): Promise<Running> {
  const worked: string[] = [];
  const control = new Control({
    describe: ({ path }) => (path.startsWith('/users/') ? { subject: path.split('/')[2], entity: 'x' } : {}),
    routes: [
      { method: 'POST', path: '/_control/things/:id', handle: ({ params, body }) => ({ params, body }) },
    ],
    ...options,
  });
  server = createServer(
    control.wrap(async (request, response, exchange) => {
      const answer = (path: string): Promise<Answer> => {
        worked.push(path);
        return Promise.resolve({ status: 200, headers: {}, body: JSON.stringify({ path }) });
      };
      if (request.url === '/batch') {
        exchange.note({ write: false });
        const paths = exchange.body.toString().split('\n');
        const run = exchange.openItems(
          paths.map((path) => ({ method: 'PATCH', path, query: '', headers: {}, requestBody: { path } })),
        );
        const answers = await Promise.all(run.map((item, index) => item(() => answer(paths[index] ?? ''))));
        response.end(JSON.stringify(answers));
        return;
      }
      const { body } = await answer(exchange.call.path);
      response.setHeader('Content-Type', 'application/json');
      response.end(body);
    }),
  );
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, control, worked };
}

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

async function send(url: string, method = 'GET', body?: unknown): Promise<unknown> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, { method, ...(body !== undefined && { body: text }) });
  const answer = await response.text();
  return answer === '' ? undefined : (JSON.parse(answer) as unknown);
}

describe('the log', () => {
  it('keeps what was asked, for whom, and what was answered', async () => {
    const { url } = await start();
    await fetch(`${url}/users/ada/contacts?$top=1`, { method: 'POST', body: '{"a":1}' });
    await fetch(`${url}/plain`);
    const { next, entries } = (await send(`${url}/_control/log`)) as { next: number; entries: LogEntry[] };
    expect(entries).toEqual([
      expect.objectContaining({
        seq: 1,
        method: 'POST',
        path: '/users/ada/contacts',
        query: '$top=1',
        status: 200,
        subject: 'ada',
        entity: 'x',
        write: true,
        requestBody: { a: 1 },
      }),
      expect.objectContaining({ seq: 2, path: '/plain', query: '', write: false }),
    ]);
    expect(entries[1]).not.toHaveProperty('subject');
    expect(new Date(entries[0]?.at ?? '').getTime()).toBeGreaterThan(Date.now() - 10_000);
    expect(next).toBe(3);
    expect(await send(`${url}/_control/log?since=${next}`)).toEqual({ next: 3, entries: [] });
  });

  it('is emptied without starting its count again', async () => {
    const { url, control } = await start();
    await fetch(`${url}/one`);
    expect((await fetch(`${url}/_control/log`, { method: 'DELETE' })).status).toBe(204);
    await fetch(`${url}/two`);
    expect(control.log.since(0).entries).toEqual([expect.objectContaining({ seq: 2, path: '/two' })]);
  });

  it('keeps the newest 200,000 entries', async () => {
    const { control } = await start();
    const entry = { at: '', method: 'GET', path: '/', query: '', status: 200, ms: 0, write: false };
    for (let count = 0; count < 260_000; count += 1) control.log.append(entry);
    const { next, entries } = control.log.since(0);
    expect([entries.length, entries[0]?.seq, next]).toEqual([200_000, 60_001, 260_001]);
    expect(control.log.since(260_000).entries).toHaveLength(1);
  });

  it('has an entry for each item of a batch, after the batch itself', async () => {
    const { url, control } = await start();
    await send(`${url}/batch`, 'POST', '/a\n/b');
    const rows = control.log.since().entries.map(({ seq, path, batch, write }) => [seq, path, batch, write]);
    expect(rows).toEqual([
      [1, '/batch', undefined, false],
      [2, '/a', 1, true],
      [3, '/b', 1, true],
    ]);
  });
});

describe('faults', () => {
  it('answer in place of the simulator, as often as they were told to', async () => {
    const { url, worked } = await start();
    const effect = { status: 503, headers: { 'Retry-After': '7' }, body: { error: 'x' } };
    const fault = { match: { method: 'get', path: '^/contacts\\?x=1 2$' }, times: 2, skip: 1, effect };
    expect(await send(`${url}/_control/faults`, 'POST', fault)).toEqual({ id: 'fault-1' });
    const statuses: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const response = await fetch(`${url}/contacts?x=1%202`);
      statuses.push(response.status);
      if (response.status === 503) {
        expect(response.headers.get('Retry-After')).toBe('7');
        expect(await response.json()).toEqual({ error: 'x' });
      }
    }
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect(worked).toHaveLength(2);
    expect(await send(`${url}/_control/faults`)).toEqual([]);
  });

  it('stay until removed with times 0, and may match one subject only', async () => {
    const { url, control } = await start();
    control.faults.add({ match: { subject: 'ADA' }, times: 0, effect: { body: '<h1>no</h1>' } });
    expect(await (await fetch(`${url}/users/ada`)).text()).toBe('<h1>no</h1>');
    const second = await fetch(`${url}/users/ada`);
    expect([second.status, second.headers.get('content-type')]).toEqual([200, 'text/html']);
    expect((await fetch(`${url}/users/bob`)).headers.get('content-type')).toBe('application/json');
    expect((await fetch(`${url}/_control/faults`, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(`${url}/users/ada`)).headers.get('content-type')).toBe('application/json');
  });

  it('drop the connection before or after the work', async () => {
    const { url, control, worked } = await start();
    control.faults.add({ effect: { dropBefore: true } });
    await expect(fetch(`${url}/before`)).rejects.toThrow();
    control.faults.add({ effect: { dropAfter: true } });
    await expect(fetch(`${url}/after`)).rejects.toThrow();
    expect(worked).toEqual(['/after']);
    expect(control.log.since().entries.map(({ path, status }) => [path, status])).toEqual([
      ['/before', 0],
      ['/after', 200],
    ]);
  });

  it('break an answer in the middle', async () => {
    const { url, control, worked } = await start();
    control.faults.add({ effect: { truncate: true } });
    const response = await fetch(`${url}/half`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(worked).toEqual(['/half']);
  });

  it('delay, and add headers to a real answer', async () => {
    const { url, control } = await start();
    control.faults.add({ effect: { delayMs: 60, headers: { 'X-Slow': 'yes' } } });
    const begun = Date.now();
    const response = await fetch(`${url}/slow`);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(55);
    expect([response.headers.get('x-slow'), await response.json()]).toEqual(['yes', { path: '/slow' }]);
  });

  it('strike single items of a batch', async () => {
    const { url, control, worked } = await start();
    control.faults.add({ match: { path: '^/b$' }, effect: { status: 429, headers: { 'Retry-After': '1' } } });
    const answers = (await send(`${url}/batch`, 'POST', '/a\n/b')) as Answer[];
    expect(answers.map(({ status }) => status)).toEqual([200, 429]);
    expect(answers[1]?.headers).toEqual({ 'Retry-After': '1' });
    expect(worked).toEqual(['/a']);
    expect(control.log.since().entries[2]).toMatchObject({ path: '/b', status: 429, fault: 'fault-1' });
  });

  it('cut the whole batch when an item is told to drop', async () => {
    const { url, control, worked } = await start();
    control.faults.add({ match: { path: '^/b$' }, effect: { dropBefore: true } });
    await expect(fetch(`${url}/batch`, { method: 'POST', body: '/a\n/b' })).rejects.toThrow();
    expect(worked).toEqual([]);
    control.faults.add({ match: { path: '^/b$' }, effect: { dropAfter: true } });
    await expect(fetch(`${url}/batch`, { method: 'POST', body: '/a\n/b' })).rejects.toThrow();
    expect(worked).toEqual(['/a', '/b']);
  });

  it.each([
    [{ effect: { status: 9 } }],
    [{ match: { path: '(' }, effect: {} }],
    [{ times: -1, effect: {} }],
    [{ effect: {}, more: 1 }],
    ['no json'],
  ])('are refused when malformed: %j', async (fault) => {
    const { url, control } = await start();
    const body = typeof fault === 'string' ? fault : JSON.stringify(fault);
    expect((await fetch(`${url}/_control/faults`, { method: 'POST', body })).status).toBe(400);
    expect(control.faults.list()).toEqual([]);
  });
});

it('latency is added to every request', async () => {
  const { url, control } = await start();
  expect(await send(`${url}/_control/latency`, 'PUT', { ms: 50 })).toEqual({ ms: 50 });
  const begun = Date.now();
  await fetch(`${url}/x`);
  expect(Date.now() - begun).toBeGreaterThanOrEqual(45);
  expect(control.log.since().entries[0]?.ms).toBeGreaterThanOrEqual(45);
});

it('reset empties the simulator, its log, its faults and its latency', async () => {
  let resets = 0;
  const { url, control } = await start({ reset: () => void (resets += 1) });
  await fetch(`${url}/x`);
  control.faults.add({ effect: { status: 500 } });
  control.latencyMs = 5;
  expect((await fetch(`${url}/_control/reset`, { method: 'POST' })).status).toBe(204);
  expect([resets, control.latencyMs, control.faults.list(), control.log.since().entries]).toEqual([
    1,
    0,
    [],
    [],
  ]);
});

it('a simulator adds its own control calls; unknown ones are 404', async () => {
  const { url } = await start();
  expect(await send(`${url}/_control/things/a%20b`, 'POST', { c: 1 })).toEqual({
    params: { id: 'a b' },
    body: { c: 1 },
  });
  expect((await fetch(`${url}/_control/nothing`)).status).toBe(404);
});
