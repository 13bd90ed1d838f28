import fc from 'fast-check';
import { dayOf } from '../../../shared/mapping/event/days';
import { eventMapping, type EventZones } from '../../../shared/mapping/event/event-mapping';
import { countNeedsEnd, startTimeFor } from '../../../shared/mapping/event/orocrm-counting';
import { patternOfOrocrm } from '../../../shared/mapping/event/orocrm-pattern';
import { putOrocrm, putOutlook } from '../../../shared/mapping/put';
import { dateIn, offsetAt } from '../../../shared/mapping/zones';
import {
  isUnholdable,
  type OrocrmEvent,
  type OutlookEvent,
  type OutlookRecurrence,
} from '../../../shared/records/event';
import { orocrmEvent, outlookEvent, zones } from './event-arbitraries';
import {
  judgeOrocrm,
  judgeOutlook,
  lastDayOf,
  recurrenceOf,
  shownByGraph,
  shownByOrocrm,
  type Shown,
} from './event-expansions';

// A longer search: EVENT_REFEREE_RUNS=5000 npx jest event-referee
const numRuns = Number(process.env['EVENT_REFEREE_RUNS'] ?? 60);

const isSeries = ({ recurrence }: OrocrmEvent | OutlookEvent): boolean =>
  recurrence !== undefined && !isUnholdable(recurrence);

interface Given<E> {
  readonly zones: EventZones;
  readonly event: E;
}

/** OroCRM takes recurrences that start at other times than their event, and end at any. */
const moved = fc.record({
  startTime: fc.option(fc.integer({ min: -3000, max: 3000 }), { freq: 2 }),
  endTime: fc.option(fc.nat(900 * 1440), { freq: 2 }),
});
const plus = (instant: string, minutes: number): string =>
  `${new Date(Date.parse(instant) + minutes * 60_000).toISOString().slice(0, 19)}Z`;

function withMoved(event: OrocrmEvent, { startTime, endTime }: MovedTimes): OrocrmEvent {
  const recurrence = recurrenceOf(event.recurrence);
  const start =
    // The days of an all-day event are those of OroCRM's zone.
    startTime === null || event.allDay ? recurrence.startTime : plus(recurrence.startTime, startTime);
  const end = endTime === null ? recurrence.endTime : plus(start, endTime);
  return { ...event, recurrence: { ...recurrence, startTime: start, endTime: end } };
}
type MovedTimes = typeof moved extends fc.Arbitrary<infer M> ? M : never;

const fromOrocrm: fc.Arbitrary<Given<OrocrmEvent>> = zones.chain((of) =>
  fc.record({
    zones: fc.constant(of),
    event: fc
      .tuple(orocrmEvent(of.orocrm).filter(isSeries), moved)
      .map(([event, by]) => withMoved(event, by)),
  }),
);
const fromOutlook: fc.Arbitrary<Given<OutlookEvent>> = fc.record({
  zones,
  event: outlookEvent.filter(isSeries),
});

const daysOf = (shown: readonly Shown[]): string[] => shown.map(({ day }) => day);
const startsOf = (shown: readonly Shown[]): object[] => shown.map(({ day, start }) => ({ day, start }));

/** How exactly OroCRM's own display can be compared: what daylight saving does to it there is not always sensible. */
type Precision = 'days' | 'starts' | 'all';

/**
 * - A clock that daylight saving skips or repeats within the two years: OroCRM sets one clock from occurrence to
 *   occurrence, so that it stays an hour later after the day on which it was skipped, and of two it takes the one
 *   nearer to the occurrence before (reference: OroCRM 3.3). The days are still the same.
 * - OroCRM puts the length of the first event after each start, and corrects it by an hour where daylight saving
 *   begins or ends in between: that fits neither a first event that itself lies over a change nor half hours.
 */
function precisionOf(event: OrocrmEvent, doubtful: boolean): Precision {
  if (doubtful) return 'days';
  const { timeZone } = recurrenceOf(event.recurrence);
  const straddles = offsetAt(event.start, timeZone) !== offsetAt(event.end, timeZone);
  return straddles || timeZone === 'Australia/Lord_Howe' ? 'starts' : 'all';
}

