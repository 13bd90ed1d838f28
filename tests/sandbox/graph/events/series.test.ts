import { at as part, failure, stopAll, text } from '../harness';
import {
  ADA,
  at,
  expanding,
  hour,
  MARK,
  mondays,
  recurring,
  startCalendar,
  window,
  type CalendarBench,
} from './calendar-bench';

let bench: CalendarBench;
beforeEach(async () => void (bench = await startCalendar()));
afterEach(stopAll);

const MAY = window('2026-05-01T00:00:00Z', '2026-06-30T00:00:00Z');

async function occurrences(id: string): Promise<string[]> {
  return (await bench.list(`/events/${id}/instances?${MAY}&$top=50`)).map((event) =>
    text(event, 'start', 'dateTime').slice(0, 16),
  );
}

async function occurrenceOn(id: string, day: string): Promise<string> {
  const all = await bench.list(`/events/${id}/instances?${MAY}&$top=50`);
  const found = all.find((event) => text(event, 'originalStart').startsWith(day));
  return text(found, 'id');
}

const EXCEPTIONS = '$select=subject,cancelledOccurrences,exceptionOccurrences&$expand=exceptionOccurrences';

describe('a series', () => {
  it('is read with zeros where the pattern says nothing', async () => {
    const id = await bench.post(mondays('Europe/Berlin'));
    const read = await bench.get(`/events/${id}`);
    expect(read).toMatchObject({ type: 'seriesMaster', start: { dateTime: '2026-05-04T07:00:00.0000000' } });
    expect(read['recurrence']).toEqual({
      pattern: {
        type: 'weekly',
        interval: 1,
        month: 0,
        dayOfMonth: 0,
        daysOfWeek: ['monday'],
        firstDayOfWeek: 'monday',
        index: 'first',
      },
      range: {
        type: 'numbered',
        startDate: '2026-05-04',
        endDate: '0001-01-01',
        recurrenceTimeZone: 'Europe/Berlin',
        numberOfOccurrences: 6,
      },
    });
    expect(read).not.toHaveProperty('cancelledOccurrences');
    const daily = recurring({ type: 'daily' }, { type: 'noEnd', startDate: '2026-05-04' });
    const other = await bench.get(`/events/${await bench.post(hour('2026-05-04', 'UTC', daily))}`);
    expect(part(other, 'recurrence', 'pattern')).not.toHaveProperty('daysOfWeek');
  });

  it('has occurrences that inherit, with ids of their own that stay', async () => {
    const id = await bench.post(
      mondays('UTC', { singleValueExtendedProperties: [{ id: MARK, value: '8' }] }),
    );
    const all = await bench.list(`/events/${id}/instances?${MAY}&${expanding(MARK)}`);
    expect(all).toHaveLength(6);
    const ids = all.map((event) => text(event, 'id'));
    expect(new Set([...ids, id]).size).toBe(7);
    for (const event of all) {
      expect(event).toMatchObject({
        type: 'occurrence',
        seriesMasterId: id,
        subject: 'Review',
        recurrence: null,
        singleValueExtendedProperties: [{ value: '8' }],
      });
    }
    expect(new Set(all.map((event) => event['iCalUId'])).size).toBe(6);
    await bench.call('PATCH', `/events/${id}`, { subject: 'Other' });
    expect((await bench.list(`/events/${id}/instances?${MAY}`)).map((event) => event['id'])).toEqual(ids);
    const one = await bench.get(`/events/${ids[2] ?? ''}`);
    expect(one).toMatchObject({ subject: 'Other', originalStart: '2026-05-18T09:00:00Z' });
    const bound = await bench.send('GET', `${bench.ada}/events/${ids[2] ?? ''}`);
    expect(text(bound.body, 'id')).not.toBe(ids[2]);
    expect((await bench.send('GET', `${bench.ada}/events/${text(bound.body, 'id')}`)).status).toBe(200);
  });

  it('that starts off its pattern starts with its first occurrence', async () => {
    const weekly = recurring(
      { type: 'weekly', daysOfWeek: ['thursday'] },
      { type: 'numbered', startDate: '2026-05-04', numberOfOccurrences: 2 },
    );
    const id = await bench.post(hour('2026-05-04', 'America/New_York', weekly));
    expect(await bench.get(`/events/${id}`, 'outlook.timezone="America/New_York"')).toMatchObject({
      start: { dateTime: '2026-05-07T09:00:00.0000000' },
      end: { dateTime: '2026-05-07T10:00:00.0000000' },
      recurrence: { range: { startDate: '2026-05-07', numberOfOccurrences: 2 } },
    });
    expect(await occurrences(id)).toHaveLength(2);
  });

  const range = { type: 'noEnd', startDate: '2026-05-04' };
  it.each([
    ['weekly without days', { type: 'weekly' }, range],
    ['monthly without day', { type: 'absoluteMonthly' }, range],
    ['yearly without month', { type: 'absoluteYearly', dayOfMonth: 4 }, range],
    ['relative without days', { type: 'relativeMonthly', index: 'first' }, range],
    ['an interval of zero', { type: 'daily', interval: 0 }, range],
    ['another start date', { type: 'daily' }, { ...range, startDate: '2026-05-03' }],
    ['an end before the start', { type: 'daily' }, { ...range, type: 'endDate', endDate: '2026-05-03' }],
    [
      'an end before the first occurrence',
      { type: 'weekly', daysOfWeek: ['friday'] },
      { ...range, type: 'endDate', endDate: '2026-05-05' },
    ],
    ['no count', { type: 'daily' }, { ...range, type: 'numbered' }],
    ['an unknown zone', { type: 'daily' }, { ...range, recurrenceTimeZone: 'Mars/Base' }],
  ])('is refused with %s', async (_case, pattern, wrong) => {
    const reply = await bench.call('POST', '/events', hour('2026-05-04', 'UTC', recurring(pattern, wrong)));
    expect(reply.status).toBe(400);
  });

  it('is refused when it lasts into its next occurrence, unless that is allowed', async () => {
    const body = {
      ...hour('2026-05-04', 'UTC', recurring({ type: 'daily' }, range)),
      end: at('2026-05-05T10:00:00'),
    };
    expect(failure(await bench.call('POST', '/events', body))).toBe('400 ErrorOccurrenceTimeSpanTooBig');
    bench.changeSettings({ seriesMayOverlap: true });
    expect((await bench.call('POST', '/events', body)).status).toBe(201);
  });

  it('takes a zone that was made by hand, which nobody can read', async () => {
    const made = bench.calendar.add(ADA, mondays('Europe/Berlin'), { customZone: true });
    expect(await bench.get(`/events/${made.id}`)).toMatchObject({
      originalStartTimeZone: 'tzone://Microsoft/Custom',
      recurrence: { range: { recurrenceTimeZone: 'tzone://Microsoft/Custom' } },
    });
    const echo = { start: at('2026-05-04T09:00:00', 'tzone://Microsoft/Custom') };
    expect((await bench.call('PATCH', `/events/${made.id}`, echo)).status).toBe(400);
    const named = { start: at('2026-05-04T09:00:00', 'Europe/Paris') };
    expect((await bench.call('PATCH', `/events/${made.id}`, named)).body).toMatchObject({
      originalStartTimeZone: 'Europe/Paris',
      recurrence: { range: { recurrenceTimeZone: 'Europe/Paris' } },
    });
  });
});

