import { eventMapping } from '../../../shared/mapping/event/event-mapping';
import { putOrocrm, putOutlook } from '../../../shared/mapping/put';
import type { OrocrmEvent, OutlookEvent } from '../../../shared/records/event';

const mapping = eventMapping({ mailbox: 'Asia/Tokyo', orocrm: 'Europe/Berlin' });

/** Two days, 15 and 16 May. */
const orocrmSingle: OrocrmEvent = {
  ...{ ...mapping.blankOrocrm, title: 'Review', allDay: true },
  ...{ start: '2025-05-14T22:00:00Z', end: '2025-05-16T21:59:59Z' },
};

/** One day at the end of each month. */
const outlookSeries: OutlookEvent = {
  ...{ ...mapping.blankOutlook, subject: 'Review', isAllDay: true, start: '2025-04-30', end: '2025-05-01' },
  recurrence: {
    ...{ type: 'absoluteMonthly', interval: 1, dayOfMonth: 31, daysOfWeek: [], firstDayOfWeek: 'sunday' },
    ...{ month: undefined, index: undefined, numberOfOccurrences: undefined },
    ...{ startDate: '2025-04-30', endDate: '2025-05-31', timeZone: 'Asia/Tokyo' },
  },
};

test('a series that becomes a single event takes over its length, whatever the series made of the start', () => {
  const { record, fields } = putOutlook(mapping, outlookSeries, orocrmSingle);
  expect(record).toMatchObject({ start: '2025-05-15', end: '2025-05-17', recurrence: undefined });
  expect(fields).toEqual(['start', 'end', 'recurrence']);
});

test('a series of OroCRM that began before its pattern becomes a single event on the day of its first occurrence', () => {
  const orocrmSeries: OrocrmEvent = {
    ...orocrmSingle,
    recurrence: {
      ...{ recurrenceType: 'monthly', interval: 1, dayOfMonth: 31, dayOfWeek: [], endTime: '' },
      ...{ monthOfYear: undefined, instance: undefined, occurrences: undefined },
      ...{ startTime: orocrmSingle.start, timeZone: 'Europe/Berlin' },
    },
  };
  const outlookSingle: OutlookEvent = {
    ...{ ...outlookSeries, recurrence: undefined, start: '2025-05-31', end: '2025-06-02' },
  };
  expect(putOrocrm(mapping, orocrmSeries, outlookSingle).record).toMatchObject({
    ...{ start: '2025-05-30T22:00:00Z', end: '2025-06-01T21:59:59Z', recurrence: undefined },
  });
});

test('an all-day series whose zone has other days than OROCRM_TIME_ZONE is held', () => {
  const elsewhere: OrocrmEvent = {
    ...orocrmSingle,
    recurrence: {
      ...{ recurrenceType: 'monthly', interval: 1, dayOfMonth: 1, dayOfWeek: [], endTime: '' },
      ...{ monthOfYear: undefined, instance: undefined, occurrences: undefined },
      ...{ startTime: '2025-05-01T12:00:00Z', timeZone: 'UTC' },
    },
  };
  // At 22:00 of UTC, as the event begins, it is the next day in Berlin.
  expect(putOutlook(mapping, mapping.blankOutlook, elsewhere).record.recurrence).toEqual({
    unholdable: 'its time zone UTC has other days than OROCRM_TIME_ZONE.',
  });
});
