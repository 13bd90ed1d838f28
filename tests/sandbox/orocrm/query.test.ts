import fc from 'fast-check';
import { textOf } from '../../../sandbox/orocrm/jsonapi/json';
import type { SimulatedOrocrm } from '../../../sandbox/orocrm/start';
import { company, errors, ids, many, type Client } from './support';

let orocrm: SimulatedOrocrm;
let service: Client;
const stamp = (second: number): string => `2026-03-01T10:00:${String(second).padStart(2, '0')}Z`;

beforeAll(async () => {
  ({ orocrm, service } = await company());
  const names = [
    'Ann, the first',
    'Ben',
    'Cem',
    null,
    'Dan',
    'Eve',
    'Fay',
    'Gil',
    'Hal',
    'Ida',
    'Jan',
    'Kim',
  ];
  for (const [index, firstName] of names.entries()) {
    orocrm.addContact({
      id: String(index + 1),
      firstName,
      lastName: 'Doe',
      owner: index % 2 === 0 ? 'ada' : 'bob',
      emails: [`c${index}@example.com`, 'shared@example.com'],
      updatedAt: stamp(Math.floor(index / 3)),
      ...(index === 0 && { addresses: [{ country: 'US', region: 'US-CA', types: ['billing'] }] }),
    });
  }
});
afterAll(() => orocrm.stop());

const list = async (query: string): Promise<readonly string[]> => {
  const answer = await service.get(`/contacts?${query}&fields[contacts]=id&page[size]=-1`);
  expect(answer.status).toBe(200);
  return ids(answer);
};

describe('filters', () => {
  it.each([
    ['filter[id]=3', ['3']],
    ['filter[id]=1,3,99', ['1', '3']],
    ['filter[id]=2..4', ['2', '3', '4']],
    ['filter[id][gt]=10', ['11', '12']],
    ['filter[id][neq]=1..10', ['11', '12']],
    ['filter[firstName]=Ben', ['2']],
    ['filter[firstName]=Ann, the first', ['1']],
    ['filter[firstName]=ben', []],
    ['filter[firstName][exists]=false', ['4']],
    ['filter[firstName][exists]=no', ['4']],
    ['filter[firstName][neq]=Ben&filter[id]=2,3,4', ['3']],
    ['filter[firstName][neq_or_null]=Ben&filter[id]=2,3,4', ['3', '4']],
    ['filter[owner]=3&filter[id][lte]=4', ['2', '4']],
    ['filter[owner]=2,3&filter[id][lte]=2', ['1', '2']],
    ['filter[owner.username]=bob&filter[id][lt]=3', ['2']],
    ['filter[emails]=c1@example.com,c2@example.com', ['2', '3']],
    ['filter[primaryEmail]=shared@example.com', []],
    ['filter[primaryEmail]=c5@example.com', ['6']],
    ['filter[addresses][exists]=true', ['1']],
    ['filter[updatedAt]=2026-03-01T10:00:02Z', ['7', '8', '9']],
    ['filter[updatedAt]=2026-03-01T10:00', ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12']],
    ['filter[updatedAt][gte]=2026-03-01T12:00:03%2B02:00', ['10', '11', '12']],
    ['filter[updatedAt][gte]=2026-03-01T12:00:03+02:00', ['10', '11', '12']],
    [
      'filter[updatedAt][gt]=2026-03-01T10:00:00Z&filter[updatedAt][lt]=2026-03-01T10:00:02Z',
      ['4', '5', '6'],
    ],
    ['filter[updatedAt]=2026-03-01T10:00:00Z..2026-03-01T10:00:01Z', ['1', '2', '3', '4', '5', '6']],
    ['filter[updatedAt]=2025', []],
  ])('%s', async (query, expected) => {
    expect(await list(query)).toEqual(expected);
  });

  it.each([
    ['/contacts?filter[createdAt][gte]=2026-01-01', 'The filter is not supported. @filter[createdAt][gte]'],
    ['/contacts?filter[jobTitle]=x', 'The filter is not supported. @filter[jobTitle]'],
    ['/contacts?filter[updatedAt]>=2026-01-01', 'The filter is not supported. @3E'],
    [
      '/contactaddresses?filter[updatedAt][gte]=2026-01-01',
      'The filter is not supported. @filter[updatedAt][gte]',
    ],
    ['/contactaddresses?filter[city]=x', 'The filter is not supported. @filter[city]'],
    ['/users?filter[updatedAt][gte]=2026-01-01', 'The filter is not supported. @filter[updatedAt][gte]'],
    ['/users?filter[emails]=x', 'The filter is not supported. @filter[emails]'],
    ['/contacts?limit=5', 'The filter is not supported. @limit'],
    ['/contacts/1?filter[id]=1', 'The filter is not supported. @filter[id]'],
    ['/contacts?filter[firstName][gt]=A', 'The operator "gt" is not supported. @filter[firstName][gt]'],
    [
      '/contacts?filter[firstName][contains]=A',
      'The operator "contains" is not supported. @filter[firstName][contains]',
    ],
    ['/contacts?filter[id]=abc', 'Expected integer value. Given "abc". @filter[id]'],
    ['/contacts?filter[id]=1,b', 'Expected an array of integers. Given "1,b". @filter[id]'],
    [
      '/contacts?filter[updatedAt]=yesterday',
      'Expected datetime value. Given "yesterday". @filter[updatedAt]',
    ],
    // What JavaScript's toISOString makes: three digits of a second are too many.
    [
      '/contacts?filter[updatedAt][gte]=2026-03-01T10:00:00.000Z',
      'Expected datetime value. Given "2026-03-01T10:00:00.000Z". @filter[updatedAt][gte]',
    ],
    ['/contacts?filter[firstName]=', 'Expected not empty string value. Given "". @filter[firstName]'],
    ['/contacts?fields[nothings]=id', 'An entity type is not known. @fields[nothings]'],
    ['/contacts?page[number]=x', 'Expected unsigned integer value. Given "x". @page[number]'],
    ['/contacts?page[size]=-2', 'The value should be greater than or equals to -1. @page[size]'],
  ])('refuses %s', async (path, detail) => {
    const answer = await service.get(path);
    expect([answer.status, ...errors(answer)]).toEqual([400, `filter constraint: ${detail}`]);
  });

  it('passes over a filter that is named without its group', async () => {
    expect(await list('id=3')).toHaveLength(12);
  });

  it('knows symbols as operators up to 6.0', async () => {
    orocrm.configure({ version: '6.0' });
    expect(await list('filter[id]>=11')).toEqual(['11', '12']);
    expect(await list('filter[id]%3E10')).toEqual(['11', '12']);
    expect(await list('filter[id]!=1..10')).toEqual(['11', '12']);
    expect(await list('filter[id][gt]=11')).toEqual(['12']);
    orocrm.configure({ version: '7.0' });
  });
});

describe('sorting and paging', () => {
  it('sorts by what has an index, and says what has none', async () => {
    expect(await list('sort=-id&filter[id][lte]=3')).toEqual(['3', '2', '1']);
    expect(await list('sort=firstName&filter[id][lte]=4')).toEqual(['1', '2', '3', '4']);
    expect(await list('sort=-firstName&filter[id][lte]=4')).toEqual(['4', '3', '2', '1']);
    expect(await list('sort=-updatedAt,id&filter[id][lte]=6')).toEqual(['4', '5', '6', '1', '2', '3']);
    expect(errors(await service.get('/contacts?sort=createdAt,jobTitle'))).toEqual([
      'sort constraint: Sorting by "createdAt, jobTitle" fields are not supported. @sort',
    ]);
  });

  it('answers ten at a time, with links to the other pages unless they are not wanted', async () => {
    const query = 'filter[id][gte]=1&sort=id';
    const first = await service.get(`/contacts?${query}`);
    expect(ids(first)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    const next = first.body.links?.['next'] ?? '';
    expect(first.body.links?.['prev']).toBeUndefined();
    const second = await service.get(next.slice(orocrm.apiUrl.length));
    expect(ids(second)).toEqual(['11', '12']);
    expect(Object.keys(second.body.links ?? {})).toEqual(['self', 'first', 'prev']);
    const bare = await service.get('/contacts', { 'X-Include': 'noHateoas;totalCount' });
    expect(bare.body.links).toBeUndefined();
    expect(many(bare)[0]).not.toHaveProperty('links');
    expect(bare.headers.get('x-include-total-count')).toBe('12');
    const none = await service.get('/contacts?page[size]=0', { 'X-Include': 'totalCount' });
    expect([ids(none), none.headers.get('x-include-total-count')]).toEqual([[], '12']);
  });

  it('finds every contact once along a keyset, whatever the size of the pages (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 4, max: 13 }), async (size) => {
        const seen: string[] = [];
        let from = '2026-01-01T00:00:00Z';
        for (;;) {
          const query = `filter[updatedAt][gte]=${from}&sort=updatedAt,id&page[size]=${size}&fields[contacts]=updatedAt`;
          const page = many(await service.get(`/contacts?${query}`));
          seen.push(...page.map(({ id }) => id));
          if (page.length < size) break;
          from = textOf(page.at(-1)?.attributes['updatedAt']);
        }
        expect([...new Set(seen)]).toHaveLength(12);
      }),
      { numRuns: 10 },
    );
  });
});