describe('an exception', () => {
  it('is made by a PATCH of an occurrence, and keeps its id', async () => {
    const id = await bench.post(mondays());
    const second = await occurrenceOn(id, '2026-05-11');
    const moved = { start: at('2026-05-12T14:00:00'), end: at('2026-05-12T15:00:00'), subject: 'Moved' };
    const patched = await bench.call('PATCH', `/events/${second}`, moved);
    expect(patched.body).toMatchObject({
      id: second,
      type: 'exception',
      seriesMasterId: id,
      subject: 'Moved',
      start: { dateTime: '2026-05-12T14:00:00.0000000' },
      originalStart: '2026-05-11T09:00:00Z',
    });
    expect(await occurrences(id)).toContain('2026-05-12T14:00');
    expect(await occurrences(id)).not.toContain('2026-05-11T09:00');
    expect(await bench.get(`/events/${id}?${EXCEPTIONS}`)).toMatchObject({
      cancelledOccurrences: [],
      exceptionOccurrences: [{ id: second, subject: 'Moved', type: 'exception' }],
    });
    await bench.call('PATCH', `/events/${id}`, { subject: 'Series', showAs: 'free' });
    expect(await bench.get(`/events/${second}`)).toMatchObject({ subject: 'Moved', showAs: 'free' });
    const narrow = await bench.get(`/events/${id}?$expand=exceptionOccurrences($select=start)`);
    expect(Object.keys(part(narrow, 'exceptionOccurrences', 0) as object).sort()).toEqual([
      '@odata.etag',
      'id',
      'start',
    ]);
  });

  it('stays between its neighbours, on a day of its own', async () => {
    const id = await bench.post(mondays());
    const second = await occurrenceOn(id, '2026-05-11');
    const move = (day: string): ReturnType<CalendarBench['call']> =>
      bench.call('PATCH', `/events/${second}`, { start: at(`${day}T12:00:00`), end: at(`${day}T13:00:00`) });
    for (const day of ['2026-05-18', '2026-05-19', '2026-05-04', '2026-05-03']) {
      expect(failure(await move(day))).toBe('400 ErrorOccurrenceCrossingBoundary');
    }
    expect((await move('2026-05-17')).status).toBe(200);
    const long = await bench.call('PATCH', `/events/${second}`, { end: at('2026-05-18T09:30:00') });
    expect(failure(long)).toBe('400 ErrorOccurrenceCrossingBoundary');
    await bench.call('DELETE', `/events/${await occurrenceOn(id, '2026-05-18')}`);
    expect((await move('2026-05-19')).status).toBe(200);
  });

  it('cannot recur, and is no series', async () => {
    const id = await bench.post(mondays());
    const second = await occurrenceOn(id, '2026-05-11');
    expect(
      (await bench.call('PATCH', `/events/${second}`, { recurrence: mondays()['recurrence'] })).status,
    ).toBe(400);
    expect((await bench.call('GET', `/events/${second}/instances?${MAY}`)).status).toBe(400);
    const single = await bench.post(hour('2026-05-04'));
    expect((await bench.call('GET', `/events/${single}/instances?${MAY}`)).status).toBe(400);
    expect(await bench.get(`/events/${single}?${EXCEPTIONS}`)).toMatchObject({
      cancelledOccurrences: [],
      exceptionOccurrences: [],
    });
  });
});

