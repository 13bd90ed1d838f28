import { orocrmId } from '../../../../shared/records/ids';
import { calendar, CalendarServer, daily, exception, serverTime, stored } from './calendar-server';

let server: CalendarServer;
afterEach(() => server.stop());

const serve = async (...rows: CalendarServer['rows']) => (server = await new CalendarServer(rows).start());
const read = (...ids: string[]) => server.connection.events(calendar).read(ids.map(orocrmId));
const reading = async (id: string) => (await read(id)).records.get(orocrmId(id));
const record = async (id: string) => {
  const found = await reading(id);
  return found?.state === 'there' ? found.record : undefined;
};

it('reads a single event', async () => {
  await serve(stored(11, { title: 'Lunch', allDay: true, updatedAt: '2026-02-03T04:05:06+00:00' }));
  expect(await read('11')).toEqual({
    at: serverTime,
    records: new Map([
      [
        '11',
        {
          state: 'there',
          record: {
            ...{ id: '11', version: '2026-02-03T04:05:06Z', createdAt: '2026-01-01T00:00:00Z', owner: '5' },
            ...{ title: 'Lunch', start: '2026-03-10T09:00:00Z', end: '2026-03-10T10:00:00Z', allDay: true },
            ...{ recurrence: undefined, exceptions: [], parent: '' },
          },
        },
      ],
    ]),
  });
});

it('reads a series with its exceptions as one record, as new as the newest of them', async () => {
  await serve(
    exception(9, 7, '2026-03-14', { isCancelled: true, updatedAt: '2026-02-05T00:00:00+00:00' }),
    stored(7, { recurrence: daily }),
    exception(8, 7, '2026-03-12', { title: 'Later' }),
    exception(99, 98, '2026-03-12'),
  );
  expect(await record('7')).toMatchObject({
    version: '2026-02-05T00:00:00Z',
    recurrence: {
      ...{
        recurrenceType: 'daily',
        interval: 1,
        dayOfWeek: [],
        dayOfMonth: undefined,
        monthOfYear: undefined,
      },
      ...{ instance: undefined, startTime: '2026-03-10T09:00:00Z', endTime: '', occurrences: 20 },
      timeZone: 'Europe/Berlin',
    },
    exceptions: [
      {
        ...{
          id: '8',
          originalStart: '2026-03-12T09:00:00Z',
          cancelled: false,
          title: 'Later',
          allDay: false,
        },
        ...{ start: '2026-03-12T14:00:00Z', end: '2026-03-12T15:00:00Z' },
      },
      { id: '9', originalStart: '2026-03-14T09:00:00Z', cancelled: true },
    ],
  });
});

it('accepts the name that single events give to the zone', async () => {
  await serve(stored(7, { recurrence: { ...daily, timeZone: undefined, timezone: 'Asia/Tokyo' } }));
  expect(await record('7')).toMatchObject({ recurrence: { timeZone: 'Asia/Tokyo' } });
});

it('keeps an unknown recurrence as one that cannot be held', async () => {
  await serve(stored(7, { recurrence: { ...daily, recurrenceType: 'lunar' } }));
  expect((await record('7'))?.recurrence).toEqual({
    unholdable: 'its recurrence in OroCRM has an unknown recurrenceType.',
  });
});

it('knows an invitation that the user received', async () => {
  await serve(stored(12, { parentEventId: '3' }));
  expect(await record('12')).toMatchObject({ parent: '3' });
});

it('takes what once were exceptions of an event that recurs no more for none', async () => {
  await serve(stored(7), exception(8, 7, '2026-03-12', { updatedAt: '2026-02-09T00:00:00+00:00' }));
  expect(await record('7')).toMatchObject({ exceptions: [], version: '2026-02-01T00:00:00Z' });
});

describe('what is gone', () => {
  it('is what OroCRM has no more, and an exception as a record of its own', async () => {
    await serve(stored(7, { recurrence: daily }), exception(8, 7, '2026-03-12'));
    expect(await reading('404')).toEqual({ state: 'gone' });
    expect(await reading('8')).toEqual({ state: 'gone' });
  });

  it('is what is in another calendar, while this one shows something', async () => {
    await serve(stored(7), stored(20, { calendar: 6 }));
    expect((await read('20')).records.get(orocrmId('20'))).toEqual({ state: 'gone' });
    server.rows = [stored(20, { calendar: 6 })];
    await expect(read('20')).rejects.toMatchObject({ code: 'bad-answer', kind: 'retry' });
  });

  it('is what may not be seen, only while this calendar shows something', async () => {
    await serve(stored(7));
    server.instead = ({ path }) => (path.endsWith('/20') ? { status: 403, body: {} } : undefined);
    expect(await reading('20')).toEqual({ state: 'gone' });
    server.rows = [];
    await expect(read('20')).rejects.toMatchObject({ code: 'forbidden', kind: 'operator' });
  });

  it('is not concluded from an API that is off', async () => {
    await serve(stored(7));
    server.instead = ({ path }) => (path.includes('/rest/') ? { status: 404, body: {} } : undefined);
    await expect(read('7')).rejects.toMatchObject({ code: 'api-off' });
    await expect(server.connection.defaultCalendar()).rejects.toMatchObject({ code: 'api-off' });
  });
});

it('reads many a few at a time', async () => {
  const ids = Array.from({ length: 30 }, (_, index) => String(index + 1));
  await serve(...ids.map((id) => stored(Number(id))));
  expect([...(await read(...ids, '1')).records.values()].every(({ state }) => state === 'there')).toBe(true);
  expect(server.requests).toHaveLength(30);
});

it('looks the default calendar up once, and again after a failure', async () => {
  await serve(stored(7));
  let failures = 1;
  server.instead = ({ path }) =>
    path.endsWith('/default') && failures-- > 0 ? { status: 500, body: '' } : undefined;
  const events = server.connection.events();
  await expect(events.read([orocrmId('7')])).rejects.toMatchObject({ code: 'server-error' });
  expect((await events.read([orocrmId('7')])).records.get(orocrmId('7'))?.state).toBe('there');
  await server.connection.events().page(undefined, 10);
  expect(await server.connection.defaultCalendar()).toBe('5');
  expect(server.requests.filter(({ path }) => path.endsWith('/default'))).toHaveLength(2);
});

describe('changedSince', () => {
  it('shows whole records, oldest first, an exception as its series', async () => {
    await serve(
      stored(7, { recurrence: daily }),
      exception(8, 7, '2026-03-12', { updatedAt: '2026-02-05T00:00:00+00:00' }),
      stored(11, { updatedAt: '2026-02-04T00:00:00+00:00' }),
      stored(12),
    );
    const { records, at } = await server.connection
      .events(calendar)
      .changedSince(new Date('2026-02-04T00:00:00Z'));
    expect(at).toEqual(serverTime);
    expect([...records.values()]).toMatchObject([
      { state: 'there', record: { id: '11' } },
      { state: 'there', record: { id: '7', exceptions: [{ id: '8' }] } },
    ]);
  });
});