describe('views', () => {
  it('shows the fields that are wanted, and passes over unknown ones', async () => {
    const [contact] = many(
      await service.get('/contacts?filter[id]=1&fields[contacts]=firstName,owner,nothing'),
    );
    expect(Object.keys(contact?.attributes ?? {})).toEqual(['firstName']);
    expect(Object.keys(contact?.relationships ?? {})).toEqual(['owner']);
    const [bare] = many(await service.get('/contacts?filter[id]=1&fields[contacts]=id'));
    expect(Object.keys(bare ?? {})).toEqual(['type', 'id', 'links']);
  });

  it('includes related records along paths, each once, and passes over unknown paths', async () => {
    const answer = await service.get(
      '/contacts/1?include=owner,addresses.country,nothing.at.all&fields[countries]=name',
    );
    expect(answer.body.included?.map(({ type }) => type)).toEqual(['users', 'contactaddresses', 'countries']);
    expect(answer.body.included?.[2]).toMatchObject({ id: 'US', attributes: { name: 'United States' } });
    const same = await service.get('/users?filter[username]=ada&include=organization');
    expect(same.body.included).toHaveLength(1);
  });

  it('adds titles, and has answers for related records and identifiers', async () => {
    const titled = await service.get('/contacts?meta=title&filter[id]=2&fields[contacts]=id');
    expect(many(titled)[0]?.meta).toEqual({ title: 'Ben Doe' });
    expect(many(await service.get('/contacts/1/addresses'))).toHaveLength(1);
    expect((await service.get('/contacts/1/owner')).body.data).toMatchObject({
      attributes: { username: 'ada' },
    });
    expect((await service.get('/contacts/1/relationships/reportsTo')).body.data).toBeNull();
  });
});