describe('a cancelled occurrence', () => {
  it('is gone, and the series says so when it is asked', async () => {
    const id = await bench.post(mondays('Pacific/Auckland'));
    // Nine in the morning there is the evening before in UTC; the day is the one of the series.
    const second = await occurrenceOn(id, '2026-05-10');
    expect((await bench.call('DELETE', `/events/${second}`)).status).toBe(204);
    expect(failure(await bench.call('GET', `/events/${second}`))).toBe('404 ErrorItemNotFound');
    expect(await occurrences(id)).toHaveLength(5);
    expect(await bench.get(`/events/${id}?${EXCEPTIONS}`)).toMatchObject({
      cancelledOccurrences: [`OID.${id}.2026-05-11`],
    });
  });

  it.each([
    ['recurrence', mondays()['recurrence']],
    ['start', mondays()['start']],
    ['end', mondays()['end']],
    ['isAllDay', false],
  ])('is forgotten, and exceptions with it, when %s of the series is written', async (name, value) => {
    const id = await bench.post(mondays());
    await bench.call('DELETE', `/events/${await occurrenceOn(id, '2026-05-11')}`);
    await bench.call('PATCH', `/events/${await occurrenceOn(id, '2026-05-18')}`, { subject: 'Other' });
    await bench.call('PATCH', `/events/${id}`, { subject: 'Series' });
    expect(await bench.get(`/events/${id}?${EXCEPTIONS}`)).toMatchObject({
      cancelledOccurrences: [`OID.${id}.2026-05-11`],
      exceptionOccurrences: [{ subject: 'Other' }],
    });
    expect((await bench.call('PATCH', `/events/${id}`, { [name]: value })).status).toBe(200);
    expect(await bench.get(`/events/${id}?${EXCEPTIONS}`)).toMatchObject({
      cancelledOccurrences: [],
      exceptionOccurrences: [],
    });
  });
});

it('a series that moves takes its range along, and one without recurrence is a single event', async () => {
  const id = await bench.post(mondays());
  const patch = { start: at('2026-05-12T09:00:00'), end: at('2026-05-12T10:00:00') };
  expect((await bench.call('PATCH', `/events/${id}`, patch)).body).toMatchObject({
    start: { dateTime: '2026-05-18T09:00:00.0000000' },
    recurrence: { range: { startDate: '2026-05-18' } },
  });
  expect((await bench.call('PATCH', `/events/${id}`, { recurrence: null })).body).toMatchObject({
    type: 'singleInstance',
    recurrence: null,
  });
});
