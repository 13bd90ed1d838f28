import {
  isUnholdable,
  type OrocrmEvent,
  type OrocrmException,
  type OrocrmRecurrence,
  type Unholdable,
} from '../../records/event';
import { listedZone } from '../listed-zones';
import { titleToOrocrm } from '../title';
import { dateIn, onDate, startOfDay, zoneForm } from '../zones';
import { dateOf, dayOf, type Day } from './days';
import { lastDay, occursOn } from './occurrence-days';
import type { Occasion, Series, Times } from './occasion';
import { countNeedsEnd, countedFrom, startTimeFor } from './orocrm-counting';
import { endTimeOf, timesToOrocrm } from './orocrm-occasion';
import { patternOfOrocrm, patternToOrocrm } from './orocrm-pattern';
import { plainTimes } from './outlook-occasion';

const mostOccurrences = 999;

type Recurring = Pick<OrocrmEvent, 'recurrence' | 'exceptions'>;
type Timed = Times & Pick<OrocrmEvent, 'recurrence'>;

/** The recurrence of an occasion as OroCRM holds it, or why it cannot. `zone`: that of OroCRM's all-day events. */
export function recurrenceToOrocrm(target: OrocrmEvent, source: Occasion, zone: string): Recurring {
  const { series } = source;
  if (series === undefined) return { recurrence: undefined, exceptions: [] };
  if (isUnholdable(series)) return { recurrence: series, exceptions: target.exceptions };
  const timeZone = zoneOf(target, source, series, zone);
  const recurrence = holdable(source, series, timeZone, zone);
  if (isUnholdable(recurrence)) return { recurrence, exceptions: target.exceptions };
  return { recurrence, exceptions: exceptionsOf(target, source, series, recurrence.timeZone, zone) };
}

/** OroCRM's own zone survives where Exchange does not tell the two apart. */
function zoneOf(target: OrocrmEvent, source: Occasion, series: Series, zone: string): string {
  if (source.allDay) return listedZone(zone);
  const { recurrence } = target;
  const own = recurrence === undefined || isUnholdable(recurrence) ? '' : recurrence.timeZone;
  return own !== '' && zoneForm(own) === zoneForm(series.zone) ? own : listedZone(series.zone);
}

function holdable(
  source: Occasion,
  series: Series,
  timeZone: string,
  zone: string,
): OrocrmRecurrence | Unholdable {
  const pattern = patternToOrocrm(series.pattern, series.start);
  if (isUnholdable(pattern)) return pattern;
  const startTime = startTimeFor(series.pattern, timesToOrocrm(source, zone).start, timeZone);
  const { end } = series;
  const occurrences = end !== undefined && 'count' in end ? end.count : undefined;
  if (occurrences !== undefined && occurrences > mostOccurrences) {
    return { unholdable: `it occurs ${occurrences} times, and OroCRM counts to ${mostOccurrences}.` };
  }
  const until = endToWrite(series);
  const counted = countedFrom(series.pattern, startTime, timeZone);
  const endTime = until === undefined ? '' : endTimeOf(until, counted, timeZone);
  return { ...pattern, startTime, endTime, occurrences, timeZone };
}

/**
 * The last day that OroCRM needs to be told. Beside a count it is one more than needed, since late in the evening the
 * offset in which OroCRM compares may make the last occurrence one of the next day.
 */
function endToWrite({ pattern, start, end }: Series): Day | undefined {
  if (end === undefined || 'until' in end) return end?.until;
  if (!countNeedsEnd(pattern, start, end.count)) return undefined;
  const last = lastDay(pattern, start, end);
  return last === undefined ? undefined : last + 1;
}

/**
 * Exceptions as they shall be: those that OroCRM has for the same occurrence keep their id, those that differ in
 * nothing that is mapped stay as they are.
 */
function exceptionsOf(
  target: OrocrmEvent,
  source: Occasion,
  series: Series,
  timeZone: string,
  zone: string,
): OrocrmException[] {
  const plain = plainTimes(source, series.zone);
  const originalStart = (day: Day): string =>
    source.allDay ? startOfDay(dateOf(day), zone) : onDate(source.start, dateOf(day), timeZone);
  const known = new Map(target.exceptions.map((one) => [one.originalStart, one]));
  const make = (day: Day, title: string, times: Times, cancelled: boolean): OrocrmException => {
    const id = known.get(originalStart(day))?.id;
    return {
      ...(id === undefined ? {} : { id }),
      ...{ originalStart: originalStart(day), cancelled, title: titleToOrocrm(title) },
      ...timesToOrocrm(times, zone),
    };
  };
  const cancelled = [...series.cancelled].map((day) => {
    const own = known.get(originalStart(day));
    return own?.cancelled === true ? own : make(day, source.title, plain(day), true);
  });
  const moved = [...series.exceptions].map(([day, one]) => make(day, one.title, one, false));
  const wanted = [...cancelled, ...moved];
  const taken = new Set(wanted.map((one) => one.originalStart));
  const idle = target.exceptions.filter((one) => {
    if (taken.has(one.originalStart) || one.cancelled) return false;
    const day = dayOf(dateIn(one.originalStart, timeZone));
    const at = plain(day);
    return (
      originalStart(day) === one.originalStart &&
      occursOn(series.pattern, series.start, series.end, day) &&
      titleToOrocrm(source.title) === one.title &&
      sameTimes(timesToOrocrm(at, zone), one)
    );
  });
  return [...wanted, ...idle];
}

const sameTimes = (one: Times, other: Times): boolean =>
  one.start === other.start && one.end === other.end && one.allDay === other.allDay;

/**
 * Start and end are one: a series shows both through its recurrence, so what is seen of one tells nothing of what is
 * stored of the other. A series begins with its event: OroCRM takes the days from the recurrence (OroCRM reference 3.3).
 */
export function timesIntoOrocrm({ recurrence }: OrocrmEvent, times: Times): Timed {
  if (recurrence === undefined || isUnholdable(recurrence)) return { ...times, recurrence };
  const pattern = patternOfOrocrm(recurrence);
  const startTime = isUnholdable(pattern)
    ? times.start
    : startTimeFor(pattern, times.start, recurrence.timeZone);
  return { ...times, recurrence: { ...recurrence, startTime } };
}
