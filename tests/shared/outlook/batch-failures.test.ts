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
  batcher = new Batcher(client, lanes);
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

describe('a batch that fails as a whole', () => {
  const lost = [
    ['the connection breaks', { status: 0, drop: true }],
    ['the answer is truncated', { status: 200, text: '{"responses":[{"id":"1","sta' }],
    ['the answer is HTML', { status: 200, text: '<html></html>' }],
    ['the answer is no batch answer', { status: 200, body: { value: [] } }],
    ['a gateway fails', { status: 504, text: '' }],
  ] as const;

  it.each(lost)('leaves creates unknown and never repeats them when %s', async (_, reply) => {
    graph.batchScript = () => reply;
    const answers = await batcher.send([post('Ada'), get('c0')]);
    expect(answers).toMatchObject([
      { ok: false, error: { kind: 'retry', code: 'unknown-outcome' } },
      { ok: false, error: { kind: 'retry' } },
    ]);
    expect(graph.batchSizes).toEqual([2]);
  });

  it('leaves a create unknown that its answer does not mention', async () => {
    graph.batchScript = () => found({ responses: [{ id: '2', status: 200, body: {} }] });
    await expect(batcher.send([post('Ada'), get('c0')])).resolves.toMatchObject([
      { ok: false, error: { code: 'unknown-outcome' } },
      { ok: true },
    ]);
  });

  it('does not run against the same wall with what is left', async () => {
    graph.batchScript = () => graphError(401, 'InvalidAuthenticationToken');
    const answers = await batcher.send([...gets(30), post('Ada')]);
    expect(graph.batchSizes).toEqual([20]);
    expect(answers).toHaveLength(31);
    expect(answers.every((answer) => !answer.ok && answer.error.code === 'unauthorized')).toBe(true);
  });

  it('pauses its mailboxes when it was throttled beyond our patience', async () => {
    graph.batchScript = () => graphError(429, 'TooManyRequests', { 'Retry-After': '60' });
    await expect(batcher.send([post('Ada')])).resolves.toMatchObject([
      { ok: false, error: { code: 'throttled', retryAfterSeconds: 60 } },
    ]);
    await expect(batcher.send([get('c0')])).resolves.toMatchObject([
      { ok: false, error: { code: 'throttled' } },
    ]);
    expect(graph.batchSizes).toEqual([1]);
  });

  it('is sent singly when it was refused as bad, so that only the guilty one fails', async () => {
    graph.batchScript = ({ body }) =>
      JSON.stringify(body).includes('c1"') ? graphError(400, 'BadRequest') : undefined;
    graph.script = () => found({});
    const answers = await batcher.send(gets(3));
    expect(answers).toMatchObject([
      { ok: true },
      { ok: false, error: { code: 'refused-value' } },
      { ok: true },
    ]);
    expect(graph.batchSizes).toEqual([3, 1, 1, 1]);
  });
});

describe('lanes', () => {
  it('keep one batch per mailbox open at a time, and let other mailboxes pass', async () => {
    let open = 0;
    let most = 0;
    const slow = async (): Promise<undefined> => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 40));
      open -= 1;
      return undefined;
    };
    graph.script = () => found({});
    graph.batchScript = slow;
    await Promise.all([batcher.send([get('a')]), batcher.send([get('b')]), batcher.send([get('c')])]);
    expect(most).toBe(1);
    await Promise.all([batcher.send([get('a')]), batcher.send([get('b', anotherMailbox)])]);
    expect(most).toBe(2);
  });

  it('never block each other when calls share mailboxes in another order', async () => {
    graph.script = () => found({});
    const one = [get('a'), get('b', anotherMailbox)];
    const other = [get('c', anotherMailbox), get('d')];
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => batcher.send(index % 2 ? one : other)),
    );
    expect(answers.flat().every(({ ok }) => ok)).toBe(true);
  });

  it('go on after a failure', async () => {
    await expect(lanes.run([aMailbox], () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    await expect(lanes.run([aMailbox], () => Promise.resolve(1))).resolves.toBe(1);
  });
});
