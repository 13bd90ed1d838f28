import { DateTime } from 'luxon';
import type { ExtendedProperty, Item } from '../state/items';
import { mergeExtended } from '../extended/read-extended';
import { expandSeries, occurrenceOn, overlaps, type Series } from './expand-series';
import type { EventContent, EventException, EventValues } from './properties';
import { clockOf, inZone, zoneOfSeries } from './times';

export type EventItem = Item<EventValues>;

/** One event as a reader meets it: an item by itself, or an occurrence of a series with what it inherits. */
export interface Instance {
  readonly item: EventItem;
  readonly type: 'singleInstance' | 'seriesMaster' | 'occurrence' | 'exception';
  /** The day of the series that an occurrence belongs to. */
  readonly day: string | undefined;
  readonly content: EventContent;
  readonly extended: readonly ExtendedProperty[];
  readonly originalStart: Date | undefined;
  readonly start: Date;
  readonly end: Date;
}

/** The series that an item is; undefined for a single event. */
export function seriesOf({ values }: EventItem): Series | undefined {
  const { recurrence, start, end, isAllDay } = values;
  return recurrence === undefined ? undefined : { start, end, isAllDay, recurrence };
}

/** Items are replaced and never changed, and each page of a view looks at all of them. */
const wholes = new WeakMap<EventItem, Instance>();

/** An item by itself; a series shows the times of its first occurrence. */
export function wholeItem(item: EventItem): Instance {
  const known = wholes.get(item);
  if (known !== undefined) return known;
  const made: Instance = {
    item,
    type: item.values.recurrence === undefined ? 'singleInstance' : 'seriesMaster',
    day: undefined,
    content: item.values,
    extended: item.extended,
    originalStart: undefined,
    start: clockOf(item.values.start).toJSDate(),
    end: clockOf(item.values.end).toJSDate(),
  };
  wholes.set(item, made);
  return made;
}

function plain(item: EventItem, occurrence: { day: string; start: Date; end: Date }): Instance {
  const zone = zoneOfSeries(item.values);
  const at = (instant: Date): EventContent['start'] => inZone(DateTime.fromJSDate(instant), zone);
  return {
    item,
    type: 'occurrence',
    day: occurrence.day,
    content: { ...item.values, start: at(occurrence.start), end: at(occurrence.end) },
    extended: item.extended,
    originalStart: occurrence.start,
    start: occurrence.start,
    end: occurrence.end,
  };
}

/** An exception inherits what it does not say, extended properties too. */
function altered(usual: Instance, exception: EventException): Instance {
  const content = { ...usual.content, ...exception.content };
  return {
    ...usual,
    type: 'exception',
    content,
    extended: mergeExtended(usual.extended, exception.extended),
    start: clockOf(content.start).toJSDate(),
    end: clockOf(content.end).toJSDate(),
  };
}

/** The occurrence or exception of a series on one of its days; undefined where it is cancelled or there is none. */
export function instanceOn(item: EventItem, day: string): Instance | undefined {
  const series = seriesOf(item);
  if (series === undefined || item.values.cancelled.includes(day)) return undefined;
  const occurrence = occurrenceOn(series, day);
  if (occurrence === undefined) return undefined;
  const exception = item.values.exceptions.find((each) => each.day === day);
  const usual = plain(item, occurrence);
  return exception === undefined ? usual : altered(usual, exception);
}

/** The exceptions of a series, in the order of their days. */
export function exceptionsOf(item: EventItem): Instance[] {
  return item.values.exceptions
    .map(({ day }) => day)
    .sort()
    .flatMap((day) => instanceOn(item, day) ?? []);
}

/** What of an item a calendar shows in a window, ascending: the event itself, or occurrences and exceptions. */
export function instancesIn(item: EventItem, from: Date, to: Date): Instance[] {
  const series = seriesOf(item);
  if (series === undefined) {
    const single = wholeItem(item);
    return overlaps(single, from, to) ? [single] : [];
  }
  const { exceptions, cancelled } = item.values;
  const special = new Set([...cancelled, ...exceptions.map(({ day }) => day)]);
  return [
    ...expandSeries(series, from, to)
      .filter(({ day }) => !special.has(day))
      .map((occurrence) => plain(item, occurrence)),
    ...exceptionsOf(item).filter((exception) => overlaps(exception, from, to)),
  ].sort((one, other) => +one.start - +other.start);
}
