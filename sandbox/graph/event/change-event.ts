import { badValue, GraphError } from '../errors';
import type { Settings } from '../settings';
import type { ItemChange } from '../state/items';
import { checkTimes } from './check-times';
import { neighboursOf } from './expand-series';
import { instanceOn, seriesOf, type Instance } from './instances';
import type { EventValues, TimeValue } from './properties';
import { extendedAfter, type EventDraft } from './read-body';
import { settleSeries } from './settle-series';
import { inZone, clockOf, zoneOfSeries } from './times';

/** What makes a series another one: its exceptions and cancelled days are then forgotten, as Exchange does. */
const SHAPE = ['recurrence', 'start', 'end', 'isAllDay'];

/** The name under which delta is told of a change of one occurrence. */
export const occurrenceChange = (day: string): string => `occurrence:${day}`;

/** The day that {@link occurrenceChange} named; undefined for the name of a property. */
export function changedDay(name: string): string | undefined {
  return name.startsWith('occurrence:') ? name.slice('occurrence:'.length) : undefined;
}

/**
 * A single event or series after a body was written over it.
 * @throws GraphError 400
 */
export function eventAfter(before: EventValues, draft: EventDraft, settings: Settings): EventValues {
  const { recurrence = before.recurrence } = draft;
  const plain: EventValues = {
    ...before,
    ...draft.content,
    recurrence: recurrence ?? undefined,
    // A start that is written anew hangs in a zone that has a name.
    customZone: before.customZone && draft.content.start === undefined,
  };
  checkTimes(plain);
  if (!SHAPE.some((name) => draft.written.includes(name))) return plain;
  const reshaped: EventValues = { ...plain, exceptions: [], cancelled: [] };
  if (reshaped.recurrence === undefined) return reshaped;
  const given = draft.recurrence !== undefined;
  const settled = settleSeries(
    {
      start: plain.start,
      end: plain.end,
      isAllDay: plain.isAllDay,
      recurrence: given ? reshaped.recurrence : inZoneOf(reshaped.recurrence, draft),
    },
    given,
    settings,
  );
  return { ...reshaped, ...settled };
}

/** A start that is written by itself takes the series into its own zone (reference: Graph 2.6, uncertain). */
function inZoneOf(
  recurrence: NonNullable<EventValues['recurrence']>,
  { content }: EventDraft,
): NonNullable<EventValues['recurrence']> {
  const zone = content.start?.timeZone;
  return zone === undefined
    ? recurrence
    : { ...recurrence, range: { ...recurrence.range, recurrenceTimeZone: zone } };
}

/**
 * The series after a body was written over one of its occurrences, which makes it an exception.
 * @throws GraphError 400, ErrorOccurrenceCrossingBoundary where it would meet or pass a neighbour
 */
export function seriesAfterException(
  instance: Instance,
  day: string,
  draft: EventDraft,
): ItemChange<EventValues> {
  if (draft.recurrence !== undefined) throw badValue('An occurrence has no recurrence of its own.');
  const { item } = instance;
  const content = { ...instance.content, ...draft.content };
  checkTimes(content);
  if (SHAPE.some((name) => draft.written.includes(name))) checkBoundary(instance, day, content);
  const known = item.values.exceptions.find((each) => each.day === day);
  const exception = {
    day,
    content: { ...known?.content, ...draft.content },
    extended: [...extendedAfter(known?.extended ?? [], draft)],
  };
  const others = item.values.exceptions.filter((each) => each.day !== day);
  return {
    values: { ...item.values, exceptions: [...others, exception] },
    extended: item.extended,
    changed: [occurrenceChange(day)],
    reported: true,
  };
}

/** An exception stays between its neighbours, on a day of its own (reference: Graph 2.6). */
function checkBoundary(
  { item }: Instance,
  day: string,
  { start, end }: { start: TimeValue; end: TimeValue },
): void {
  const series = seriesOf(item);
  if (series === undefined) return;
  const zone = zoneOfSeries(series);
  const [from, to] = [clockOf(start), clockOf(end)];
  const dateOf = (instant: typeof from): string => inZone(instant, zone).dateTime.slice(0, 10);
  const neighbours = neighboursOf(series, day, (other) => !item.values.cancelled.includes(other));
  const at = (other: string | undefined): Instance | undefined =>
    other === undefined ? undefined : instanceOn(item, other);
  const [before, after] = [at(neighbours.before), at(neighbours.after)];
  const meetsBefore =
    before !== undefined &&
    (from.toJSDate() < before.end || dateOf(from) <= dateOf(clockOf(before.content.start)));
  const meetsAfter =
    after !== undefined &&
    (to.toJSDate() > after.start || dateOf(from) >= dateOf(clockOf(after.content.start)));
  if (!meetsBefore && !meetsAfter) return;
  throw new GraphError(
    400,
    'ErrorOccurrenceCrossingBoundary',
    'Modified occurrence is crossing or overlapping adjacent occurrence.',
  );
}

/** The series without one of its occurrences. `reported`: whether delta says so (reference: Graph 2.2). */
export function seriesWithout({ item }: Instance, day: string, reported: boolean): ItemChange<EventValues> {
  const { values, extended } = item;
  return {
    values: {
      ...values,
      exceptions: values.exceptions.filter((each) => each.day !== day),
      cancelled: [...values.cancelled, day].sort(),
    },
    extended,
    changed: [occurrenceChange(day)],
    reported,
  };
}
