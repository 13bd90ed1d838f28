import { blankAddress, blankContact, connectTo, contactResource } from './fixtures';
import type { Reply } from './scripted-server';
import { asyncOperation, isProbe, isRealBatch, WriteServer, type Body } from './write-server';

let server: WriteServer;
afterEach(() => server.close());

describe('a batch of creates', () => {
  it.each<[string, Reply]>([
    ['an answer that was lost', { cut: 'before' }],
    ['a server that failed', { status: 500, body: '' }],
    ['an answer that says later', asyncOperation],
    ['half an answer', { body: '{"data":[' }],
    ['an answer with fewer records', { body: { data: [contactResource('77')] } }],
    ['an answer that is no list', { body: { data: contactResource('77') } }],
  ])(
    'has an unknown outcome after %s, sends nothing twice, and trusts batches no more for a while',
    async (_name, reply) => {
      server = await WriteServer.start((request) => (isRealBatch(request) ? reply : undefined));
      expect(await server.create(['A', 'B', 'C'])).toEqual([
        '1000 A',
        'retry unknown-outcome',
        'retry unknown-outcome',
      ]);
      expect(server.calls).toEqual(['POST', 'probe', 'batch 2']);
    },
  );

  it('keeps to the limits of a batch', async () => {
    server = await WriteServer.start();
    const names = Array.from({ length: 211 }, (_none, index) => `N${index}`);
    const outcomes = await server.create(names);
    expect(outcomes.map((outcome) => outcome.split(' ')[1])).toEqual(names);
    expect(server.calls).toEqual(['POST', 'probe', 'batch 100', 'batch 100', 'batch 10']);
  });

  it('counts the related records of a batch, and gives each an id of its own', async () => {
    server = await WriteServer.start();
    const many = Array.from({ length: 5 }, (_none, index) => ({
      ...blankContact,
      firstName: `N${index}`,
      addresses: Array.from({ length: 20 }, () => blankAddress),
    }));
    await connectTo(server.url).contacts().create(many);
    expect(server.calls.filter((call) => call.startsWith('batch'))).toEqual(['batch 2', 'batch 2']);
    for (const request of server.requests.filter((each) => each.method !== 'GET' && !isProbe(each))) {
      const ids = ((request.body as Body).included ?? []).map(({ id }) => id);
      expect(ids.length).toBeLessThanOrEqual(50);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});
