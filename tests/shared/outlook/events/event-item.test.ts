import { toEvent } from '../../../../shared/outlook/events/event-item';
import { eventItem, markId, occurrenceItem, seriesItem } from './support/scripted-calendar';

const read = (item: Record<string, unknown>) => toEvent(item, 'GET event').event;

describe('an event', () => {
  it('is read in whole seconds, with its zone, mark and version', () => {
    const item = eventItem('A', {
      start: { dateTime: '2026-05-04T07:00:59.9999999', timeZone: 'UTC' },
      singleValueExtendedProperties: [{ id: markId.toLowerCase(), value: '7' }],
    });
    expect(read(item)).toEqual({
      ...{ id: 'A', version: 'W/"A-1"', createdAt: '2026-01-01T00:00:00Z', mark: '7', folder: '' },
      ...{ subject: 'Review', start: '2026-05-04T07:00:59Z', end: '2026-05-04T08:00:00Z', isAllDay: false },
      ...{ timeZone: 'Europe/Berlin', recurrence: undefined, exceptions: [], cancelled: [] },
      ...{ isOrganizer: true, hasAttendees: false },
    });
  });

  it.each([
    [
      { isAllDay: true, start: { dateTime: '2026-05-04T00:00:00.0000000', timeZone: 'Asia/Tokyo' } },
      '2026-05-04',
    ],
    [
      { start: { dateTime: '2026-05-04T09:00:00', timeZone: 'W. Europe Standard Time' } },
      '2026-05-04T07:00:00Z',
    ],
  ])('starts where the answer says, in its zone (%#)', (more, start) => {
    expect(read(eventItem('A', more)).start).toBe(start);
  });

  it.each([
    ['tzone://Microsoft/Custom', ''],
    [undefined, ''],
    ['America/Sao_Paulo', 'America/Sao_Paulo'],
  ])('in the zone %s has %j', (originalStartTimeZone, timeZone) => {
    expect(read(eventItem('A', { originalStartTimeZone })).timeZone).toBe(timeZone);
  });

  it('is nobody’s else without a word of its organiser', () => {
    const item = eventItem('A', { isOrganizer: undefined, organizer: null, subject: null, attendees: null });
    expect(read(item)).toMatchObject({ isOrganizer: true, hasAttendees: false, subject: '' });
  });

  it.each([
    { start: { dateTime: '2026-05-04T07:00:00', timeZone: 'Middle-earth' } },
    { start: null },
    { id: '' },
  ])('cannot be read without what it must have (%j)', (more) => {
    expect(() => read(eventItem('A', more))).toThrow(
      expect.objectContaining({ code: 'bad-answer' }) as Error,
    );
  });
});

describe('a series', () => {
  it('is read without what fills unused members', () => {
    expect(read(seriesItem('A')).recurrence).toEqual({
      ...{ type: 'weekly', interval: 1, daysOfWeek: ['monday'], firstDayOfWeek: 'sunday' },
      ...{ dayOfMonth: undefined, month: undefined, index: undefined },
      ...{ startDate: '2026-05-04', endDate: '', numberOfOccurrences: undefined, timeZone: 'Europe/Berlin' },
    });
  });

  const withParts = (pattern: object, range: object): Record<string, unknown> => {
    const { recurrence } = seriesItem('A') as { recurrence: { pattern: object; range: object } };
    return seriesItem('A', {
      recurrence: {
        pattern: { ...recurrence.pattern, ...pattern },
        range: { ...recurrence.range, ...range },
      },
    });
  };

  it.each([
    [{}, { recurrenceTimeZone: '' }, { timeZone: 'Europe/Berlin' }],
    [{}, { recurrenceTimeZone: 'tzone://Microsoft/Custom' }, { timeZone: '' }],
    [
      {},
      { type: 'endDate', endDate: '2026-12-31' },
      { endDate: '2026-12-31', numberOfOccurrences: undefined },
    ],
    [{}, { type: 'numbered', numberOfOccurrences: 3 }, { endDate: '', numberOfOccurrences: 3 }],
    [{ type: 'relativeYearly', month: 5 }, {}, { month: 5, index: 'first', daysOfWeek: ['monday'] }],
    [{ type: 'absoluteMonthly', dayOfMonth: 31 }, {}, { dayOfMonth: 31, daysOfWeek: [], index: undefined }],
  ])('has the parts that its type uses (%j, %j)', (pattern, range, expected) => {
    expect(read(withParts(pattern, range)).recurrence).toMatchObject(expected);
  });

  it.each([
    [{ type: 'lunar' }, {}, /lunar/],
    [{ daysOfWeek: ['monday', 'restday'] }, {}, /restday/],
    [{ firstDayOfWeek: 'restday' }, {}, /restday/],
    [{ type: 'relativeMonthly', index: 'fifth' }, {}, /fifth/],
    [{}, { type: 'whenever' }, /whenever/],
  ])('cannot be held with words that are not known (%j, %j)', (pattern, range, reason) => {
    expect(read(withParts(pattern, range)).recurrence).toEqual({
      unholdable: expect.stringMatching(reason) as string,
    });
  });

  it('has exceptions and cancelled days in the days of its zone', () => {
    const item = seriesItem('A', {
      originalStartTimeZone: 'Pacific/Auckland',
      recurrence: {
        pattern: { type: 'daily', interval: 1 },
        range: { type: 'noEnd', startDate: '2026-05-05', recurrenceTimeZone: 'New Zealand Standard Time' },
      },
      exceptionOccurrences: [
        occurrenceItem('O2', '2026-05-21', { originalStart: '2026-05-20T21:00:00.0000000Z' }),
        occurrenceItem('O1', '2026-05-11', { originalStart: '2026-05-10T21:00:00Z', subject: 'Moved' }),
      ],
      cancelledOccurrences: ['OID.A.b.2026-05-18', 'OID.A.b.2026-05-12'],
    });
    expect(read(item)).toMatchObject({
      exceptions: [
        { id: 'O1', originalDate: '2026-05-11', subject: 'Moved', start: '2026-05-11T07:00:00Z' },
        { id: 'O2', originalDate: '2026-05-21' },
      ],
      cancelled: ['2026-05-12', '2026-05-18'],
    });
  });

  it.each([
    ['2026-05-11T00:00:00Z', '2026-05-11'],
    ['2026-05-11T07:00:00Z', '2026-05-11'],
    ['2026-05-11T00:00:00.0000000Z', '2026-05-11'],
  ])('of whole days far west has the day of an exception from %s', (originalStart, originalDate) => {
    const item = seriesItem('A', {
      ...{ isAllDay: true, originalStartTimeZone: 'America/Los_Angeles' },
      exceptionOccurrences: [occurrenceItem('O', '2026-05-11', { originalStart })],
    });
    expect(read(item).exceptions).toMatchObject([{ originalDate }]);
  });

  it.each(['2026-05-10T22:00:00Z', '2026-05-11T05:00:00Z'])(
    'of whole days in a zone made by hand has the day of an exception from %s',
    (originalStart) => {
      const item = seriesItem('A', {
        ...{ isAllDay: true, originalStartTimeZone: 'tzone://Microsoft/Custom' },
        exceptionOccurrences: [occurrenceItem('O', '2026-05-11', { originalStart })],
      });
      expect(read(item).exceptions).toMatchObject([{ originalDate: '2026-05-11' }]);
    },
  );

  it('whose cancelled days cannot be read is none that can be compared', () => {
    const item = seriesItem('A', { cancelledOccurrences: ['OID.A.2026-05-18', 'something'] });
    expect(read(item).recurrence).toMatchObject({ unholdable: expect.any(String) as string });
  });
});
