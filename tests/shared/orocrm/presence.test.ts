import { orocrmId, type OrocrmId } from '../../../shared/records/ids';
import { connectTo, contactResource, errorBody } from './fixtures';
import { apiRequests, startScripted, withToken, type Reply, type ScriptedServer } from './scripted-server';

let server: ScriptedServer;
afterEach(() => server.close());

const ids = (...numbers: number[]): OrocrmId[] => numbers.map((number) => orocrmId(String(number)));

const notFound: Reply = {
  status: 404,
  body: errorBody('not found http exception', 'An entity does not exist.'),
};
const hidden: Reply = { status: 403, body: errorBody('access denied exception', 'No access to the entity.') };

interface World {
  /** Ids that the list shows. */
  readonly listed: readonly number[];
  /** What is answered for one id; the record itself unless said otherwise. */
  readonly single?: Readonly<Record<number, Reply>>;
  readonly owners?: Readonly<Record<number, string>>;
}

async function serve(world: World): Promise<void> {
  const resource = (id: number): object =>
    contactResource(String(id), {}, { owner: { data: { type: 'users', id: world.owners?.[id] ?? '7' } } });
  server = await startScripted(
    withToken(({ path, query }) => {
      const single = /contacts\/(\d+)$/.exec(path)?.[1];
      if (single !== undefined)
        return world.single?.[Number(single)] ?? { body: { data: resource(Number(single)) } };
      const wanted = query['filter[id]']?.split(',').map(Number);
      const shown = world.listed.filter((id) => wanted?.includes(id) ?? true);
      return { body: { data: shown.slice(0, Number(query['page[size]'])).map(resource) } };
    }),
  );
}

const states = async (owner: string | undefined, ...wanted: number[]): Promise<object> => {
  const store = connectTo(server.url).contacts(owner === undefined ? undefined : orocrmId(owner));
  const { records } = await store.read(ids(...wanted));
  return Object.fromEntries([...records].map(([id, reading]) => [id, reading.state]));
};

describe('reading by id', () => {
  it('asks once for all, whole', async () => {
    await serve({ listed: [1, 2, 3] });
    expect(await states(undefined, 1, 2, 3)).toEqual({ 1: 'there', 2: 'there', 3: 'there' });
    const requests = apiRequests(server);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.query).toMatchObject({
      'filter[id]': '1,2,3',
      'page[size]': '3',
      include: 'addresses,addresses.country,addresses.region',
      'fields[countries]': 'name',
    });
    expect(requests[0]?.query['fields[contacts]']).toContain('updatedAt');
  });

  it('asks for nothing when nothing is wanted', async () => {
    await serve({ listed: [] });
    expect(await states(undefined)).toEqual({});
    expect(apiRequests(server)).toHaveLength(0);
  });

  it('splits more than a hundred', async () => {
    const many = Array.from({ length: 130 }, (_none, index) => index + 1);
    await serve({ listed: many });
    expect(Object.keys(await states(undefined, ...many))).toHaveLength(130);
    expect(apiRequests(server)).toHaveLength(2);
  });

  it('proves by 404 that a record is gone', async () => {
    await serve({ listed: [1], single: { 2: notFound } });
    expect(await states(undefined, 1, 2)).toEqual({ 1: 'there', 2: 'gone' });
  });

  it('believes the record rather than the list that left it out', async () => {
    await serve({ listed: [1] });
    expect(await states(undefined, 1, 2)).toEqual({ 1: 'there', 2: 'there' });
  });

  it('takes a hidden record for gone when the same list showed another', async () => {
    await serve({ listed: [1], single: { 2: hidden } });
    expect(await states(undefined, 1, 2)).toEqual({ 1: 'there', 2: 'gone' });
    expect(apiRequests(server)).toHaveLength(2);
  });

  it('takes hidden records for gone when the list of the type shows any', async () => {
    await serve({ listed: [9], single: { 2: hidden, 3: hidden } });
    expect(await states(undefined, 2, 3)).toEqual({ 2: 'gone', 3: 'gone' });
    expect(apiRequests(server)).toHaveLength(4);
  });

  it('concludes nothing from a hidden record while the list shows none', async () => {
    await serve({ listed: [], single: { 2: hidden } });
    await expect(states(undefined, 2)).rejects.toMatchObject({ kind: 'operator', code: 'forbidden' });
  });

  it.each<[string, Reply, string]>([
    ['500', { status: 500, body: '' }, 'server-error'],
    ['a page with 404', { status: 404, headers: { 'content-type': 'text/html' }, body: '<html>' }, 'api-off'],
    ['another record', { body: { data: contactResource('3') } }, 'bad-answer'],
    ['a broken document', { body: '{"data":' }, 'bad-answer'],
  ])('concludes nothing from %s', async (_name, reply, code) => {
    await serve({ listed: [1], single: { 2: reply } });
    await expect(states(undefined, 1, 2)).rejects.toMatchObject({ code });
  });

  it('ignores what it did not ask for', async () => {
    server = await startScripted(
      withToken(({ path }) =>
        path.endsWith('/contacts') ? { body: { data: [contactResource('5')] } } : notFound,
      ),
    );
    expect(await states(undefined, 1)).toEqual({ 1: 'gone' });
  });
});

describe('reading with the service credential', () => {
  it('takes a record of another owner, or of none, for gone', async () => {
    await serve({ listed: [1, 2], owners: { 2: '8' } });
    expect(await states('7', 1, 2)).toEqual({ 1: 'there', 2: 'gone' });
  });

  it('needs a list that is not empty to say so of a record that only its id shows', async () => {
    await serve({ listed: [], owners: { 2: '8' } });
    await expect(states('7', 2)).rejects.toMatchObject({ kind: 'retry', code: 'bad-answer' });
  });

  it('lists only records of the owner', async () => {
    await serve({ listed: [1] });
    const store = connectTo(server.url).contacts(orocrmId('7'));
    await store.page(orocrmId('3'), 50);
    await store.changedSince(new Date('2026-01-01T00:00:00Z'));
    expect(apiRequests(server).map(({ query }) => query)).toEqual([
      expect.objectContaining({
        'filter[owner]': '7',
        'filter[id][gt]': '3',
        sort: 'id',
        'page[size]': '50',
      }),
      expect.objectContaining({ 'filter[owner]': '7', 'filter[updatedAt][gte]': '2026-01-01T00:00:00Z' }),
    ]);
  });
});
