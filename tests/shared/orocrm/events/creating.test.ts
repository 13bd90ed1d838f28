import { calendar, CalendarServer, stored } from './calendar-server';
import { draft, error, moved, record, weekly } from './writing';

let server: CalendarServer;
afterEach(() => server.stop());

const serve = async (...rows: CalendarServer['rows']) => (server = await new CalendarServer(rows).start());
const store = () => server.connection.events(calendar);

describe('creating an event', () => {
  it('names the calendar, mails nobody, and answers what OroCRM holds', async () => {
    await serve(stored(7));
    const [outcome] = await store().create([draft]);
    expect(server.writes()).toEqual([
      [
        'POST /calendarevents',
        {
          ...{ calendar: 5, title: 'Lunch', allDay: false, notifyAttendees: 'none' },
          ...{ start: '2026-03-09T11:00:00+00:00', end: '2026-03-09T12:00:00+00:00' },
        },
      ],
    ]);
    expect(record(outcome)).toEqual({
      ...draft,
      ...{ id: '8', owner: '5', version: '2026-02-02T00:00:01Z', createdAt: '2026-01-01T00:00:00Z' },
    });
  });

  it('makes a series first without its exceptions', async () => {
    await serve();
    const whole = { ...draft, recurrence: weekly, exceptions: [moved] };
    const creatable = store().creatable(whole);
    expect(creatable).toEqual({ ...whole, exceptions: [] });
    expect(record((await store().create([creatable]))[0])).toMatchObject({
      recurrence: weekly,
      exceptions: [],
    });
    expect(server.writes()[0]?.[1]).toMatchObject({
      recurrence: {
        ...{ recurrenceType: 'weekly', interval: 2, dayOfWeek: ['monday', 'friday'], dayOfMonth: null },
        ...{ monthOfYear: null, instance: null, occurrences: null, timeZone: 'Europe/Berlin' },
        ...{ startTime: '2026-03-09T09:00:00+00:00', endTime: '2026-06-01T21:59:59+00:00' },
      },
    });
  });

  it('does not know what became of a create whose answer is lost', async () => {
    await serve();
    server.instead = ({ method }) => (method === 'POST' ? { cut: 'before' } : undefined);
    expect(error((await store().create([draft]))[0])).toMatchObject({
      kind: 'retry',
      code: 'unknown-outcome',
    });
    server.instead = ({ method }) => (method === 'POST' ? { status: 201, body: {} } : undefined);
    expect(error((await store().create([draft]))[0])).toMatchObject({ code: 'unknown-outcome' });
  });

  it('does not take what it cannot read back for made', async () => {
    await serve();
    server.instead = ({ method }) => (method === 'GET' ? { status: 500, body: '' } : undefined);
    expect(error((await store().create([draft]))[0])).toMatchObject({ code: 'unknown-outcome' });
  });

  it('names the field that OroCRM refuses, and not its value', async () => {
    await serve();
    const children = { title: { errors: ['The value "Lunch with Eve" is too long.'] }, start: {} };
    server.instead = ({ method, body }) =>
      method === 'POST' && (body as { title: string }).title === 'Lunch'
        ? { status: 400, body: { code: 400, message: 'Validation Failed', errors: { children } } }
        : undefined;
    const outcomes = await store().create([draft, { ...draft, title: 'Dinner' }]);
    expect(error(outcomes[0])).toMatchObject({ kind: 'give-up', code: 'refused-value' });
    expect(error(outcomes[0])?.message).toContain('title: The value … is too long');
    expect(record(outcomes[1])).toMatchObject({ title: 'Dinner' });
  });

  it('throws when nothing can be written at all', async () => {
    await serve();
    server.instead = ({ method }) => (method === 'POST' ? { status: 401, body: {} } : undefined);
    await expect(store().create([draft, draft])).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('sends no more once OroCRM is busy', async () => {
    await serve();
    server.instead = ({ method }) =>
      method === 'POST' ? { status: 429, headers: { 'retry-after': '7' }, body: '' } : undefined;
    const outcomes = await store().create(Array.from({ length: 20 }, () => draft));
    expect(outcomes).toHaveLength(20);
    for (const outcome of outcomes) {
      expect(error(outcome)).toMatchObject({ code: 'throttled', retryAfterSeconds: 7 });
    }
    expect(server.writes().length).toBeLessThan(6);
  });
});
