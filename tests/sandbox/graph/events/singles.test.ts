import { at as part, failure, rows, stopAll, text } from '../harness';
import { at, expanding, hour, MARK, startCalendar, type CalendarBench } from './calendar-bench';

let bench: CalendarBench;
beforeEach(async () => void (bench = await startCalendar()));
afterEach(stopAll);

describe('a single event', () => {
  it('is made, read, changed, deleted, with its extended properties', async () => {
    const id = await bench.post(
      hour('2026-05-04', 'Europe/Berlin', {
        categories: ['Blue'],
        location: { displayName: 'Room 1' },
        singleValueExtendedProperties: [{ id: MARK, value: '17' }],
      }),
    );
    const read = await bench.get(`/events/${id}?${expanding(MARK)}`);
    expect(read).toMatchObject({
      id,
      subject: 'Review',
      type: 'singleInstance',
      start: { dateTime: '2026-05-04T07:00:00.0000000', timeZone: 'UTC' },
      end: { dateTime: '2026-05-04T08:00:00.0000000', timeZone: 'UTC' },
      originalStartTimeZone: 'Europe/Berlin',
      originalEndTimeZone: 'Europe/Berlin',
      isAllDay: false,
      isOrganizer: true,
      isCancelled: false,
      seriesMasterId: null,
      recurrence: null,
      categories: ['Blue'],
      location: { displayName: 'Room 1' },
      locations: [{ displayName: 'Room 1' }],
      organizer: { emailAddress: { address: 'Ada@example.com' } },
      singleValueExtendedProperties: [{ value: '17' }],
    });
    expect(read).not.toHaveProperty('originalStart');
    expect(read).not.toHaveProperty('transactionId');
    const patched = await bench.call('PATCH', `/events/${id}`, { subject: 'Other', body: { content: 'x' } });
    expect(patched.body).toMatchObject({
      subject: 'Other',
      bodyPreview: 'x',
      location: { displayName: 'Room 1' },
    });
    expect(part(patched.body, 'changeKey')).not.toBe(read['changeKey']);
    expect(part(patched.body, 'singleValueExtendedProperties')).toBeUndefined();
    expect((await bench.call('DELETE', `/events/${id}`)).status).toBe(204);
    expect(await bench.list('/events')).toEqual([]);
  });

  it('is shown in the zone that is preferred, by the name that was asked for', async () => {
    const id = await bench.post(hour('2026-01-10', 'UTC'));
    for (const zone of ['Tokyo Standard Time', 'Asia/Tokyo']) {
      const read = await bench.get(`/events/${id}`, `outlook.timezone="${zone}"`);
      expect(read['start']).toEqual({ dateTime: '2026-01-10T18:00:00.0000000', timeZone: zone });
    }
    const wrong = await bench.call('GET', `/events/${id}`, undefined, 'outlook.timezone="Mars/Base"');
    expect(wrong.status).toBe(400);
  });

  it('has dates when it lasts all day, which no zone moves', async () => {
    const id = await bench.post({
      subject: 'Fair',
      isAllDay: true,
      start: at('2026-05-04T00:00:00', 'Europe/Berlin'),
      end: at('2026-05-06T00:00:00', 'Europe/Berlin'),
    });
    for (const prefer of [undefined, 'outlook.timezone="Asia/Tokyo"']) {
      expect(await bench.get(`/events/${id}`, prefer)).toMatchObject({
        isAllDay: true,
        start: { dateTime: '2026-05-04T00:00:00.0000000' },
        end: { dateTime: '2026-05-06T00:00:00.0000000' },
        originalStartTimeZone: 'Europe/Berlin',
      });
    }
  });

  it('may have no length', async () => {
    const start = at('2026-05-04T09:00:00');
    const id = await bench.post({ start, end: start });
    const window = 'startDateTime=2026-05-04T09:00:00Z&endDateTime=2026-05-04T10:00:00Z';
    expect((await bench.list(`/calendarView?${window}`)).map((event) => event['id'])).toEqual([id]);
  });

  it.each([
    ['no end', { start: at('2026-05-04T09:00:00') }],
    ['an end before the start', { start: at('2026-05-04T09:00:00'), end: at('2026-05-04T08:59:59') }],
    ['an unknown zone', hour('2026-05-04', 'Mars/Base')],
    ['an offset', { ...hour('2026-05-04'), start: at('2026-05-04T09:00:00Z') }],
    ['an all-day event not at midnight', { ...hour('2026-05-04'), isAllDay: true }],
    [
      'an all-day event in two zones',
      {
        isAllDay: true,
        start: at('2026-05-04T00:00:00', 'Europe/Berlin'),
        end: at('2026-05-05T00:00:00', 'Europe/Paris'),
      },
    ],
    [
      'an all-day event without a day',
      { isAllDay: true, start: at('2026-05-04T00:00:00'), end: at('2026-05-04T00:00:00') },
    ],
    ['a property that the server sets', { ...hour('2026-05-04'), iCalUId: 'x' }],
    ['a property that there is not', { ...hour('2026-05-04'), occurrenceId: 'x' }],
    ['an attendee without address', { ...hour('2026-05-04'), attendees: [{ emailAddress: { name: 'x' } }] }],
    ['a word that is none', { ...hour('2026-05-04'), showAs: 'away' }],
    [
      'the folder as an extended property',
      { ...hour('2026-05-04'), singleValueExtendedProperties: [{ id: 'Binary 0x0E09', value: 'AAAA' }] },
    ],
  ])('is refused with %s', async (_case, body) => {
    expect((await bench.call('POST', '/events', body)).status).toBe(400);
    expect(await bench.list('/events')).toEqual([]);
  });

  it('is made once for a transactionId, and another one with it is refused', async () => {
    const body = hour('2026-05-04', 'UTC', { transactionId: 'oro-1' });
    const id = await bench.post(body);
    expect(await bench.post(body)).toBe(id);
    expect(await bench.list('/events')).toMatchObject([{ id, transactionId: 'oro-1' }]);
    expect(failure(await bench.call('POST', '/events', { ...body, subject: 'Other' }))).toBe(
      '409 ErrorDuplicateTransactionId',
    );
    expect((await bench.call('PATCH', `/events/${id}`, { transactionId: 'oro-2' })).status).toBe(400);
    bench.calendar.delete('ada@example.com', id);
    expect(await bench.post(body)).not.toBe(id);
  });

  it('is written only by who has read it, where If-Match says so', async () => {
    const id = await bench.post(hour('2026-05-04'));
    const etag = text(await bench.get(`/events/${id}`), '@odata.etag');
    const patch = (): ReturnType<CalendarBench['send']> =>
      bench.send('PATCH', `${bench.ada}/events/${id}`, {
        headers: { 'If-Match': etag, Prefer: 'IdType="ImmutableId"' },
        body: { subject: 'Mine' },
      });
    expect((await patch()).status).toBe(200);
    expect(failure(await patch())).toBe('412 ErrorIrresolvableConflict');
  });
});

