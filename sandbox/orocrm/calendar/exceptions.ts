import { sameAttendee, sameAttendees } from './attendees';
import { patternOf, type CalendarEvent, type Recurrence } from './event';
import type { EventUnit } from './event-unit';
import type { Original } from './original';

/** Whether two recurrences say the same; ids do not matter. */
export function sameRecurrence(one: Recurrence | null, other: Recurrence | null): boolean {
  if (one === null || other === null) return one === other;
  return JSON.stringify(patternOf(one)) === JSON.stringify(patternOf(other));
}

/** Deletes the exceptions of a series, also in the calendars of its attendees. */
export function clearExceptions(event: CalendarEvent, unit: EventUnit): void {
  for (const exception of unit.exceptions(event)) unit.delete(exception);
  for (const copy of unit.copies(event)) clearExceptions(copy, unit);
}

function moved(event: CalendarEvent, { event: before }: Original): boolean {
  if (before.recurrence !== null && event.recurrence === null) return true;
  if (event.recurrence !== null && !sameRecurrence(event.recurrence, before.recurrence)) return true;
  return before.start !== event.start || before.end !== event.end;
}

const followed = ['title', 'description', 'allDay', 'backgroundColor', 'calendar'] as const;

/** A field that still is what it was in the series follows the series. */
function follow(
  name: (typeof followed)[number],
  event: CalendarEvent,
  before: CalendarEvent,
  exception: CalendarEvent,
): void {
  if (before[name] === exception[name]) Object.assign(exception, { [name]: event[name] });
}

function followAttendees(
  event: CalendarEvent,
  original: Original,
  exception: CalendarEvent,
  unit: EventUnit,
): void {
  if (exception.parent !== null) return;
  const now = unit.attendees(event);
  if (!sameAttendees(original.attendees, exception.attendees) || sameAttendees(now, original.attendees))
    return;
  for (const attendee of [...exception.attendees]) {
    const equal = now.find((each) => sameAttendee(each, attendee));
    if (equal !== undefined) {
      attendee.status = equal.status;
      continue;
    }
    exception.attendees.splice(exception.attendees.indexOf(attendee), 1);
    const copy = unit.copies(exception).find((each) => unit.owner(each.calendar)?.id === attendee.user);
    if (copy !== undefined) unit.delete(copy);
  }
  for (const attendee of now) {
    if (exception.attendees.some((each) => sameAttendee(each, attendee))) continue;
    exception.attendees.push({ ...attendee, createdAt: unit.now, updatedAt: unit.now });
  }
}

function followAll(event: CalendarEvent, original: Original, unit: EventUnit): void {
  for (const other of [...unit.exceptions(event), ...unit.copies(event)]) {
    for (const name of followed) follow(name, event, original.event, other);
    followAttendees(event, original, other, unit);
    followAll(other, original, unit);
  }
}

/**
 * What `updateExceptions` asks for (UpdateExceptionManager): where the pattern, the start or the end has changed
 * all exceptions go, else they follow in what they had not changed themselves.
 */
export function updateExceptions(event: CalendarEvent, original: Original, unit: EventUnit): void {
  if (moved(event, original)) clearExceptions(event, unit);
  else followAll(event, original, unit);
}
