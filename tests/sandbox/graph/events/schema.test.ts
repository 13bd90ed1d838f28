import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
  ATTENDEE_TYPES,
  BODY_TYPES,
  EVENT_TYPE,
  IMPORTANCES,
  MEETING_PROVIDERS,
  NAVIGATION,
  RESPONSES,
  SENSITIVITIES,
  SHOW_AS,
} from '../../../../sandbox/graph/event/properties';
import { INDEXES, PATTERN_TYPES, RANGE_TYPES, DAYS } from '../../../../sandbox/graph/recurrence/recurrence';
import { stopAll, text } from '../harness';
import { checkAnswer, describeWithSchema, faultsOf, readSchema } from '../schema';
import { startCalendar, type Body, type CalendarBench } from './calendar-bench';

describeWithSchema('the event type', () => {
  it('has the properties of the schema, no more and no fewer', () => {
    const known = readSchema().$defs['event']?.properties ?? {};
    expect([...EVENT_TYPE.properties].sort()).toEqual(Object.keys(known).sort());
    for (const property of EVENT_TYPE.properties) {
      const isNavigation = (NAVIGATION as readonly string[]).includes(property);
      expect([property, known[property]?.['x-navigation'] ?? false]).toEqual([property, isNavigation]);
    }
  });

  it.each([
    ['importance', IMPORTANCES],
    ['sensitivity', SENSITIVITIES],
    ['freeBusyStatus', SHOW_AS],
    ['responseType', RESPONSES],
    ['attendeeType', ATTENDEE_TYPES],
    ['bodyType', BODY_TYPES],
    ['onlineMeetingProviderType', MEETING_PROVIDERS],
    ['dayOfWeek', DAYS],
    ['weekIndex', INDEXES],
    ['recurrencePatternType', PATTERN_TYPES],
    ['recurrenceRangeType', RANGE_TYPES],
  ])('has the words of %s', (name, words) => {
    const { enum: known } = readSchema().$defs[name] as { enum?: string[] };
    expect([...words].sort()).toEqual(known?.filter((word) => word !== 'unknownFutureValue').sort());
  });
});

describeWithSchema('the check of answers', () => {
  const context = "https://x/v1.0/$metadata#users('1')";
  it.each([
    [
      'an event with a foreign property',
      { '@odata.context': `${context}/events/$entity`, parentFolderId: 'x' },
    ],
    ['an event in a view', { '@odata.context': `${context}/calendarView`, value: [{ subject: 5 }] }],
    ['an instance', { '@odata.context': `${context}/instances`, value: [{ occurrenceId: 'x' }] }],
    [
      'an event of a calendar',
      { '@odata.context': `${context}/calendars('2')/events`, value: [{ start: 'x' }] },
    ],
    ['an event in a delta page', { '@odata.context': 'x#Collection(event)', value: [{ type: 'series' }] }],
  ])('finds %s', (_case, body) => {
    expect(() => {
      checkAnswer(body);
    }).toThrow('Not as the schema has it');
  });
});

describeWithSchema('any event that the schema allows', () => {
  let bench: CalendarBench;
  beforeAll(async () => void (bench = await startCalendar()));
  afterAll(stopAll);

  const words = fc.string({ unit: 'grapheme', maxLength: 12 });
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific Standard Time', 'Asia/Kolkata');
  const minutes = fc.integer({ min: 0, max: 20 * 365 * 24 * 60 });
  const plain = fc.record(
    {
      subject: words,
      body: fc.record({ contentType: fc.constantFrom(...BODY_TYPES), content: words }),
      categories: fc.array(words, { maxLength: 4 }),
      importance: fc.constantFrom(...IMPORTANCES),
      sensitivity: fc.constantFrom(...SENSITIVITIES),
      showAs: fc.constantFrom(...SHOW_AS),
      isReminderOn: fc.boolean(),
      reminderMinutesBeforeStart: fc.integer({ min: 0, max: 10_000 }),
      responseRequested: fc.boolean(),
      allowNewTimeProposals: fc.boolean(),
      hideAttendees: fc.boolean(),
      isOnlineMeeting: fc.boolean(),
      onlineMeetingProvider: fc.constantFrom(...MEETING_PROVIDERS),
      location: fc.record({ displayName: words }),
      attendees: fc.array(
        fc.record({
          type: fc.constantFrom(...ATTENDEE_TYPES),
          emailAddress: fc.record({ name: words, address: words.filter((word) => word !== '') }),
        }),
        { maxLength: 3 },
      ),
      transactionId: fc.uuid(),
    },
    { requiredKeys: [] },
  );

  it('is taken and read back as it was sent (property)', async () => {
    const clock = (instant: DateTime, timeZone: string): Body => ({
      dateTime: instant.toFormat("yyyy-MM-dd'T'HH:mm:ss"),
      timeZone,
    });
    await fc.assert(
      fc.asyncProperty(
        plain,
        zone,
        minutes,
        fc.integer({ min: 0, max: 5000 }),
        async (rest, timeZone, from, length) => {
          // In UTC, so that no generated clock is one that a spring skips.
          const start = DateTime.fromISO('2015-01-01', { zone: 'utc' }).plus({ minutes: from });
          const end = start.plus({ minutes: length });
          const sent = { ...rest, start: clock(start, 'UTC'), end: clock(end, 'UTC') };
          expect(faultsOf('event', sent)).toEqual([]);
          const id = await bench.post(sent);
          const read = await bench.get(`/events/${id}`, `outlook.timezone="${timeZone}"`);
          const { start: readStart, end: readEnd, ...others } = read;
          expect(others).toMatchObject(rest);
          const known = { 'Pacific Standard Time': 'America/Los_Angeles' } as Record<string, string>;
          const instant = (time: unknown): number =>
            DateTime.fromISO(text(time, 'dateTime'), { zone: known[timeZone] ?? timeZone }).toMillis();
          // An hour that an autumn repeats reads the same twice.
          const off = [instant(readStart) - start.toMillis(), instant(readEnd) - end.toMillis()];
          expect(off.every((each) => each === 0 || Math.abs(each) === 3_600_000)).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });
});
