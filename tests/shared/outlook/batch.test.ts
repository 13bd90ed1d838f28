import fc from 'fast-check';
import { Batcher } from '../../../shared/outlook/batch';
import type { BatchItem } from '../../../shared/outlook/batch-wire';
import { GraphClient } from '../../../shared/outlook/client';
import { path } from '../../../shared/outlook/graph-url';
import { Lanes } from '../../../shared/outlook/lanes';
import type { MailboxAddress } from '../../../shared/records/ids';
import { aMailbox, anotherMailbox } from './support/samples';
import { found, graphError, ScriptedGraph } from './support/scripted-graph';

let graph: ScriptedGraph;
let batcher: Batcher;
let lanes: Lanes;
/** Of the items, as they were heard. */
const statuses: number[] = [];

beforeAll(async () => {
  graph = await ScriptedGraph.start();
});
afterAll(() => graph.stop());
beforeEach(() => {
  graph.reset();
  lanes = new Lanes();
  const client = new GraphClient({
    baseUrl: graph.baseUrl,
    auth: { token: 't' },
    patienceMs: 2500,
    timeoutMs: 2000,
  });
  statuses.length = 0;
  batcher = new Batcher(client, lanes, (status) => statuses.push(status));
});

const get = (name: string, mailbox: MailboxAddress = aMailbox): BatchItem => ({
  mailbox,
  method: 'GET',
  path: path`/users/${mailbox}/contacts/${name}`,
});
const post = (name: string): BatchItem => ({
  mailbox: aMailbox,
  method: 'POST',
  path: path`/users/${aMailbox}/contacts`,
  body: { givenName: name },
});
const gets = (count: number, mailbox: MailboxAddress = aMailbox): BatchItem[] =>
  Array.from({ length: count }, (_, index) => get(`c${index}`, mailbox));
const nameOf = (url: string): string => url.split('/').at(-1) ?? '';

describe('a batch', () => {
  it('is plain JSON: relative urls, immutable ids in every item, a content type where there is a body', async () => {
    graph.script = () => found({});
    await batcher.send([get('c=1'), { ...post('Ada'), ifMatch: 'W/"1"', prefer: ['odata.maxpagesize=5'] }]);
    expect(graph.requests[0]?.body).toEqual({
      requests: [
        {
          id: '1',
          method: 'GET',
          url: '/users/ada@example.org/contacts/c=1',
          headers: { Prefer: 'IdType="ImmutableId"' },
        },
        {
          id: '2',
          method: 'POST',
          url: '/users/ada@example.org/contacts',
          headers: {
            Prefer: 'IdType="ImmutableId", odata.maxpagesize=5',
            'If-Match': 'W/"1"',
            'Content-Type': 'application/json',
          },
          body: { givenName: 'Ada' },
        },
      ],
    });
  });

  it('holds at most 20 requests, and its answers are told apart by id', async () => {
    graph.script = ({ url }) => found({ name: nameOf(url) });
    const answers = await batcher.send(gets(45));
    expect(graph.batchSizes).toEqual([20, 20, 5]);
    expect(answers.map((answer) => answer.ok && answer.body)).toEqual(
      gets(45).map((_, index) => ({ name: `c${index}` })),
    );
  });

  it('sends nothing for nothing', async () => {
    await expect(batcher.send([])).resolves.toEqual([]);
    expect(graph.requests).toHaveLength(0);
  });

  it('gives each request its own error', async () => {
    graph.script = ({ url }) =>
      nameOf(url) === 'c1' ? graphError(404, 'ErrorItemNotFound') : found({ name: nameOf(url) });
    const answers = await batcher.send(gets(3));
    expect(answers).toMatchObject([{ ok: true }, { ok: false, error: { code: 'not-found' } }, { ok: true }]);
    expect(statuses).toEqual([200, 404, 200]);
  });
});

