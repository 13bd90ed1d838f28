import { expandRecurrence } from '../calendar/recurrence/expand-recurrence';
import type { CalendarEvent } from '../calendar/event';
import type { EventUnit } from '../calendar/event-unit';
import { isoSeconds } from '../clock';
import type { Json } from '../jsonapi/json';
import type { Viewer } from '../model/users';
import { eventRow, recurrenceOf } from './calendar-event-view';
import { restDateTime } from './date-time';
import { recurrenceText } from './recurrence-text';

/** A window that is asked for, and from where it is looked at. */
export interface EventWindow {
  readonly from: Date;
  readonly to: Date;
  /** The calendar that was named; others may be shown in it. */
  readonly calendar: number;
  readonly viewer: Viewer;
}

type Row = Record<string, Json>;

interface Occurrence {
  readonly series: number;
  readonly start: number;
  readonly row: Row;
}

const stamp = (date: Date): string | null => restDateTime(isoSeconds(date.getTime()));

/** By the event's own times, by the recurrence's, or by the occurrence that an exception stands for. */
function touches(event: CalendarEvent, { from, to }: EventWindow, unit: EventUnit): boolean {
  const [first, last] = [from.getTime(), to.getTime()];
  const [start, end] = [Date.parse(event.start), Date.parse(event.end)];
  const own =
    (start < first && end >= first) || (start <= last && end > last) || (start >= first && end < last);
  if (own) return true;
  const recurrence = recurrenceOf(event, unit);
  if (recurrence !== null) {
    const over = Date.parse(recurrence.calculatedEndTime);
    if (Date.parse(recurrence.startTime) <= last && over >= first) return true;
  }
  const replaced = event.originalStart === null ? undefined : Date.parse(event.originalStart);
  return replaced !== undefined && replaced <= last && replaced >= first;
}

function occurrencesOf(event: CalendarEvent, window: EventWindow, unit: EventUnit): Occurrence[] {
  const recurrence = recurrenceOf(event, unit);
  if (recurrence === null) return [];
  const row = eventRow(event, window.calendar, window.viewer, unit);
  const times = { start: new Date(event.start), end: new Date(event.end) };
  const recurrencePattern = recurrenceText(recurrence, event.start);
  return expandRecurrence(recurrence, times, window.from, window.to).map(({ start, end }) => ({
    series: event.id,
    start: start.getTime(),
    row: {
      ...row,
      start: stamp(start),
      recurrencePattern,
      end: stamp(end),
      startEditable: false,
      durationEditable: false,
    },
  }));
}

/**
 * Puts exceptions in the places of their occurrences and leaves out those that are cancelled. An exception whose
 * occurrence is not there, a cancelled one too, comes at the end.
 */
function merge(
  occurrences: readonly Occurrence[],
  exceptions: readonly CalendarEvent[],
  window: EventWindow,
  unit: EventUnit,
): Row[] {
  const left = new Set(exceptions);
  const rows: Row[] = [];
  for (const { series, start, row } of occurrences) {
    const found = [...left].filter(
      ({ recurringEvent, originalStart }) =>
        recurringEvent === series && originalStart !== null && Date.parse(originalStart) === start,
    );
    if (found.length === 0) rows.push(row);
    for (const exception of found) {
      left.delete(exception);
      if (exception.cancelled) continue;
      const { recurrencePattern } = row;
      const shown = eventRow(exception, window.calendar, window.viewer, unit);
      rows.push({ ...shown, recurrencePattern: recurrencePattern ?? null });
    }
  }
  return [...rows, ...[...left].map((each) => eventRow(each, window.calendar, window.viewer, unit))];
}

const byStart = (a: CalendarEvent, b: CalendarEvent): number =>
  (a.calendar ?? 0) - (b.calendar ?? 0) || Date.parse(a.start) - Date.parse(b.start) || a.id - b.id;

/** A window of some calendars, expanded (reference section 3.2): single events first, then series, then leftovers. */
export function windowRows(
  calendars: readonly number[],
  window: EventWindow,
  unit: EventUnit,
): readonly Row[] {
  const events = calendars
    .flatMap((calendar) => unit.world.calendars.eventsOf(calendar))
    .filter((event) => touches(event, window, unit))
    .sort(byStart);
  const recurs = (event: CalendarEvent): boolean => recurrenceOf(event, unit) !== null;
  const single = events.filter((event) => !recurs(event) && event.recurringEvent === null);
  const exceptions = events.filter(
    (event) => !recurs(event) && event.recurringEvent !== null && event.originalStart !== null,
  );
  const series = events.filter((event) => recurs(event) && event.recurringEvent === null);
  const rows = [
    ...single.map((event) => eventRow(event, window.calendar, window.viewer, unit)),
    ...merge(
      series.flatMap((event) => occurrencesOf(event, window, unit)),
      exceptions,
      window,
      unit,
    ),
  ];
  return rows.map((row) => ({ ...row, calendarAlias: 'user' }));
}
