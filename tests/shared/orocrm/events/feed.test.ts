import { orocrmId } from '../../../../shared/records/ids';
import { calendar, CalendarServer, daily, exception, serverTime, stored } from './calendar-server';

let server: CalendarServer;
afterEach(() => server.stop());

const serve = async (...rows: CalendarServer['rows']) => (server = await new CalendarServer(rows).start());
const feed = () => server.connection.feed('calendarEvents');
const other = orocrmId('6');

const changedAt = (time: string) => ({ updatedAt: `2026-02-05T${time}+00:00` });

describe('changes', () => {
  const cursor = { updatedAt: '2026-02-05T10:00:00Z', id: '' } as const;

  it('shows every record once, an exception as its series in its latest version', async () => {
    await serve(
      stored(7, { recurrence: daily, ...changedAt('10:01:00') }),
      exception(8, 7, '2026-03-12', changedAt('10:03:00')),
      exception(9, 7, '2026-03-13', changedAt('10:02:00')),
      exception(21, 20, '2026-03-13', changedAt('10:00:30')),
      stored(20, { recurrence: daily }),
      stored(30, changedAt('09:57:59')),
      stored(31, changedAt('09:58:00')),
    );
    expect(await feed().changes(cursor)).toEqual({
      items: [
        { id: '31', version: '2026-02-05T09:58:00Z', owner: '5' },
        { id: '20', version: '2026-02-05T10:00:30Z', owner: '5' },
        { id: '7', version: '2026-02-05T10:03:00Z', owner: '5' },
      ],
      cursor: { updatedAt: '2026-02-05T10:03:00Z', id: '7' },
      // Exceptions too: a restored occurrence shows in nothing else.
      total: 7,
      at: serverTime,
    });
  });

  it('stays where it is when nothing changed, and never goes back', async () => {
    await serve(stored(7, changedAt('09:59:00')));
    expect(await feed().changes(cursor)).toMatchObject({ items: [{ id: '7' }], cursor, total: 1 });
    server.rows = [];
    expect(await feed().changes(cursor)).toMatchObject({ items: [], cursor, total: 0, at: serverTime });
  });

  it('never goes past the clock of the server', async () => {
    await serve(stored(7, { updatedAt: '2027-01-01T00:00:00+00:00' }));
    expect((await feed().changes(cursor)).cursor).toEqual({ updatedAt: '2026-03-01T12:00:00Z', id: '' });
  });

  it('asks for the calendars of its mailboxes, each once', async () => {
    await serve(
      stored(7, changedAt('10:01:00')),
      stored(8, { calendar: 6, ...changedAt('10:02:00') }),
      stored(9),
    );
    expect(await feed().changes(cursor, [calendar, other, calendar])).toMatchObject({
      items: [
        { id: '7', owner: '5' },
        { id: '8', owner: '6' },
      ],
      total: 3,
    });
    expect(await feed().changes(cursor, [other])).toMatchObject({ items: [{ id: '8' }], total: 1 });
    expect(await feed().changes(cursor, [])).toMatchObject({ items: [], cursor, total: 0 });
  });

  it('counts by hand where the server does not', async () => {
    await serve(stored(7), stored(8, changedAt('10:01:00')));
    server.counts = false;
    expect(await feed().changes(cursor)).toMatchObject({ items: [{ id: '8' }], total: 2 });
  });

  it('sees all of many changes that share a second and come in any order', async () => {
    const rows = Array.from({ length: 1200 }, (_, index) => stored(index + 1, changedAt('10:01:00')));
    await serve(...rows);
    let turn = 0;
    server.order = (all) => {
      turn = Math.min(turn + 1, 3);
      return [...all].sort((a, b) => ((a.id * 7919 + turn * 31) % 1201) - ((b.id * 7919 + turn * 31) % 1201));
    };
    const { items } = await feed().changes(cursor);
    expect(new Set(items.map(({ id }) => id)).size).toBe(1200);
  });

  it('refuses a cursor that holds no time', async () => {
    await serve();
    await expect(feed().changes({ updatedAt: 'never', id: '' })).rejects.toThrow(RangeError);
  });
});

describe('ids', () => {
  const window = { from: new Date('2026-03-01T00:00:00Z'), to: new Date('2026-04-01T00:00:00Z') };
  const at = (start: string, end: string) => ({ start: `${start}:00+00:00`, end: `${end}:00+00:00` });
  const ids = async (given?: typeof window) =>
    (await feed().ids([calendar], given))
      .filter(({ outside }) => outside !== true)
      .map(({ id }) => Number(id));

  it('are those of events and series, with their calendar and version', async () => {
    await serve(
      stored(7, { recurrence: daily }),
      exception(8, 7, '2026-03-12', changedAt('10:00:00')),
      stored(9, { calendar: 6 }),
    );
    expect(await feed().ids([calendar, other])).toEqual([
      { id: '7', version: '2026-02-05T10:00:00Z', owner: '5' },
      { id: '9', version: '2026-02-01T00:00:00Z', owner: '6' },
    ]);
    expect(await feed().ids()).toHaveLength(1);
  });

  it('are those in the window, even in part', async () => {
    await serve(
      stored(1, at('2026-02-27T23:00', '2026-02-28T23:00')),
      stored(2, at('2026-02-28T23:00', '2026-03-01T01:00')),
      stored(3, at('2026-03-10T10:00', '2026-03-10T11:00')),
      stored(4, at('2026-03-31T23:00', '2026-04-02T00:00')),
      stored(5, at('2026-04-01T00:01', '2026-04-02T00:00')),
      stored(6, at('2026-01-01T00:00', '2026-12-31T00:00')),
    );
    expect(await ids(window)).toEqual([2, 3, 4, 6]);
    expect(await ids()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('are those of series that may have an occurrence in the window', async () => {
    const series = (id: number, start: string, members: object) =>
      stored(id, {
        ...{ start: `${start}T09:00:00+00:00`, end: `${start}T10:00:00+00:00` },
        recurrence: { ...daily, startTime: `${start}T09:00:00+00:00`, occurrences: null, ...members },
      });
    await serve(
      series(1, '2020-01-01', {}),
      series(2, '2026-01-01', { endTime: '2026-02-20T09:00:00+00:00' }),
      series(3, '2026-01-01', { endTime: '2026-03-20T09:00:00+00:00' }),
      series(4, '2026-01-01', { occurrences: 10 }),
      series(5, '2026-01-01', { occurrences: 80 }),
      series(6, '2026-05-01', {}),
      series(7, '2026-01-01', { recurrenceType: 'lunar' }),
      series(8, '2026-01-01', { occurrences: 10 }),
      exception(9, 8, '2026-01-05', { start: '2026-03-05T09:00:00+00:00', end: '2026-03-05T10:00:00+00:00' }),
    );
    expect(await ids(window)).toEqual([1, 3, 5, 8]);
  });
});

it('tells the clock of the server anew each time', async () => {
  await serve();
  expect(await feed().now()).toEqual(serverTime);
  await feed().now();
  expect(server.requests).toHaveLength(2);
});
