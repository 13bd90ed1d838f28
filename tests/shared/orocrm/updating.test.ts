import { orocrmId } from '../../../shared/records/ids';
import {
  addressResource,
  blankAddress,
  blankContact,
  connectTo,
  contactResource,
  errorBody,
} from './fixtures';
import { asyncOperation, brief, changes, isProbe, isRealBatch, itemsOf, WriteServer } from './write-server';

let server: WriteServer;
afterEach(() => server.close());

describe('updating', () => {
  it('sends nothing for what does not differ', async () => {
    server = await WriteServer.start();
    const current = { ...blankContact, firstName: 'same' };
    const outcomes = await connectTo(server.url)
      .contacts()
      .update([{ current, desired: { ...current } }]);
    expect(outcomes).toEqual([{ ok: true, record: current }]);
    expect(server.calls).toEqual([]);
  });

  it('one goes by itself', async () => {
    server = await WriteServer.start();
    expect(await server.update(5)).toEqual(['5 new 5']);
    expect(server.calls).toEqual(['PATCH']);
    expect(server.requests[0]).toMatchObject({
      path: '/api/contacts/5',
      body: { data: { type: 'contacts', id: '5', attributes: { firstName: 'new 5' } } },
    });
  });

  it('several ask first, then go together, in the order asked', async () => {
    server = await WriteServer.start();
    expect(await server.update(5, 6, 7)).toEqual(['5 new 5', '6 new 6', '7 new 7']);
    expect(server.calls).toEqual(['probe', 'batch 3']);
    expect(itemsOf(server.requests[1] as never)[0]).toEqual({
      type: 'contacts',
      id: '5',
      meta: { update: true },
      attributes: { firstName: 'new 5' },
    });
  });

  it('keeps the place of what does not differ', async () => {
    server = await WriteServer.start();
    const same = { ...blankContact, id: orocrmId('6') };
    const [five, seven] = changes(5, 7);
    const store = connectTo(server.url).contacts();
    const all = [five, { current: same, desired: same }, seven].flatMap((each) =>
      each === undefined ? [] : [each],
    );
    expect(brief(await store.update(all))).toEqual(['5 new 5', '6 ', '7 new 7']);
  });

  it('goes singly when the record it would ask with is hidden, and asks again next time', async () => {
    server = await WriteServer.start((request) =>
      isProbe(request) ? { status: 403, body: errorBody('access denied exception', '') } : undefined,
    );
    await server.update(5, 6);
    await server.update(5, 6);
    expect(server.calls).toEqual(['probe', 'PATCH', 'PATCH', 'probe', 'PATCH', 'PATCH']);
  });

  it('of a record that is gone is its own failure', async () => {
    server = await WriteServer.start((request) =>
      request.method === 'PATCH' && itemsOf(request).some(({ id }) => id === '6') && !isProbe(request)
        ? { status: 404, body: errorBody('not found http exception', '') }
        : undefined,
    );
    expect(await server.update(5, 6, 7)).toEqual(['5 new 5', 'retry not-found', '7 new 7']);
  });

  it('reads the record where the answer is empty', async () => {
    server = await WriteServer.start((request) => (request.method === 'PATCH' ? { status: 204 } : undefined));
    expect(await server.update(5)).toEqual(['5 read']);
  });

  it('that OroCRM does later has an unknown outcome', async () => {
    server = await WriteServer.start((request) => (isRealBatch(request) ? asyncOperation : undefined));
    expect(await server.update(5, 6)).toEqual(['retry unknown-outcome', 'retry unknown-outcome']);
  });
});

describe('updating addresses', () => {
  const kept = { ...blankAddress, id: orocrmId('31'), city: 'Rome' };
  const removed = { ...blankAddress, id: orocrmId('32') };
  const current = { ...blankContact, id: orocrmId('5'), addresses: [kept, removed] };
  const listed = (...ids: string[]): object => ({
    addresses: { data: ids.map((id) => ({ type: 'contactaddresses', id })) },
  });

  it('takes the record from the answer, and what the answer does not bring as it was', async () => {
    server = await WriteServer.start(() => ({
      body: {
        data: contactResource('5', {}, listed('31', '40')),
        included: [
          addressResource('40', { street: 'N' }),
          { type: 'countries', id: 'US', attributes: { name: 'United States' } },
        ],
      },
    }));
    const desired = { ...current, addresses: [kept, { ...blankAddress, street: 'N' }] };
    const [outcome] = await connectTo(server.url).contacts().update([{ current, desired }]);
    expect(outcome).toMatchObject({
      ok: true,
      record: { addresses: [kept, { id: '40', street: 'N', country: { name: 'United States' } }] },
    });
    expect(server.calls).toEqual(['PATCH']);
  });

  it('deletes by name what was left out of the list and is still there', async () => {
    let there = true;
    server = await WriteServer.start(({ method, path }) => {
      if (method === 'DELETE') {
        there = path !== '/api/contactaddresses/32';
        return { status: 204 };
      }
      if (method === 'PATCH') return { body: { data: contactResource('5', {}, listed('31', '32')) } };
      const ids = there ? ['31', '32'] : ['31'];
      return {
        body: {
          data: [contactResource('5', {}, listed(...ids))],
          included: [
            ...ids.map((id) => addressResource(id)),
            { type: 'countries', id: 'US', attributes: { name: 'United States' } },
          ],
        },
      };
    });
    const [outcome] = await connectTo(server.url)
      .contacts()
      .update([{ current, desired: { ...current, addresses: [kept] } }]);
    expect(outcome).toMatchObject({ ok: true, record: { addresses: [{ id: '31' }] } });
    expect(server.calls).toEqual(['PATCH', 'DELETE', 'GET']);
  });

  it('fails with the reason when it may not be deleted', async () => {
    server = await WriteServer.start(({ method }) =>
      method === 'DELETE'
        ? { status: 403, body: errorBody('access denied exception', '') }
        : { body: { data: contactResource('5', {}, listed('31', '32')) } },
    );
    const [outcome] = await connectTo(server.url)
      .contacts()
      .update([{ current, desired: { ...current, addresses: [kept] } }]);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  });
});
