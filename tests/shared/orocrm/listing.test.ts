import { connectTo, contactResource, errorBody } from './fixtures';
import {
  apiRequests,
  startScripted,
  withToken,
  type Recorded,
  type Reply,
  type ScriptedServer,
} from './scripted-server';

let server: ScriptedServer;
afterEach(() => server.close());

const all = [1, 2, 3, 4, 5];

/** A list of five, in pages no larger than the server's own limit. */
function page(request: Recorded, limit: number, counted: boolean): Reply {
  const after = Number(request.query['filter[id][gt]'] ?? 0);
  const fitting = all.filter((id) => id > after);
  const shown = fitting.slice(0, Math.min(limit, Number(request.query['page[size]'])));
  return {
    headers: counted ? { 'x-include-total-count': String(fitting.length) } : {},
    body: { data: shown.map((id) => contactResource(String(id))) },
  };
}

async function idsOfPages(size: number): Promise<string[][]> {
  const store = connectTo(server.url).contacts();
  const pages: string[][] = [];
  let after: Parameters<typeof store.page>[0];
  do {
    const { records, next } = await store.page(after, size);
    pages.push(records.map(({ id }) => id));
    after = next;
  } while (after !== undefined);
  return pages;
}

describe('the end of a list', () => {
  it('is where the count says, without another request', async () => {
    server = await startScripted(withToken((request) => page(request, 99, true)));
    expect(await idsOfPages(5)).toEqual([['1', '2', '3', '4', '5']]);
  });

  it('is not a short page of a server that gives smaller ones than asked for', async () => {
    server = await startScripted(withToken((request) => page(request, 2, true)));
    expect(await idsOfPages(100)).toEqual([['1', '2'], ['3', '4'], ['5']]);
  });

  it('is a short page where nothing is counted', async () => {
    server = await startScripted(withToken((request) => page(request, 99, false)));
    expect(await idsOfPages(2)).toEqual([['1', '2'], ['3', '4'], ['5']]);
    expect(await idsOfPages(5)).toEqual([['1', '2', '3', '4', '5'], []]);
  });

  it('is not an empty page while the count says that there is more', async () => {
    server = await startScripted(
      withToken(() => ({ headers: { 'x-include-total-count': '5' }, body: { data: [] } })),
    );
    await expect(idsOfPages(5)).rejects.toMatchObject({ kind: 'retry', code: 'bad-answer' });
  });
});

describe('a limit for pages', () => {
  it('is learned from the refusal and kept to', async () => {
    server = await startScripted(
      withToken((request) =>
        Number(request.query['page[size]']) > 3
          ? {
              status: 400,
              body: errorBody('filter constraint', 'The value should be less than or equals to 3.', {
                parameter: 'page[size]',
              }),
            }
          : page(request, 99, true),
      ),
    );
    expect(await idsOfPages(100)).toEqual([
      ['1', '2', '3'],
      ['4', '5'],
    ]);
    expect(apiRequests(server).map(({ query }) => query['page[size]'])).toEqual(['100', '3', '3']);
  });
});

describe('includes of includes', () => {
  const place = (type: string, name: string): Reply => ({
    headers: { 'x-include-total-count': '1' },
    body: {
      data: [
        {
          type,
          id: type === 'countries' ? 'US' : 'US-CA',
          attributes: { name, iso3Code: 'USA' },
          relationships: { country: { data: { type: 'countries', id: 'US' } } },
        },
      ],
    },
  });

  it('that are refused are done without, and the dictionaries give the names', async () => {
    const address = {
      type: 'contactaddresses',
      id: '8',
      attributes: {
        primary: true,
        street: null,
        street2: null,
        city: null,
        postalCode: null,
        customRegion: null,
      },
      relationships: {
        country: { data: { type: 'countries', id: 'US' } },
        region: { data: { type: 'regions', id: 'US-CA' } },
        types: { data: [] },
      },
    };
    const contact = contactResource(
      '1',
      {},
      { addresses: { data: [{ type: 'contactaddresses', id: '8' }] } },
    );
    server = await startScripted(
      withToken(({ path, query }) => {
        if (path.endsWith('/countries')) return place('countries', 'United States');
        if (path.endsWith('/regions')) return place('regions', 'California');
        return query['include'] === 'addresses'
          ? { headers: { 'x-include-total-count': '1' }, body: { data: [contact], included: [address] } }
          : { status: 400, body: errorBody('filter constraint', 'Not supported.', { parameter: 'include' }) };
      }),
    );
    const store = connectTo(server.url).contacts();
    const first = await store.page(undefined, 10);
    expect(first.records[0]?.addresses[0]).toMatchObject({
      country: { code: 'US', name: 'United States' },
      region: { code: 'US-CA', name: 'California' },
    });
    await store.page(undefined, 10);
    const includes = apiRequests(server)
      .filter(({ path }) => path.endsWith('/contacts'))
      .map(({ query }) => query['include']);
    expect(includes).toEqual(['addresses,addresses.country,addresses.region', 'addresses', 'addresses']);
  });
});
