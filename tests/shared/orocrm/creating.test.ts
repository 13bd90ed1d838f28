import { connectTo, contactResource, errorBody } from './fixtures';
import {
  asyncOperation,
  drafts,
  isBatch,
  isProbe,
  isRealBatch,
  itemsOf,
  refused,
  WriteServer,
} from './write-server';

let server: WriteServer;
afterEach(() => server.close());

describe('creating', () => {
  it('one goes by itself', async () => {
    server = await WriteServer.start();
    expect(await server.create(['A'])).toEqual(['1000 A']);
    expect(server.calls).toEqual(['POST']);
  });

  it('several: one by itself to ask with, then the rest together, each with its own id', async () => {
    server = await WriteServer.start();
    expect(await server.create(['A', 'B', 'C', 'D'])).toEqual(['1000 A', '1001 B', '1002 C', '1003 D']);
    expect(server.calls).toEqual(['POST', 'probe', 'batch 3']);
    const [, probe, batch] = server.requests;
    expect(probe?.headers['x-mode']).toBe('sync');
    expect(probe?.body).toEqual({ data: [{ type: 'contacts', id: '1000', meta: { update: true } }] });
    expect(batch?.headers['x-mode']).toBe('sync');
  });

  it('later ones go together at once, what was learned being kept', async () => {
    server = await WriteServer.start();
    await server.create(['A', 'B', 'C']);
    expect(await server.create(['D', 'E'])).toEqual(['1003 D', '1004 E']);
    expect(server.calls.slice(3)).toEqual(['batch 2']);
  });

  it('sets the owner in every one', async () => {
    server = await WriteServer.start();
    await server.create(['A', 'B', 'C'], '9');
    const owned = server.requests.filter((request) => !isProbe(request)).flatMap(itemsOf);
    for (const item of owned) {
      expect(item).toMatchObject({ relationships: { owner: { data: { type: 'users', id: '9' } } } });
    }
    expect(owned).toHaveLength(3);
  });

  it('goes singly where batches are only done later (before 6.0), and never puts a create into one', async () => {
    server = await WriteServer.start((request) => (isBatch(request) ? asyncOperation : undefined));
    const outcomes = await server.create(['A', 'B', 'C', 'D']);
    expect(outcomes.map((outcome) => outcome.split(' ')[1]).sort()).toEqual(['A', 'B', 'C', 'D']);
    expect(server.calls).toEqual(['POST', 'probe', 'POST', 'POST', 'POST']);
    await server.create(['E', 'F']);
    expect(server.calls.slice(5)).toEqual(['POST', 'POST']);
  });

  it.each([404, 405, 415])('goes singly where a batch is answered %d', async (status) => {
    server = await WriteServer.start((request) =>
      isBatch(request) ? { status, body: errorBody('no', '') } : undefined,
    );
    expect(await server.create(['A', 'B', 'C'])).toHaveLength(3);
    expect(server.calls).toEqual(['POST', 'probe', 'POST', 'POST']);
  });

  it('repeats a refused batch singly, so that only the bad one fails', async () => {
    server = await WriteServer.start((request) =>
      request.method !== 'GET' && itemsOf(request).some((item) => item.attributes?.['firstName'] === 'bad')
        ? refused
        : undefined,
    );
    expect(await server.create(['A', 'B', 'bad', 'C'])).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/ B$/),
        'give-up refused-value',
        expect.stringMatching(/ C$/),
      ]),
    );
    expect(server.calls).toEqual(['POST', 'probe', 'batch 3', 'POST', 'POST', 'POST']);
  });

  it('tries the next one when the first is refused', async () => {
    server = await WriteServer.start((request) =>
      itemsOf(request)[0]?.attributes?.['firstName'] === 'bad' ? refused : undefined,
    );
    expect(await server.create(['bad', 'B', 'C'])).toEqual(['give-up refused-value', '1000 B', '1001 C']);
  });

  it('takes the order for the ids where the answer does not name them', async () => {
    server = await WriteServer.start((request) =>
      isRealBatch(request)
        ? {
            body: {
              data: itemsOf(request).map((item, index) =>
                contactResource(String(50 + index), item.attributes),
              ),
            },
          }
        : undefined,
    );
    expect(await server.create(['A', 'B', 'C'])).toEqual(['1000 A', '50 B', '51 C']);
  });

  it('reads what an answer does not bring whole, all of it at once', async () => {
    server = await WriteServer.start((request) =>
      request.method === 'GET'
        ? undefined
        : { status: isBatch(request) ? 200 : 201, body: server.bare(request) },
    );
    expect(await server.create(['A', 'B', 'C'])).toEqual(['1000 read', '1001 read', '1002 read']);
    expect(server.calls).toEqual(['POST', 'probe', 'batch 2', 'GET']);
  });

  it('has an unknown outcome when the record cannot be read back', async () => {
    server = await WriteServer.start((request) =>
      request.method === 'GET' ? { status: 500, body: '' } : { status: 201, body: server.bare(request) },
    );
    expect(await server.create(['A'])).toEqual(['retry unknown-outcome']);
  });

  it('stops at a connection that is down: the rest was not sent', async () => {
    server = await WriteServer.start((request) =>
      request.method === 'POST' ? { status: 503, headers: { 'retry-after': '5' }, body: '' } : undefined,
    );
    const outcomes = await connectTo(server.url)
      .contacts()
      .create(drafts('A', 'B', 'C'));
    expect(outcomes).toHaveLength(3);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ ok: false, error: { code: 'throttled', retryAfterSeconds: 5 } });
    }
    expect(server.calls).toEqual(['POST']);
  });

  it('throws when the connection as a whole is refused', async () => {
    server = await WriteServer.start(() => ({ status: 401, body: '' }));
    await expect(server.create(['A', 'B'])).rejects.toMatchObject({ kind: 'operator', code: 'unauthorized' });
  });
});