describe('throttling', () => {
  it('sends only the refused again, after the largest Retry-After', async () => {
    const refusedOnce = new Set<string>();
    const times: number[] = [];
    graph.script = ({ url }) => {
      times.push(Date.now());
      const name = nameOf(url);
      if (!['c1', 'c3'].includes(name) || refusedOnce.has(name)) return found({ name });
      refusedOnce.add(name);
      return graphError(429, 'ApplicationThrottled', name === 'c1' ? { 'retry-after': '1' } : {});
    };
    const answers = await batcher.send(gets(5));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(graph.batchSizes).toEqual([5, 2]);
    expect(statuses).toEqual([200, 429, 200, 429, 200, 200, 200]);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(1000);
  });

  it('tells after its patience that the item is throttled, and for how long', async () => {
    graph.script = ({ url }) =>
      nameOf(url) === 'c0' ? graphError(429, 'ApplicationThrottled', { 'Retry-After': '60' }) : found({});
    const started = Date.now();
    const [first, second] = await batcher.send(gets(2));
    expect(Date.now() - started).toBeLessThan(1000);
    expect(second).toMatchObject({ ok: true });
    expect(first).toMatchObject({ ok: false, error: { kind: 'retry', code: 'throttled' } });
    const wait = first?.ok === false ? first.error.retryAfterSeconds : undefined;
    expect(wait).toBeGreaterThan(55);
    expect(wait).toBeLessThanOrEqual(60);
  });

  it('leaves a mailbox alone that asked for a pause, and no other', async () => {
    graph.script = () => graphError(429, 'ApplicationThrottled', { 'Retry-After': '60' });
    await batcher.send([get('c0')]);
    graph.script = () => found({});
    const answers = await batcher.send([get('c1'), get('c2', anotherMailbox)]);
    expect(answers).toMatchObject([{ ok: false, error: { code: 'throttled' } }, { ok: true }]);
    expect(graph.batchSizes).toEqual([1, 1]);
  });

  it('falls to four of a mailbox at a time, and widens again slowly', async () => {
    let calls = 0;
    graph.script = () =>
      ++calls === 5 ? graphError(429, 'ApplicationThrottled', { 'Retry-After': '0' }) : found({});
    await batcher.send(gets(40));
    expect(graph.batchSizes).toEqual([20, 4, 5, 6, 6]);
    expect(lanes.width(anotherMailbox)).toBe(20);
  });

  it('repeats a read that met 503, never a create', async () => {
    let reads = 0;
    graph.script = ({ method }) => {
      if (method === 'POST') return graphError(503, 'ServiceUnavailable', { 'Retry-After': '0' });
      return ++reads === 1 ? graphError(503, 'ServiceUnavailable', { 'Retry-After': '0' }) : found({});
    };
    const answers = await batcher.send([get('c0'), post('Ada')]);
    expect(answers).toMatchObject([
      { ok: true },
      { ok: false, error: { kind: 'retry', code: 'unknown-outcome' } },
    ]);
    expect(graph.items.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('sends a create again that was refused with 429: nothing had happened', async () => {
    let calls = 0;
    graph.script = () =>
      ++calls === 1
        ? graphError(429, 'ApplicationThrottled', { 'Retry-After': '0' })
        : { status: 201, body: { id: 'n' } };
    await expect(batcher.send([post('Ada')])).resolves.toMatchObject([{ ok: true, body: { id: 'n' } }]);
  });

  it('ends after a few refusals', async () => {
    graph.script = () => graphError(429, 'ApplicationThrottled', { 'Retry-After': '0' });
    await expect(batcher.send([get('c0')])).resolves.toMatchObject([
      { ok: false, error: { code: 'throttled' } },
    ]);
    expect(graph.batchSizes.length).toBeLessThanOrEqual(5);
  });
});

describe('whatever Graph answers', () => {
  const status = fc.constantFrom(200, 200, 400, 404, 412, 429, 500, 503, 504);
  const request = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE'),
    statuses: fc.array(status, { minLength: 1, maxLength: 6 }),
  });

  it('answers every request in its place, and repeats only what was refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 45 }), async (requests) => {
        graph.reset();
        const sent = requests.map((): number[] => []);
        graph.script = ({ url }) => {
          const place = Number(nameOf(url));
          const tries = sent[place] ?? [];
          const { statuses } = requests[place] ?? { statuses: [] };
          const given = statuses[Math.min(tries.length, statuses.length - 1)] ?? 200;
          tries.push(given);
          return given < 300 ? found({ place }) : graphError(given, `Code${given}`, { 'Retry-After': '0' });
        };
        const answers = await batcher.send(
          requests.map(({ method }, place): BatchItem => ({
            mailbox: aMailbox,
            method,
            path: path`/x/${String(place)}`,
          })),
        );
        expect(answers).toHaveLength(requests.length);
        answers.forEach((answer, place) => {
          const tries = sent[place] ?? [];
          const isCreate = requests[place]?.method === 'POST';
          const again = isCreate ? [429] : [429, 503, 504];
          expect(tries.slice(0, -1).every((given) => again.includes(given))).toBe(true);
          const final = tries.at(-1) ?? 0;
          if (answer.ok) expect([answer.body, final]).toEqual([{ place }, 200]);
          else expect(final).not.toBe(200);
          const isUnknown = !answer.ok && answer.error.code === 'unknown-outcome';
          expect(isUnknown).toBe(isCreate && final >= 500);
        });
      }),
      { numRuns: 40 },
    );
  });
});
