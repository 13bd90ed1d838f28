import fc from 'fast-check';
import { dayOf } from '../../../shared/mapping/event/days';
import { eventMapping, type EventZones } from '../../../shared/mapping/event/event-mapping';
import { countNeedsEnd, startTimeFor } from '../../../shared/mapping/event/orocrm-counting';
import { patternOfOrocrm } from '../../../shared/mapping/event/orocrm-pattern';
import { putOrocrm, putOutlook } from '../../../shared/mapping/put';
import { dateIn, offsetAt } from '../../../shared/mapping/zones';
import { isUnholdable, type OrocrmEvent, type OutlookEvent } from '../../../shared/records/event';
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
const numRuns = Number(process.env['EVENT_REFEREE_RUNS'] ?? 150);

const isSeries = ({ recurrence }: OrocrmEvent | OutlookEvent): boolean =>
  recurrence !== undefined && !isUnholdable(recurrence);

interface Given<E> {
  readonly zones: EventZones;
  readonly event: E;
}

const fromOrocrm: fc.Arbitrary<Given<OrocrmEvent>> = zones.chain((of) =>
  fc.record({ zones: fc.constant(of), event: orocrmEvent(of.orocrm).filter(isSeries) }),
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

const plainOrocrm = (event: OrocrmEvent): OrocrmEvent => ({ ...event, exceptions: [] });
const plainOutlook = (event: OutlookEvent): OutlookEvent => ({ ...event, exceptions: [], cancelled: [] });

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
      const shown = shownByOrocrm(event, of.orocrm, last);
      const precision = precisionOf(event, doubtful);
      if (losesOccurrences(event)) {
        seen.lost += 1;
        return;
      }
      if (doubtful) seen.doubtful += 1;
      if (precision === 'all') expect(shown).toEqual(expected);
      else if (precision === 'starts') expect(startsOf(shown)).toEqual(startsOf(expected));
      else {
        const plain = plainOrocrm(event);
        expect(daysOf(shownByOrocrm(plain, of.orocrm, last))).toEqual(
          daysOf(judgeOrocrm(plain, of.orocrm, last).shown),
        );
      }
    }),
    { numRuns },
  );
  expect(seen.held).toBeGreaterThan(numRuns * 0.6);
  expect(seen.lost).toBeLessThan(numRuns * 0.1);
  expect(seen.doubtful).toBeLessThan(numRuns * 0.3);
});

test('a series of Outlook is the same occurrences in OroCRM', () => {
  const seen = { held: 0, doubtful: 0 };
  fc.assert(
    fc.property(fromOutlook, ({ zones: of, event }) => {
      const mapping = eventMapping(of);
      const written = putOrocrm(mapping, mapping.blankOrocrm, event).record;
      if (!isSeries(written)) return;
      seen.held += 1;
      const last = lastDayOf(recurrenceOf(event.recurrence).startDate);
      const { shown: expected } = judgeOutlook(event, last);
      expect(shownByGraph(event, last)).toEqual(expected);
      const { doubtful } = judgeOrocrm(written, of.orocrm, last);
      const shown = shownByOrocrm(written, of.orocrm, last);
      if (doubtful) seen.doubtful += 1;
      const precision = precisionOf(written, doubtful);
      if (precision === 'all') expect(shown).toEqual(expected);
      else if (precision === 'starts') expect(startsOf(shown)).toEqual(startsOf(expected));
      else {
        expect(daysOf(shownByOrocrm(plainOrocrm(written), of.orocrm, last))).toEqual(
          daysOf(judgeOutlook(plainOutlook(event), last).shown),
        );
      }
    }),
    { numRuns },
  );
  expect(seen.held).toBeGreaterThan(numRuns * 0.6);
  expect(seen.doubtful).toBeLessThan(numRuns * 0.3);
});

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