describe('lists', () => {
  it('can be filtered by extended property, start, end and subject', async () => {
    const mark = { singleValueExtendedProperties: [{ id: MARK, value: '5' }] };
    const first = await bench.post(hour('2026-05-04', 'UTC', mark));
    const second = await bench.post(hour('2026-05-05', 'UTC', { subject: "Ada's day" }));
    const kept = async (filter: string): Promise<unknown[]> =>
      (await bench.list(`/events?$filter=${encodeURIComponent(filter)}`)).map(({ id }) => id);
    const mine = `singleValueExtendedProperties/Any(ep: ep/id eq '${MARK}' and ep/value eq '5')`;
    expect(await kept(mine)).toEqual([first]);
    expect(
      await kept(`singleValueExtendedProperties/Any(ep: ep/id eq '${MARK}' and ep/value ne null)`),
    ).toEqual([first]);
    expect(await kept("start/dateTime ge '2026-05-05T00:00:00'")).toEqual([second]);
    expect(
      await kept("start/dateTime ge '2026-05-04T09:00:00Z' and end/dateTime le '2026-05-04T10:00:00Z'"),
    ).toEqual([first]);
    expect(await kept("subject eq 'ada''s day' or startswith(subject,'rev')")).toEqual([first, second]);
    expect(await kept("not isAllDay eq true and type eq 'singleInstance'")).toEqual([first, second]);
    expect(await kept('lastModifiedDateTime ge 2020-01-01T00:00:00Z')).toEqual([first, second]);
    expect(await kept('createdDateTime lt 2020-01-01T00:00:00Z')).toEqual([]);
    const wrong = await bench.call('GET', "/events?$filter=location/displayName eq 'x'");
    expect(failure(wrong)).toBe('400 ErrorInvalidUrlQueryFilter');
  });

  it('come in pages, selected, sorted, counted', async () => {
    for (const day of ['04', '05', '06']) await bench.post(hour(`2026-05-${day}`));
    const url = '/events?$select=subject,start&$orderby=start/dateTime desc&$top=2&$count=true';
    const page = await bench.call('GET', url);
    expect(part(page.body, '@odata.count')).toBe(3);
    expect(rows(page.body).map((event) => part(event, 'start', 'dateTime'))).toEqual([
      '2026-05-06T09:00:00.0000000',
      '2026-05-05T09:00:00.0000000',
    ]);
    expect(Object.keys(rows(page.body)[0] ?? {}).sort()).toEqual(['@odata.etag', 'id', 'start', 'subject']);
    const rest = await bench.call('GET', text(page.body, '@odata.nextLink'));
    expect(rows(rest.body)).toHaveLength(1);
    expect(part(rest.body, '@odata.nextLink')).toBeUndefined();
    expect((await bench.call('GET', '/events?$select=nothing')).status).toBe(400);
    expect((await bench.call('GET', '/events?$expand=exceptionOccurrences')).status).toBe(400);
  });

  it('are served in batches, and the log says whose and what', async () => {
    const reply = await bench.send('POST', '/$batch', {
      body: {
        requests: [
          {
            id: '1',
            method: 'POST',
            url: `${bench.ada}/events`,
            headers: { 'Content-Type': 'application/json' },
            body: hour('2026-05-04'),
          },
          { id: '2', method: 'GET', url: `${bench.ada}/calendarView`, dependsOn: ['1'] },
        ],
      },
    });
    const answers = part(reply.body, 'responses') as { id: string; status: number }[];
    expect(new Map(answers.map(({ id, status }) => [id, status]))).toEqual(
      new Map([
        ['1', 201],
        ['2', 400],
      ]),
    );
    const { entries } = bench.control.log.since();
    expect(entries.map(({ entity, subject, write }) => [entity, subject, write])).toEqual(
      expect.arrayContaining([
        ['events', 'ada@example.com', true],
        ['events', 'ada@example.com', false],
      ]),
    );
  });
});
