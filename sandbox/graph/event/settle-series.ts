import { badValue, GraphError } from '../errors';
import type { Recurrence } from '../recurrence/recurrence';
import type { Settings } from '../settings';
import { firstOccurrences, type Series } from './expand-series';
import type { TimeValue } from './properties';
import { clockOf, inZone, zoneOfSeries } from './times';

/** How many neighbours are looked at for overlaps: more than any pattern needs to show its shortest distance. */
const LOOKED_AT = 60;

function dateIn(time: TimeValue, zone: string): string {
  return inZone(clockOf(time), zone).dateTime.slice(0, 10);
}

/** A time some days later on the wall of the series' zone. */
function later(time: TimeValue, days: number, zone: string): TimeValue {
  const clock = clockOf(time).setZone(clockOf({ ...time, timeZone: zone }).zone);
  return inZone(clock.plus({ days }), time.timeZone);
}

/**
 * A series as Exchange keeps it: a start that does not lie on the pattern moves to the first occurrence, and the
 * range begins there. `given`: the recurrence was written with this very start, so its startDate has to be the
 * start's date; a different one is refused and not corrected, for the documentation says that it must be the same.
 * @throws GraphError 400 also where nothing ever happens, or occurrences would overlap
 */
export function settleSeries(series: Series, given: boolean, settings: Settings): Series {
  const zone = zoneOfSeries(series);
  const startDate = dateIn(series.start, zone);
  const { range } = series.recurrence;
  if (given && range.startDate !== startDate) {
    throw badValue(`The range starts on ${range.startDate}, but the event on ${startDate} in ${zone}.`);
  }
  const begun: Recurrence = { ...series.recurrence, range: { ...range, startDate } };
  const [first] = firstOccurrences({ ...series, recurrence: begun }, 1);
  if (first === undefined) {
    throw new GraphError(400, 'ErrorRecurrenceHasNoOccurrence', 'The recurrence has no occurrence.');
  }
  const days = Math.round((Date.parse(first.day) - Date.parse(startDate)) / (24 * 60 * 60 * 1000));
  const settled: Series = {
    isAllDay: series.isAllDay,
    start: days === 0 ? series.start : later(series.start, days, zone),
    end: days === 0 ? series.end : later(series.end, days, zone),
    recurrence: { ...begun, range: { ...begun.range, startDate: first.day } },
  };
  if (!settings.seriesMayOverlap) refuseOverlap(settled);
  return settled;
}

function refuseOverlap(series: Series): void {
  const occurrences = firstOccurrences(series, LOOKED_AT);
  const overlapping = occurrences.some(({ start }, index) => {
    const before = occurrences[index - 1];
    return before !== undefined && before.end > start;
  });
  if (overlapping) {
    throw new GraphError(
      400,
      'ErrorOccurrenceTimeSpanTooBig',
      'The duration of an occurrence is longer than the time to the next one.',
    );
  }
}
