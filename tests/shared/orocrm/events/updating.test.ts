import type { OrocrmEvent, OrocrmRecurrence } from '../../../../shared/records/event';
import { orocrmId } from '../../../../shared/records/ids';
import { calendar, CalendarServer, daily, exception, stored } from './calendar-server';
import { draft, error, moved, record, weekly } from './writing';

let server: CalendarServer;
afterEach(() => server.stop());

const serve = async (...rows: CalendarServer['rows']) => (server = await new CalendarServer(rows).start());
const store = () => server.connection.events(calendar);

async function current(id = '7'): Promise<OrocrmEvent> {
  const reading = (await store().read([orocrmId(id)])).records.get(orocrmId(id));
  if (reading?.state !== 'there') throw new Error('The test has no such event.');
  return reading.record;
}

async function update(desired: (now: OrocrmEvent) => Partial<OrocrmEvent>) {
  const now = await current();
  const [outcome] = await store().update([{ current: now, desired: { ...now, ...desired(now) } }]);
  return outcome;
}

describe('updating an event', () => {
  it('sends nothing where nothing differs', async () => {
    await serve(
      stored(7, { recurrence: { ...daily, dayOfWeek: ['monday', 'sunday'], recurrenceType: 'weekly' } }),
    );
    const outcome = await update(({ recurrence }) => ({
      recurrence: { ...(recurrence as OrocrmRecurrence), dayOfWeek: ['sunday', 'monday'] },
    }));
    expect(record(outcome)).toEqual(await current());
    expect(server.writes()).toEqual([]);
  });

  it.each<[string, Partial<OrocrmEvent>, object]>([
    ['title', { title: 'New' }, { title: 'New' }],
    ['all-day', { allDay: true }, { allDay: true }],
    [
      'start, with the end',
      { start: '2026-03-10T08:00:00Z' },
      { start: '2026-03-10T08:00:00+00:00', end: '2026-03-10T10:00:00+00:00' },
    ],
  ])('sends only what differs: %s', async (_name, desired, body) => {
    await serve(stored(7, { attendees: [{ email: 'eve@example.com', status: 'none', type: 'required' }] }));
    const outcome = await update(() => desired);
    expect(server.writes()).toEqual([['PUT /calendarevents/7', { ...body, notifyAttendees: 'none' }]]);
    expect(record(outcome)).toMatchObject({ ...desired, version: '2026-02-02T00:00:01Z' });
  });

  it('makes a single event a series with exceptions, and a series a single event', async () => {
    await serve(stored(7));
    const series = record(await update(() => ({ recurrence: weekly, exceptions: [moved] })));
    expect(series).toMatchObject({ recurrence: weekly, exceptions: [moved] });
    const single = record(await update(() => ({ recurrence: undefined, exceptions: [] })));
    expect(single).toMatchObject({ recurrence: undefined, exceptions: [] });
    // The exception first: without its series it would stand alone in the calendar.
    expect(server.writes().slice(2)).toEqual([
      ['DELETE /calendarevents/8?notifyAttendees=none', ''],
      ['PUT /calendarevents/7', { recurrence: '', notifyAttendees: 'none' }],
    ]);
  });

  it('leaves exceptions to themselves and never asks OroCRM to update them', async () => {
    await serve(stored(7, { recurrence: daily }), exception(8, 7, '2026-03-12'));
    const outcome = await update(() => ({ recurrence: weekly }));
    expect(server.writes()).toEqual([
      ['PUT /calendarevents/7', expect.objectContaining({ notifyAttendees: 'none' })],
    ]);
    expect(JSON.stringify(server.writes())).not.toContain('updateExceptions');
    expect(record(outcome)).toMatchObject({ exceptions: [{ id: '8' }] });
  });

  it('makes, changes, cancels and restores occurrences one by one', async () => {
    await serve(
      stored(7, { recurrence: daily }),
      exception(8, 7, '2026-03-11'),
      exception(9, 7, '2026-03-12', { title: 'Same' }),
      exception(10, 7, '2026-03-14'),
    );
    const outcome = await update(({ exceptions }) => ({
      title: 'Standup',
      exceptions: [
        ...exceptions.filter(({ id }) => id === '9').map((one) => ({ ...one, title: 'Other' })),
        ...exceptions.filter(({ id }) => id === '10').map((one) => ({ ...one, cancelled: true })),
        moved,
      ],
    }));
    expect(server.writes()).toEqual([
      ['PUT /calendarevents/7', { title: 'Standup', notifyAttendees: 'none' }],
      ['DELETE /calendarevents/8?notifyAttendees=none', ''],
      ['PUT /calendarevents/9', { title: 'Other', notifyAttendees: 'none' }],
      ['PUT /calendarevents/10', { isCancelled: true, notifyAttendees: 'none' }],
      [
        'POST /calendarevents',
        {
          ...{
            calendar: 5,
            recurringEventId: 7,
            originalStart: '2026-03-13T09:00:00+00:00',
            isCancelled: false,
          },
          ...{ start: '2026-03-13T15:00:00+00:00', end: '2026-03-13T16:00:00+00:00' },
          ...{ title: 'Moved', allDay: false, notifyAttendees: 'none' },
        },
      ],
    ]);
    expect(record(outcome)).toMatchObject({
      title: 'Standup',
      exceptions: [
        { id: '9', title: 'Other' },
        { id: '11', title: 'Moved' },
        { id: '10', cancelled: true },
      ],
    });
  });

  it('gives a new exception the attendees of its series as they are', async () => {
    const eve = { displayName: 'Eve', email: 'eve@example.com', status: 'accepted', type: 'required' };
    await serve(
      stored(7, {
        recurrence: daily,
        attendees: [{ ...eve, userId: 4, createdAt: '2026-01-01T00:00:00+00:00' }],
      }),
    );
    await update(() => ({
      exceptions: [moved, { ...moved, originalStart: '2026-03-15T09:00:00Z', cancelled: true }],
    }));
    expect(server.writes().map(([, body]) => body)).toEqual([
      expect.objectContaining({ attendees: [eve], isCancelled: false }),
      expect.objectContaining({ attendees: [eve], isCancelled: true }),
    ]);
  });

  it('makes no second exception of one occurrence', async () => {
    await serve(stored(7, { recurrence: daily }), exception(8, 7, '2026-03-13'));
    await update(() => ({ exceptions: [moved] }));
    expect(server.writes()).toMatchObject([['PUT /calendarevents/8', { title: 'Moved' }]]);
  });

  it('takes an occurrence that somebody else has restored for restored', async () => {
    await serve(stored(7, { recurrence: daily }), exception(8, 7, '2026-03-13'));
    const now = await current();
    server.rows = server.rows.filter(({ id }) => id !== 8);
    const [outcome] = await store().update([{ current: now, desired: { ...now, exceptions: [] } }]);
    expect(record(outcome)).toMatchObject({ exceptions: [] });
  });

  it('tells what was written where an exception fails', async () => {
    await serve(stored(7, { recurrence: daily }));
    server.instead = ({ method }) => (method === 'POST' ? { status: 500, body: '' } : undefined);
    const outcome = await update(() => ({ title: 'Standup', exceptions: [moved] }));
    expect(outcome).toMatchObject({
      ok: false,
      error: { kind: 'retry', code: 'server-error' },
      partly: { id: '7', title: 'Standup', exceptions: [], version: '2026-02-02T00:00:01Z' },
    });
  });

  it('has written nothing where the first request fails', async () => {
    await serve(stored(7, { recurrence: daily }));
    server.instead = ({ method }) => (method === 'PUT' ? { status: 403, body: { reason: '' } } : undefined);
    const outcome = await update(() => ({ title: 'Standup', exceptions: [moved] }));
    expect(error(outcome)).toMatchObject({ kind: 'operator', code: 'forbidden' });
    expect(outcome).not.toHaveProperty('partly');
    expect(server.writes()).toHaveLength(1);
  });

  it('refuses a recurrence that OroCRM cannot hold, with its reason and without a request', async () => {
    await serve(stored(7));
    const unholdable = { unholdable: 'its weeks begin on monday.' };
    const outcome = await update(() => ({ title: 'Standup', recurrence: unholdable }));
    expect(error(outcome)).toMatchObject({ kind: 'give-up', code: 'not-expressible' });
    expect(error(outcome)?.message).toContain('its weeks begin on monday.');
    expect(error((await store().create([{ ...draft, recurrence: unholdable }]))[0])?.kind).toBe('give-up');
    expect(server.writes()).toEqual([]);
  });

  it('changes the rest of an event whose recurrence it does not know', async () => {
    await serve(stored(7, { recurrence: { ...daily, recurrenceType: 'lunar' } }));
    await update(() => ({ title: 'Standup' }));
    expect(server.writes()).toEqual([
      ['PUT /calendarevents/7', { title: 'Standup', notifyAttendees: 'none' }],
    ]);
  });

  it('writes the requests of one record one after the other, and different records a few at a time', async () => {
    const ids = Array.from({ length: 9 }, (_, index) => index + 1);
    await serve(...ids.map((id) => stored(id, { recurrence: daily })));
    const open = { all: 0, one: 0 };
    const most = { all: 0, one: 0 };
    server.instead = ({ method, body }) => {
      if (method === 'GET') return undefined;
      const ofOne = (body as { recurringEventId?: number }).recurringEventId === 1 ? 1 : 0;
      open.all += 1;
      open.one += ofOne;
      most.all = Math.max(most.all, open.all);
      most.one = Math.max(most.one, open.one);
      const done = () => {
        open.all -= 1;
        open.one -= ofOne;
      };
      setTimeout(done, 15);
      return { status: 201, body: { id: 50 }, delayMs: 20 };
    };
    const days = ['11', '12', '13'].map((day) => ({ ...moved, originalStart: `2026-03-${day}T09:00:00Z` }));
    const changes = await Promise.all(
      ids.map(async (id) => {
        const now = await current(String(id));
        return { current: now, desired: { ...now, exceptions: days } };
      }),
    );
    await store().update(changes);
    expect(server.writes()).toHaveLength(27);
    expect(most.one).toBe(1);
    expect(most.all).toBeGreaterThan(1);
    expect(most.all).toBeLessThanOrEqual(4);
  });
});
