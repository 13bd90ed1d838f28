import fc from 'fast-check';
import { dateOf, dayOf, type Day } from '../../../shared/mapping/event/days';
import { eventMapping, type EventZones } from '../../../shared/mapping/event/event-mapping';
import {
  occurrenceDays,
  occursOn,
  type End,
  type Pattern,
} from '../../../shared/mapping/event/occurrence-days';
import { endTimeOf } from '../../../shared/mapping/event/orocrm-occasion';
import { patternOfOrocrm } from '../../../shared/mapping/event/orocrm-pattern';
import { patternOfOutlook } from '../../../shared/mapping/event/outlook-pattern';
import { endOfDay, onDate, startOfDay } from '../../../shared/mapping/zones';
import {
  isUnholdable,
  weekdays,
  type OrocrmEvent,
  type OrocrmException,
  type OrocrmRecurrence,
  type OutlookEvent,
  type OutlookException,
  type OutlookRecurrence,
} from '../../../shared/records/event';

export const zoneNames = [
  'UTC',
  'Europe/Berlin',
  'Europe/Lisbon',
  'America/New_York',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Pacific/Auckland',
] as const;

export const zone = fc.constantFrom(...zoneNames);
export const zones: fc.Arbitrary<EventZones> = fc.record({ mailbox: zone, orocrm: zone });

const date = fc.integer({ min: dayOf('2025-01-01'), max: dayOf('2027-12-31') }).map(dateOf);
/** Quarters of an hour and odd minutes, in the middle of the night too. */
const minutes = fc.oneof(
  fc.nat(95).map((quarter) => quarter * 15),
  fc.nat(1439),
);
const lasting = fc.oneof(fc.constantFrom(0, 30, 60, 24 * 60), fc.nat(3 * 24 * 60));
const title = fc.constantFrom('Review', 'Stand-up', 'Lunch  with Ada', 'Überprüfung', '');
const days = fc.subarray([...weekdays], { minLength: 1 });
const interval = fc.integer({ min: 1, max: 4 });

/** A local time as an instant. */
const at = (day: string, minute: number, of: string): string => plus(startOfDay(day, of), minute);
const plus = (instant: string, minute: number): string =>
  `${new Date(Date.parse(instant) + minute * 60_000).toISOString().slice(0, 19)}Z`;

const orocrmPattern = fc.oneof(
  fc.record({ recurrenceType: fc.constant('daily' as const), interval }),
  fc.record({ recurrenceType: fc.constant('weekly' as const), interval, dayOfWeek: days }),
  fc.record({
    recurrenceType: fc.constant('monthly' as const),
    interval,
    dayOfMonth: fc.integer({ min: 1, max: 31 }),
  }),
  fc.record({
    recurrenceType: fc.constant('monthnth' as const),
    ...{ interval, dayOfWeek: days, instance: fc.integer({ min: 1, max: 5 }) },
  }),
  fc.record({
    recurrenceType: fc.constant('yearly' as const),
    interval: interval.map((years) => years * 12),
    ...{ dayOfMonth: fc.integer({ min: 1, max: 31 }), monthOfYear: fc.integer({ min: 1, max: 12 }) },
  }),
  fc.record({
    recurrenceType: fc.constant('yearnth' as const),
    interval: interval.map((years) => years * 12),
    ...{ dayOfWeek: days, instance: fc.integer({ min: 1, max: 5 }) },
    monthOfYear: fc.integer({ min: 1, max: 12 }),
  }),
);

const ending = fc.oneof(
  fc.constant(undefined),
  fc.record({ count: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ after: fc.nat(900) }),
);

/** Which occurrences differ, and how: by its place, cancelled or moved by some minutes. */
const differing = fc.uniqueArray(
  fc.record({
    place: fc.nat(20),
    cancelled: fc.boolean(),
    moved: fc.integer({ min: -600, max: 600 }),
    title,
  }),
  { maxLength: 4, selector: ({ place }) => place },
);

function daysOf(pattern: Pattern, start: Day, end: End, places: readonly number[]): Map<number, Day> {
  const found = new Map<number, Day>();
  let place = 0;
  for (const day of occurrenceDays(pattern, start)) {
    if (place > 20 || !occursOn(pattern, start, end, day)) break;
    if (places.includes(place)) found.set(place, day);
    place += 1;
  }
  return found;
}

const single = fc.record({ title, date, minute: minutes, lasts: lasting, allDay: fc.boolean() });

/** Any event of OroCRM; `of` names the zone of its all-day events. */
export const orocrmEvent = (of: string): fc.Arbitrary<OrocrmEvent> =>
  fc.oneof(
    single.map((spec) => orocrmSingle(spec, of)),
    fc
      .record({ spec: single, zone, pattern: orocrmPattern, ending, differing })
      .map(({ spec, zone: own, pattern, ending: end, differing: different }) => {
        const seriesZone = spec.allDay ? of : own;
        const event = orocrmSingle(spec, seriesZone);
        const recurrence: OrocrmRecurrence = {
          ...{ dayOfWeek: [], dayOfMonth: undefined, monthOfYear: undefined, instance: undefined },
          ...pattern,
          startTime: event.start,
          endTime:
            end && 'after' in end ? endTimeOf(dayOf(spec.date) + end.after, event.start, seriesZone) : '',
          occurrences: end && 'count' in end ? end.count : undefined,
          timeZone: seriesZone,
        };
        const common = patternOfOrocrm(recurrence);
        if (isUnholdable(common)) throw new Error(common.unholdable);
        const ends: End = end && ('after' in end ? { until: dayOf(spec.date) + end.after } : end);
        const first = dayOf(spec.date);
        const places = daysOf(
          common,
          first,
          ends,
          different.map(({ place }) => place),
        );
        const exceptions = different.flatMap((one, index): OrocrmException[] => {
          const day = places.get(one.place);
          if (day === undefined) return [];
          const originalStart = onDate(event.start, dateOf(day), seriesZone);
          const from = spec.allDay ? originalStart : plus(originalStart, one.moved);
          const until = spec.allDay ? endOfDay(dateOf(day), seriesZone) : plus(from, spec.lasts);
          return [
            {
              ...{ id: `${index + 1}` as NonNullable<OrocrmException['id']>, originalStart },
              ...{ cancelled: one.cancelled, title: one.title, start: from, end: until, allDay: spec.allDay },
            },
          ];
        });
        return { ...event, recurrence, exceptions };
      }),
  );

