import { isUnholdable, type OrocrmEvent, type OrocrmRecurrence, type Unholdable } from '../../records/event';
import { dateIn, endOfDay, fromOffsetOf, inOffsetOf, isZone, onDate, startOfDay } from '../zones';
import { dateOf, dayOf, plusDays, type Day } from './days';
import { lastDay, occurrenceDays, type End, type Pattern } from './occurrence-days';
import { countedFrom } from './orocrm-counting';
import { isEmpty, neverTakesPlace, withoutIdle, type Occasion, type Series, type Times } from './occasion';
import { patternOfOrocrm } from './orocrm-pattern';

/** An event of OroCRM in the common language. `zone`: that of its all-day events. */
export function occasionOfOrocrm(event: OrocrmEvent, zone: string): Occasion {
  const { title, recurrence } = event;
  const single = timesOfOrocrm(event, zone);
  if (recurrence === undefined || isUnholdable(recurrence)) return { title, ...single, series: recurrence };
  const series = seriesOf(event, recurrence, zone);
  if (isUnholdable(series)) return { title, ...single, series };
  const plain = plainTimes(event, recurrence.timeZone, zone);
  return { title, ...plain(series.start), series: { ...series, ...withoutIdle(series, title, plain) } };
}

/** OroCRM's all-day events are instants too, and end within their last day (OroCRM reference 3.5). */
export function timesOfOrocrm(event: Times, zone: string): Times {
  const { start, end, allDay } = event;
  return allDay
    ? { allDay, start: dateIn(start, zone), end: plusDays(dateIn(end, zone), 1) }
    : { allDay, start, end };
}

/** The other way: an all-day event lasts to the last second of its last day. */
export function timesToOrocrm({ start, end, allDay }: Times, zone: string): Times {
  return allDay
    ? { allDay, start: startOfDay(start, zone), end: endOfDay(plusDays(end, -1), zone) }
    : { allDay, start, end };
}

/** When the occurrence of a day is: days count from the recurrence, the time of day is the event's own. */
function plainTimes(event: OrocrmEvent, zone: string, allDayZone: string): (day: Day) => Times {
  const startDay = dayOf(dateIn(event.start, zone));
  const lasts = dayOf(dateIn(event.end, zone)) - startDay;
  return (day) =>
    timesOfOrocrm(
      {
        allDay: event.allDay,
        start: onDate(event.start, dateOf(day), zone),
        end: onDate(event.end, dateOf(day + lasts), zone),
      },
      allDayZone,
    );
}

function seriesOf(event: OrocrmEvent, recurrence: OrocrmRecurrence, allDayZone: string): Series | Unholdable {
  const { timeZone, startTime } = recurrence;
  if (!isZone(timeZone)) return { unholdable: 'its time zone in OroCRM is not known.' };
  const pattern = patternOfOrocrm(recurrence);
  if (isUnholdable(pattern)) return pattern;
  const [start = dayOf(dateIn(startTime, timeZone))] = occurrenceDays(
    pattern,
    dayOf(dateIn(startTime, timeZone)),
  );
  if (event.allDay && dateIn(onDate(event.start, dateOf(start), timeZone), allDayZone) !== dateOf(start)) {
    return { unholdable: `its time zone ${timeZone} has other days than OROCRM_TIME_ZONE.` };
  }
  const series = { pattern, start, end: endOf(recurrence, pattern, start), zone: timeZone };
  if (isEmpty(start, series.end)) return neverTakesPlace;
  const exceptions = new Map<Day, Series['exceptions'] extends ReadonlyMap<Day, infer E> ? E : never>();
  const cancelled = new Set<Day>();
  for (const one of event.exceptions) {
    const date = dateIn(one.originalStart, timeZone);
    // OroCRM finds the occurrence by its very instant; an exception of a former time stands alone.
    if (onDate(event.start, date, timeZone) !== one.originalStart) continue;
    if (one.cancelled) cancelled.add(dayOf(date));
    else exceptions.set(dayOf(date), { title: one.title, ...timesOfOrocrm(one, allDayZone) });
  }
  return { ...series, exceptions, cancelled };
}

/**
 * A series ends on the last day on which its time of day is not past the end, compared in the offset in which OroCRM
 * counts. A count beside it counts where it runs out first.
 */
function endOf(
  { endTime, occurrences, startTime, timeZone }: OrocrmRecurrence,
  pattern: Pattern,
  start: Day,
): End {
  const count = occurrences === undefined ? undefined : { count: occurrences };
  if (endTime === '') return count;
  const first = inOffsetOf(startTime, startTime, timeZone);
  const end = inOffsetOf(endTime, countedFrom(pattern, startTime, timeZone), timeZone);
  const until = dayOf(end.date) - (end.time < first.time ? 1 : 0);
  const last = count && lastDay(pattern, start, count);
  return last !== undefined && last <= until ? count : { until };
}

/** The end of a day as the end of a series: in the offset in which OroCRM counts, see `countedFrom`. */
export const endTimeOf = (until: Day, counted: string, zone: string): string =>
  fromOffsetOf(`${dateOf(until)}T23:59:59`, counted, zone);
