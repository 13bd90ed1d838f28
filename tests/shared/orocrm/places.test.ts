import { connect, type OrocrmConnection } from '../../../shared/orocrm/connection';
import { addressResource, clientOf, contactResource, errorBody } from './fixtures';
import {
  apiRequests,
  startScripted,
  withToken,
  type Recorded,
  type Reply,
  type ScriptedServer,
} from './scripted-server';

let server: ScriptedServer;
let clock: number;
let broken: boolean;
afterEach(() => server.close());

const countries = Array.from({ length: 5 }, (_none, index) => ({
  type: 'countries',
  id: `C${index}`,
  attributes: { name: `Country ${index}`, iso3Code: index === 0 ? null : `CC${index}` },
}));

const regions = ['C1-A', 'C1-B', 'C3-X'].map((id) => ({
  type: 'regions',
  id,
  attributes: { code: id.slice(3), name: `Region ${id}` },
  relationships: { country: { data: { type: 'countries', id: id.slice(0, 2) } } },
}));

/** Two a page, whatever is asked for: an older OroCRM with a limit. */
function dictionary(rows: readonly object[], { query }: Recorded, counted: boolean): Reply {
  const start = (Number(query['page[number]']) - 1) * 2;
  return {
    headers: counted ? { 'x-include-total-count': String(rows.length) } : {},
    body: { data: rows.slice(start, start + 2) },
  };
}

async function connectTo(total = true): Promise<OrocrmConnection> {
  clock = Date.parse('2026-01-01T00:00:00Z');
  broken = false;
  server = await startScripted(
    withToken((request) => {
      if (broken) return { status: 500, body: '' };
      if (request.path === '/api/countries') return dictionary(countries, request, total);
      if (request.path === '/api/regions') return dictionary(regions, request, total);
      if (request.path === '/api/regions/C1-OLD')
        return { body: { data: { type: 'regions', id: 'C1-OLD', attributes: { name: 'Old' } } } };
      if (request.path === '/api/contacts') {
        const address = addressResource(
          '5',
          {},
          {
            country: { data: { type: 'countries', id: 'C1' } },
            region: { data: { type: 'regions', id: 'C1-OLD' } },
          },
        );
        const other = addressResource(
          '6',
          {},
          {
            country: { data: { type: 'countries', id: 'ZZ' } },
            region: { data: { type: 'regions', id: 'C1-A' } },
          },
        );
        const listed = { data: ['5', '6'].map((id) => ({ type: 'contactaddresses', id })) };
        return {
          headers: { 'x-include-total-count': '1' },
          body: { data: [contactResource('1', {}, { addresses: listed })], included: [address, other] },
        };
      }
      return { status: 404, body: errorBody('not found http exception', '') };
    }),
  );
  return connect({ credential: clientOf(server.url), now: () => clock });
}

describe('the dictionary of places', () => {
  it('is whole, however small the pages are', async () => {
    const places = await (await connectTo()).places();
    expect(places.countries).toHaveLength(5);
    expect(places.countries[0]).toEqual({ code: 'C0', name: 'Country 0', iso3: '' });
    expect(places.countries[1]).toEqual({ code: 'C1', name: 'Country 1', iso3: 'CC1' });
    expect(Object.fromEntries(places.regions)).toEqual({
      C1: [
        { code: 'C1-A', name: 'Region C1-A' },
        { code: 'C1-B', name: 'Region C1-B' },
      ],
      C3: [{ code: 'C3-X', name: 'Region C3-X' }],
    });
  });

  it('is asked for without what it does not need', async () => {
    await (await connectTo()).places();
    expect(apiRequests(server).find(({ path }) => path === '/api/countries')?.query).toEqual({
      'fields[countries]': 'name,iso3Code',
      sort: 'id',
      'page[number]': '1',
      'page[size]': '1000',
    });
  });

  it('is loaded once for some hours, and by one request for all who wait', async () => {
    const connection = await connectTo();
    const [first, second] = await Promise.all([connection.places(), connection.places()]);
    expect(second).toBe(first);
    const before = apiRequests(server).length;
    clock += 5 * 3600 * 1000;
    expect(await connection.places()).toBe(first);
    expect(apiRequests(server)).toHaveLength(before);
    clock += 2 * 3600 * 1000;
    expect(await connection.places()).not.toBe(first);
  });

  it('serves on while OroCRM cannot renew it', async () => {
    const connection = await connectTo();
    const first = await connection.places();
    clock += 7 * 3600 * 1000;
    broken = true;
    expect(await connection.places()).toBe(first);
    const before = server.requests.length;
    expect(await connection.places()).toBe(first);
    expect(server.requests).toHaveLength(before);
    broken = false;
    clock += 2 * 60 * 1000;
    expect(await connection.places()).not.toBe(first);
  });

  it('is an error while it was never had', async () => {
    const connection = await connectTo();
    broken = true;
    await expect(connection.places()).rejects.toMatchObject({ kind: 'retry' });
    broken = false;
    expect((await connection.places()).countries).toHaveLength(5);
  });

  it('is not taken for whole when pages stay away', async () => {
    const connection = await connectTo();
    server.script = withToken(() => ({ headers: { 'x-include-total-count': '3' }, body: { data: [] } }));
    await expect(connection.places()).rejects.toMatchObject({ code: 'bad-answer' });
  });

  it('names what a document leaves unnamed; a place that is no longer listed by itself, else by its code', async () => {
    const connection = await connectTo();
    const { records } = await connection.contacts().page(undefined, 10);
    expect(records[0]?.addresses.map(({ country, region }) => [country, region])).toEqual([
      [
        { code: 'C1', name: 'Country 1' },
        { code: 'C1-OLD', name: 'Old' },
      ],
      [
        { code: 'ZZ', name: 'ZZ' },
        { code: 'C1-A', name: 'Region C1-A' },
      ],
    ]);
    const before = apiRequests(server).length;
    await connection.contacts().page(undefined, 10);
    expect(apiRequests(server)).toHaveLength(before + 1);
  });
});