type Spec = typeof single extends fc.Arbitrary<infer S> ? S : never;

function orocrmSingle(spec: Spec, of: string): OrocrmEvent {
  const start = spec.allDay ? startOfDay(spec.date, of) : at(spec.date, spec.minute, of);
  const lastDay = dateOf(dayOf(spec.date) + Math.floor(spec.lasts / 1440));
  const end = spec.allDay ? endOfDay(lastDay, of) : plus(start, spec.lasts);
  return { ...blank.blankOrocrm, title: spec.title, start, end, allDay: spec.allDay };
}

const blank = eventMapping({ mailbox: 'UTC', orocrm: 'UTC' });

const indexes = ['first', 'second', 'third', 'fourth', 'last'] as const;
const outlookPattern = fc.oneof(
  fc.record({ type: fc.constant('daily' as const), interval }),
  fc.record({
    type: fc.constant('weekly' as const),
    ...{ interval, daysOfWeek: days, firstDayOfWeek: fc.constantFrom(...weekdays) },
  }),
  fc.record({
    type: fc.constant('absoluteMonthly' as const),
    interval,
    dayOfMonth: fc.integer({ min: 1, max: 31 }),
  }),
  fc.record({
    type: fc.constant('relativeMonthly' as const),
    ...{ interval, daysOfWeek: days, index: fc.constantFrom(...indexes) },
  }),
  fc.record({
    type: fc.constant('absoluteYearly' as const),
    interval,
    ...{ dayOfMonth: fc.integer({ min: 1, max: 31 }), month: fc.integer({ min: 1, max: 12 }) },
  }),
  fc.record({
    type: fc.constant('relativeYearly' as const),
    ...{ interval, daysOfWeek: days, index: fc.constantFrom(...indexes) },
    month: fc.integer({ min: 1, max: 12 }),
  }),
);

/** Any event of Outlook. */
export const outlookEvent: fc.Arbitrary<OutlookEvent> = fc.oneof(
  fc.record({ spec: single, zone }).map(({ spec, zone: of }) => outlookSingle(spec, of)),
  fc
    .record({ spec: single, zone, pattern: outlookPattern, ending, differing })
    .map(({ spec, zone: of, pattern, ending: end, differing: different }) => {
      const rough: OutlookRecurrence = {
        ...{ daysOfWeek: [], dayOfMonth: undefined, month: undefined, index: undefined },
        ...{ firstDayOfWeek: 'sunday', startDate: spec.date, endDate: '', numberOfOccurrences: undefined },
        ...{ timeZone: of, ...pattern },
      };
      const common = patternOfOutlook(rough);
      if (isUnholdable(common)) throw new Error(common.unholdable);
      // Exchange moves the start of a series to its first occurrence.
      const [first = dayOf(spec.date)] = occurrenceDays(common, dayOf(spec.date));
      const event = outlookSingle({ ...spec, date: dateOf(first) }, of);
      const ends: End = end && ('after' in end ? { until: first + end.after } : end);
      const places = daysOf(
        common,
        first,
        ends,
        different.map(({ place }) => place),
      );
      const differ = different.flatMap((one) => {
        const day = places.get(one.place);
        return day === undefined ? [] : [{ ...one, day }];
      });
      return {
        ...event,
        recurrence: {
          ...rough,
          startDate: dateOf(first),
          endDate: ends && 'until' in ends ? dateOf(ends.until) : '',
          numberOfOccurrences: ends && 'count' in ends ? ends.count : undefined,
        },
        cancelled: differ.filter(({ cancelled }) => cancelled).map(({ day }) => dateOf(day)),
        exceptions: differ
          .filter(({ cancelled }) => !cancelled)
          .map(({ day, moved, title: subject }, index): OutlookException => {
            const original = spec.allDay ? dateOf(day) : onDate(event.start, dateOf(day), of);
            const start = spec.allDay ? original : plus(original, moved);
            const until = spec.allDay ? dateOf(day + 1) : plus(start, spec.lasts);
            return {
              ...{ id: `occurrence ${index}`, originalDate: dateOf(day), subject },
              ...{ start, end: until, isAllDay: spec.allDay },
            };
          }),
      };
    }),
);

function outlookSingle(spec: Spec, of: string): OutlookEvent {
  const start = spec.allDay ? spec.date : at(spec.date, spec.minute, of);
  const end = spec.allDay
    ? dateOf(dayOf(spec.date) + Math.floor(spec.lasts / 1440) + 1)
    : plus(start, spec.lasts);
  return { ...blank.blankOutlook, subject: spec.title, start, end, isAllDay: spec.allDay, timeZone: of };
}
