import { ControlError } from '../../control';
import { isoSeconds } from '../clock';
import type { CalendarEvent } from '../calendar/event';
import { expandRecurrence } from '../calendar/recurrence/expand-recurrence';

/** What an occurrence has as long as nobody changes it. */
export type OccurrenceValues = Pick<
  CalendarEvent,
  'title' | 'description' | 'start' | 'end' | 'allDay' | 'backgroundColor' | 'attendees'
>;

const dayMs = 86_400_000;

/** The occurrence of a series that starts at an instant. @throws ControlError 400 for an event that is no series, 404 */
export function occurrenceOf(series: CalendarEvent, originalStart: string): OccurrenceValues {
  const { recurrence, title, description, allDay, backgroundColor, attendees } = series;
  if (recurrence === null) throw new ControlError(400, `Event ${series.id} does not recur.`);
  const at = Date.parse(originalStart);
  const times = { start: new Date(series.start), end: new Date(series.end) };
  // Days are compared in the recurrence's zone, so the neighbouring ones are looked at too.
  const found = expandRecurrence(recurrence, times, new Date(at - dayMs), new Date(at + dayMs)).find(
    ({ start }) => start.getTime() === at,
  );
  if (found === undefined) {
    throw new ControlError(404, `Event ${series.id} has no occurrence that starts at ${originalStart}.`);
  }
  return {
    ...{ title, description, allDay, backgroundColor, attendees },
    start: isoSeconds(found.start.getTime()),
    end: isoSeconds(found.end.getTime()),
  };
}