interface Circumstances {
  /** That of OroCRM's all-day events. */
  readonly zone: string;
  readonly last: string;
  readonly doubtful: boolean;
  /** The referee's days of the series without what differs from it. */
  readonly plainDays: () => readonly string[];
}

/** That OroCRM shows what is expected. */
function expectShown(
  event: OrocrmEvent,
  expected: readonly Shown[],
  { zone: of, last, doubtful, plainDays }: Circumstances,
): void {
  switch (precisionOf(event, doubtful)) {
    case 'all':
      expect(shownByOrocrm(event, of, last)).toEqual(expected);
      return;
    case 'starts':
      expect(startsOf(shownByOrocrm(event, of, last))).toEqual(startsOf(expected));
      return;
    case 'days': {
      // An exception on a doubtful clock may miss its occurrence, so the series is compared without them.
      const plain = { ...event, exceptions: [] };
      expect(daysOf(shownByOrocrm(plain, of, last))).toEqual(plainDays());
      return;
    }
  }
}

test('a series of OroCRM is the same occurrences in Outlook', () => {
  const seen = { held: 0, lost: 0, doubtful: 0 };
  fc.assert(
    fc.property(fromOrocrm, ({ zones: of, event }) => {
      const mapping = eventMapping(of);
      const written = putOutlook(mapping, mapping.blankOutlook, event).record;
      if (!isSeries(written)) return;
      seen.held += 1;
      const last = lastDayOf(recurrenceOf(event.recurrence).startTime);
      const { shown: expected, doubtful } = judgeOrocrm(event, of.orocrm, last);
      expect(shownByGraph(written, last)).toEqual(expected);
      if (losesOccurrences(event)) {
        seen.lost += 1;
        return;
      }
      if (doubtful) seen.doubtful += 1;
      expectShown(event, expected, {
        ...{ zone: of.orocrm, last, doubtful },
        plainDays: () => daysOf(judgeOrocrm({ ...event, exceptions: [] }, of.orocrm, last).shown),
      });
    }),
    { numRuns },
  );
  expect(seen.held).toBeGreaterThan(numRuns * 0.6);
  expect(seen.lost).toBeLessThan(numRuns * 0.1);
  expect(seen.doubtful).toBeLessThan(numRuns * 0.3);
});

const blankOutlook = eventMapping({ mailbox: 'UTC', orocrm: 'UTC' }).blankOutlook;

/** A series of Outlook whose occurrences last half an hour. */
function outlookSeries(
  start: string,
  zone: string,
  recurrence: Partial<OutlookRecurrence> & Pick<OutlookRecurrence, 'type'>,
): Given<OutlookEvent> {
  return {
    zones: { mailbox: zone, orocrm: 'UTC' },
    event: {
      ...{ ...blankOutlook, subject: 'Review', start, end: plus(start, 30), timeZone: zone },
      recurrence: {
        ...{ interval: 1, daysOfWeek: [], dayOfMonth: undefined, month: undefined, index: undefined },
        ...{ firstDayOfWeek: 'sunday', startDate: dateIn(start, zone), endDate: '', timeZone: zone },
        ...{ numberOfOccurrences: undefined, ...recurrence },
      },
    },
  };
}

