import type { Event } from '@microsoft/microsoft-graph-types';
import { dayOf } from '../../mapping/event/days';
import { occursOn } from '../../mapping/event/occurrence-days';
import { occasionOfOutlook, plainTimes } from '../../mapping/event/outlook-occasion';
import { startOfDay } from '../../mapping/zones';
import { isUnholdable, type OutlookEvent, type OutlookException } from '../../records/event';
import type { CalendarWindow } from '../../rules/policy';
import { sameTimes } from './event-body';
import { zoneOf } from './event-item';
import { writeTimes } from './event-times';

/** One request for one occurrence. */
export interface Step {
  /** The day of the series, `YYYY-MM-DD`. */
  readonly day: string;
  /** Graph's id; '' when the occurrence has still to be found in `around`. */
  readonly id: string;
  readonly around: CalendarWindow;
  /** What to write over it; undefined: it is to be cancelled. */
  readonly body: Event | undefined;
}

export interface SeriesPlan {
  readonly steps: readonly Step[];
  /** Days whose occurrence is cancelled and shall not be: only writing the recurrence anew brings them back. */
  readonly restore: readonly string[];
}

const nothing: SeriesPlan = { steps: [], restore: [] };
const msPerDay = 86_400_000;

type Looks = Omit<OutlookException, 'id' | 'originalDate'>;

/**
 * What is still to be written, occurrence by occurrence, once the series as such is as desired. Days that are none of
 * the pattern are left alone: nothing happens on them.
 */
export function planSeries(now: OutlookEvent, desired: OutlookEvent): SeriesPlan {
  const { series, start, end, allDay } = occasionOfOutlook(desired);
  if (series === undefined || isUnholdable(series)) return nothing;
  const plain = plainTimes({ start, end, allDay }, series.zone);
  const plainLooks = (day: string, subject: string): Looks => {
    const times = plain(dayOf(day));
    return { subject, start: times.start, end: times.end, isAllDay: times.allDay };
  };
  const known = byDay(now.exceptions);
  const wanted = byDay(desired.exceptions);
  const [cancelledNow, cancelledThen] = [new Set(now.cancelled), new Set(desired.cancelled)];
  const days = [...new Set([...known.keys(), ...wanted.keys(), ...cancelledNow, ...cancelledThen])]
    .filter((day) => occursOn(series.pattern, series.start, series.end, dayOf(day)))
    .sort();
  const step = (day: string, body: Event | undefined): Step => ({
    ...{ day, body },
    id: known.get(day)?.id ?? '',
    around: around(plainLooks(day, ''), series.zone),
  });
  const cancel = days.filter((day) => cancelledThen.has(day) && !cancelledNow.has(day));
  const restore = days.filter((day) => cancelledNow.has(day) && !cancelledThen.has(day));
  const change = days
    .filter((day) => !cancelledThen.has(day) && !cancelledNow.has(day))
    .flatMap((day) => {
      const before = known.get(day) ?? plainLooks(day, now.subject);
      const after = wanted.get(day) ?? plainLooks(day, desired.subject);
      const body = occurrencePatch(before, after, zoneOf(desired));
      return body === undefined ? [] : [step(day, body)];
    });
  // What is cancelled first makes room for what is moved.
  return { steps: [...cancel.map((day) => step(day, undefined)), ...change], restore };
}

const byDay = (exceptions: readonly OutlookException[]): ReadonlyMap<string, OutlookException> =>
  new Map(exceptions.map((exception) => [exception.originalDate, exception]));

function occurrencePatch(before: Looks, after: Looks, zone: string): Event | undefined {
  const body: Event = {
    ...(before.subject === after.subject ? {} : { subject: after.subject }),
    ...(sameTimes(before, after) ? {} : writeTimes(after, zone)),
  };
  return Object.keys(body).length === 0 ? undefined : body;
}

/** A window that holds the occurrence, and not many others. All-day ones are dates, up to 14 hours off UTC. */
function around({ start, isAllDay }: Looks, zone: string): CalendarWindow {
  const begins = Date.parse(isAllDay ? startOfDay(start, zone || 'UTC') : start);
  return { from: new Date(begins - msPerDay), to: new Date(begins + msPerDay) };
}
