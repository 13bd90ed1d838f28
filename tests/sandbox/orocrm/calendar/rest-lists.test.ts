import { setClock } from '../support';
import { hour, office, type Office } from './support';

describe('lists of calendar events', () => {
  let rooms: Office;
  let ids: number[];
  beforeEach(async () => {
    rooms = await office();
    ids = [];
    for (let day = 10; day < 25; day += 1)
      ids.push(await rooms.ada.create({ title: 'x', ...hour(`04-${day}`) }));
  });
  afterEach(() => rooms.orocrm.stop());

  const path = (query: string): string => `/calendarevents?calendar=${rooms.ada.calendar}${query}`;

  it('ask for a calendar, and for a window or a page', async () => {
    expect((await rooms.ada.send('GET', '/calendarevents?page=1&limit=10')).status).toBe(400);
    for (const query of ['', '&page=1', '&start=2016-01-01T00:00:00Z', '&page=0&limit=10']) {
      const reply = await rooms.ada.send('GET', path(query));
      expect(reply.status).toBe(400);
      expect(reply.body).toMatchObject({
        message:
          'Time interval ("start" and "end") or paging ("page" and "limit") parameters should be specified.',
      });
    }
  });

  it('refuse an offset whose plus sign was not escaped', async () => {
    const window = (plus: string): string =>
      path(`&start=2016-04-01T00:00:00${plus}00:00&end=2016-05-01T00:00:00${plus}00:00`);
    expect((await rooms.ada.send('GET', window('+'))).status).toBe(400);
    expect((await rooms.ada.send('GET', window('%2B'))).status).toBe(200);
  });

  it('page through stored rows and tell how many there are', async () => {
    rooms.orocrm.configure({ eventOrder: 'stored' });
    const found: unknown[] = [];
    for (const page of [1, 2, 3, 4]) {
      const reply = await rooms.ada.send('GET', path(`&page=${page}&limit=6`), undefined, {
        'X-Include': 'totalCount',
      });
      expect(reply.headers.get('X-Include-Total-Count')).toBe('15');
      found.push(...(reply.body as { id: number }[]).map(({ id }) => id));
    }
    expect(found).toEqual(ids);
  });

  it('have no order that lasts from one request to the next', async () => {
    const orders = [];
    for (let time = 0; time < 4; time += 1) orders.push((await rooms.ada.page()).map(({ id }) => id));
    expect(new Set(orders.map(String)).size).toBe(4);
    for (const order of orders) expect([...order].sort((a, b) => a - b)).toEqual(ids);
  });

  it('may repeat and miss rows between pages', async () => {
    const passes = [];
    for (let time = 0; time < 3; time += 1) {
      const seen = new Set<number>();
      for (const page of [1, 2, 3]) {
        const reply = await rooms.ada.send('GET', path(`&page=${page}&limit=5`));
        for (const { id } of reply.body as { id: number }[]) seen.add(id);
      }
      passes.push(seen.size);
    }
    expect(passes.filter((size) => size === 15)).toHaveLength(2);
  });

  it('compare in the query itself, and ignore that in a window', async () => {
    const [first = 0] = ids;
    // Within the lifetime of the token.
    const at = `${new Date(Date.now() + 1_800_000).toISOString().slice(0, 19)}Z`;
    await setClock(rooms.orocrm, { at, frozen: true });
    await rooms.ada.change(first, { title: 'new' });
    const count = async (more: string): Promise<number> => (await rooms.ada.page(more)).length;
    expect(await count(`&updatedAt>=${at}`)).toBe(1);
    expect(await count(`&updatedAt%3E%3D${at}`)).toBe(1);
    expect(await count(`&updatedAt>${at}`)).toBe(0);
    expect(await count(`&updatedAt<${at}`)).toBe(14);
    expect(await count(`&createdAt<>${at}`)).toBe(15);
    expect(await count(`&updatedAt[gte]=${at}`)).toBe(15);
    const { uid } = (await rooms.ada.show(first)) as { uid?: string };
    expect(await count(`&uid=${uid ?? ''}`)).toBe(1);
    expect(await count('&uid=nothing')).toBe(0);
    const window = '&start=2016-01-01T00:00:00Z&end=2017-01-01T00:00:00Z';
    const all = await rooms.ada.send('GET', path(`${window}&updatedAt>=${at}&uid=nothing`));
    expect(all.body).toHaveLength(15);
    expect(all.headers.get('X-Include-Total-Count')).toBeNull();
  });

  it('find in a window what touches it', async () => {
    const found = await rooms.ada.window('2016-04-10T09:30:00Z', '2016-04-11T09:30:00Z');
    expect(found.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect(await rooms.ada.window('2016-04-10T10:30:00Z', '2016-04-11T08:30:00Z')).toEqual([]);
  });
});