/** Series of which OroCRM would lose occurrences, were they written as they are (reference: OroCRM 3.3). */
const losable: readonly Given<OutlookEvent>[] = [
  // Summer time ended since the month began: the first n-th weekday.
  outlookSeries('2027-11-16T15:00:00Z', 'America/New_York', {
    ...{ type: 'relativeMonthly', daysOfWeek: ['tuesday'], index: 'third' },
  }),
  outlookSeries('2026-10-31T08:00:00Z', 'Europe/Berlin', {
    ...{ type: 'relativeMonthly', daysOfWeek: ['saturday'], index: 'last', numberOfOccurrences: 1 },
  }),
  // A single one, for the same reason.
  outlookSeries('2026-10-31T08:00:00Z', 'Europe/Berlin', {
    ...{ type: 'absoluteMonthly', dayOfMonth: 31, numberOfOccurrences: 1 },
  }),
  outlookSeries('2026-10-31T08:00:00Z', 'Europe/Berlin', {
    ...{ type: 'absoluteYearly', dayOfMonth: 31, month: 10, numberOfOccurrences: 1 },
  }),
  // The same so late in the evening that it is the next day in the offset of the first of the month.
  outlookSeries('2028-04-03T13:00:00Z', 'Australia/Sydney', {
    ...{ type: 'absoluteYearly', dayOfMonth: 3, month: 4, numberOfOccurrences: 1 },
  }),
  // A count that runs out in the second of the weeks, which come every other week.
  outlookSeries('2026-01-07T09:00:00Z', 'UTC', {
    ...{ type: 'weekly', interval: 2, daysOfWeek: ['sunday', 'wednesday'], numberOfOccurrences: 2 },
  }),
  // Late on its last day, with the end compared in the winter time of the first of the month.
  outlookSeries('2026-03-30T21:30:00Z', 'Europe/Berlin', {
    ...{ type: 'absoluteMonthly', dayOfMonth: 30, endDate: '2026-06-30' },
  }),
  outlookSeries('2026-03-30T21:30:00Z', 'Europe/Berlin', {
    ...{ type: 'relativeMonthly', daysOfWeek: ['monday'], index: 'last', endDate: '2026-06-29' },
  }),
  outlookSeries('2026-03-30T21:30:00Z', 'Europe/Berlin', {
    ...{ type: 'absoluteYearly', dayOfMonth: 30, month: 3, endDate: '2027-03-30' },
  }),
];

/** What OroCRM shows of a series that came from Outlook, and whether its clock is a doubtful one; undefined: set aside. */
function checkOutlook({ zones: of, event }: Given<OutlookEvent>): { readonly doubtful: boolean } | undefined {
  const mapping = eventMapping(of);
  const written = putOrocrm(mapping, mapping.blankOrocrm, event).record;
  if (!isSeries(written)) return undefined;
  const last = lastDayOf(recurrenceOf(event.recurrence).startDate);
  const { shown: expected } = judgeOutlook(event, last);
  expect(shownByGraph(event, last)).toEqual(expected);
  const { doubtful } = judgeOrocrm(written, of.orocrm, last);
  expectShown(written, expected, {
    ...{ zone: of.orocrm, last, doubtful },
    plainDays: () => daysOf(judgeOutlook({ ...event, exceptions: [], cancelled: [] }, last).shown),
  });
  return { doubtful };
}

test('a series of Outlook is the same occurrences in OroCRM', () => {
  const seen = { held: 0, doubtful: 0 };
  fc.assert(
    fc.property(fromOutlook, (given) => {
      const checked = checkOutlook(given);
      if (checked === undefined) return;
      seen.held += 1;
      if (checked.doubtful) seen.doubtful += 1;
    }),
    { numRuns },
  );
  expect(seen.held).toBeGreaterThan(numRuns * 0.6);
  expect(seen.doubtful).toBeLessThan(numRuns * 0.3);
});

test.each(losable.map((given) => [given.event.recurrence, given] as const))(
  'nothing is lost in OroCRM of %j',
  (_, given) => {
    expect(checkOutlook(given)).toEqual({ doubtful: false });
  },
);

/**
 * Where OroCRM itself does not show what its recurrence says, and what Outlook gets is what it says: a count that
 * needs an end and has none, and an n-th weekday that is lost since daylight saving ended earlier in its month.
 */
function losesOccurrences(event: OrocrmEvent): boolean {
  const recurrence = recurrenceOf(event.recurrence);
  const { startTime, timeZone, endTime, occurrences } = recurrence;
  const pattern = patternOfOrocrm(recurrence);
  if (isUnholdable(pattern)) return false;
  const start = dayOf(dateIn(startTime, timeZone));
  const short = endTime === '' && occurrences !== undefined && countNeedsEnd(pattern, start, occurrences);
  return short || startTimeFor(pattern, startTime, timeZone) !== startTime;
}
