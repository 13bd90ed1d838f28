import { connectTo } from './fixtures';
import {
  apiRequests,
  startScripted,
  withToken,
  type Recorded,
  type Reply,
  type ScriptedServer,
} from './scripted-server';
import { orocrmId } from '../../../shared/records/ids';

let server: ScriptedServer;
afterEach(() => server.close());

interface Row {
  readonly id: number;
  readonly updatedAt: string;
  readonly owner: string | null;
}

const row = (id: number, updatedAt: string, owner: string | null = '7'): Row => ({ id, updatedAt, owner });

function answer(rows: readonly Row[], { query }: Recorded, counted = true): Reply {
  const since = query['filter[updatedAt][gte]'] ?? '';
  const owners = query['filter[owner]']?.split(',');
  const after = Number(query['filter[id][gt]'] ?? 0);
  const fitting = rows
    .filter(({ id, updatedAt }) => updatedAt >= since && id > after)
    .filter(({ owner }) => owners?.includes(owner ?? '') ?? true);
  const shown = fitting.slice(0, Number(query['page[size]']));
  return {
    headers: {
      date: 'Thu, 01 Jan 2026 12:00:00 GMT',
      ...(counted ? { 'x-include-total-count': String(fitting.length) } : {}),
    },
    body: {
      data: shown.map(({ id, updatedAt, owner }) => ({
        type: 'contacts',
        id: String(id),
        attributes: { updatedAt },
        relationships: { owner: { data: owner === null ? null : { type: 'users', id: owner } } },
      })),
    },
  };
}

async function serve(rows: readonly Row[], counted = true): Promise<void> {
  server = await startScripted(withToken((request) => answer(rows, request, counted)));
}

const feed = (): ReturnType<ReturnType<typeof connectTo>['feed']> => connectTo(server.url).feed('contacts');

const cursor = { updatedAt: '2026-01-01T10:00:00Z', id: orocrmId('4') } as const;

describe('changes', () => {
  const rows = [
    row(1, '2026-01-01T09:00:00Z'),
    row(2, '2026-01-01T09:58:30Z'),
    row(3, '2026-01-01T10:00:00Z', '8'),
    row(4, '2026-01-01T11:00:00Z', null),
  ];

  it('begin two minutes before the cursor and tell how many records there are in all', async () => {
    await serve(rows);
    expect(await feed().changes(cursor)).toEqual({
      items: [
        { id: '2', version: '2026-01-01T09:58:30Z', owner: '7' },
        { id: '3', version: '2026-01-01T10:00:00Z', owner: '8' },
        { id: '4', version: '2026-01-01T11:00:00Z', owner: '' },
      ],
      cursor: { updatedAt: '2026-01-01T11:00:00Z', id: '4' },
      total: 4,
      at: new Date('2026-01-01T12:00:00Z'),
    });
    const [changes, total] = apiRequests(server)
      .map(({ query }) => query)
      .sort((a) => ('sort' in a ? -1 : 1));
    expect(changes).toMatchObject({
      'filter[updatedAt][gte]': '2026-01-01T09:58:00Z',
      sort: 'updatedAt,id',
      'fields[contacts]': 'updatedAt,owner',
    });
    expect(total).toEqual({ 'fields[contacts]': 'id', 'page[size]': '1' });
  });

  it('are limited to owners, as is the count', async () => {
    await serve(rows);
    const { items, total } = await feed().changes(cursor, [orocrmId('7'), orocrmId('7'), orocrmId('9')]);
    expect(items.map(({ id }) => id)).toEqual(['2']);
    expect(total).toBe(2);
    expect(apiRequests(server).map(({ query }) => query['filter[owner]'])).toEqual(['7,9', '7,9']);
  });

  it('of nobody are none, and nothing is asked', async () => {
    await serve(rows);
    expect(await feed().changes(cursor, [])).toMatchObject({ items: [], cursor, total: 0 });
    expect(apiRequests(server)).toHaveLength(0);
  });

  it('ask for many owners in groups', async () => {
    await serve([row(1, '2026-01-01T10:00:00Z', '1'), row(2, '2026-01-01T10:00:00Z', '450')]);
    const owners = Array.from({ length: 450 }, (_none, index) => orocrmId(String(index + 1)));
    const { items, total } = await feed().changes(cursor, owners);
    expect(items.map(({ id }) => id)).toEqual(['1', '2']);
    expect(total).toBe(2);
    expect(apiRequests(server)).toHaveLength(6);
  });

  it('leave the cursor where it is when there are none, and never take it back', async () => {
    await serve([row(2, '2026-01-01T09:59:00Z')]);
    expect((await feed().changes(cursor)).cursor).toEqual(cursor);
    server.script = withToken((request) => answer([], request));
    expect((await feed().changes(cursor)).cursor).toEqual(cursor);
  });

  it('never take the cursor past the clock of the server', async () => {
    await serve([row(9, '2026-01-01T12:30:00Z')]);
    expect((await feed().changes(cursor)).cursor).toEqual({ updatedAt: '2026-01-01T12:00:00Z', id: '' });
  });

  it('are counted by hand where the server does not count', async () => {
    await serve(rows, false);
    expect((await feed().changes(cursor)).total).toBe(4);
  });

  it('without an owner in the answer are refused', async () => {
    server = await startScripted(
      withToken(() => ({
        body: { data: [{ type: 'contacts', id: '1', attributes: { updatedAt: '2026-01-01T11:00:00Z' } }] },
      })),
    );
    await expect(feed().changes(cursor)).rejects.toMatchObject({ code: 'bad-answer' });
  });
});

describe('all ids', () => {
  it('come with version and owner', async () => {
    await serve([row(1, '2026-01-01T09:00:00Z'), row(2, '2026-01-01T08:00:00Z', '8')]);
    expect(await feed().ids()).toEqual([
      { id: '1', version: '2026-01-01T09:00:00Z', owner: '7' },
      { id: '2', version: '2026-01-01T08:00:00Z', owner: '8' },
    ]);
    expect(apiRequests(server).map(({ query }) => query)).toEqual([
      { 'fields[contacts]': 'updatedAt,owner', sort: 'id', 'page[size]': '1000' },
    ]);
  });
});

describe('the clock', () => {
  it('is the server’s', async () => {
    await serve([]);
    expect(await feed().now()).toEqual(new Date('2026-01-01T12:00:00Z'));
  });
});
