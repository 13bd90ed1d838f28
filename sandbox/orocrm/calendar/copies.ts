import { invitedUsers, sameAttendees } from './attendees';
import type { Calendar, CalendarEvent } from './event';
import type { EventUnit } from './event-unit';
import type { Original } from './original';

/** What a copy takes over from its parent whenever that is saved; colour and reminders are its own. */
function refresh(parent: CalendarEvent, copy: CalendarEvent, unit: EventUnit): void {
  const { title, description, start, end, allDay } = parent;
  Object.assign(copy, { title, description, start, end, allDay });
  if (parent.cancelled) copy.cancelled = true;
  const series = unit.find(parent.recurringEvent);
  if (series === undefined) return;
  const calendar = unit.calendar(copy.calendar);
  copy.recurringEvent = (calendar === undefined ? undefined : unit.copyIn(series, calendar)?.id) ?? null;
  copy.originalStart = parent.originalStart;
}

function makeCopy(parent: CalendarEvent, calendar: Calendar, unit: EventUnit): CalendarEvent {
  const copy = unit.create(calendar.id);
  const { uid, reminders, organizerEmail, organizerDisplayName, organizerUser } = parent;
  Object.assign(copy, { uid, organizerEmail, organizerDisplayName, organizerUser });
  copy.reminders = structuredClone(reminders);
  copy.parent = parent.id;
  copy.isOrganizer = false;
  refresh(parent, copy, unit);
  return copy;
}

/** A new attendee of a series gets its exceptions too; where they have attendees of their own, as cancelled ones. */
function copyExceptions(
  series: CalendarEvent,
  copy: CalendarEvent,
  calendar: Calendar,
  original: Original,
  unit: EventUnit,
): void {
  for (const exception of unit.exceptions(series)) {
    let own = unit.copyIn(exception, calendar);
    if (own === undefined) own = makeCopy(exception, calendar, unit);
    else own.recurringEvent = copy.id;
    own.cancelled = exception.cancelled;
    const invited = exception.attendees.some(({ user }) => user === calendar.owner);
    if (!sameAttendees(original.attendees, exception.attendees) && !invited) own.cancelled = true;
  }
}

function removeCopy(event: CalendarEvent, calendar: Calendar, unit: EventUnit): void {
  const copy = unit.copyIn(event, calendar);
  if (copy === undefined) return;
  if (copy.recurringEvent !== null) {
    // An exception stays, cancelled: without it the occurrence would show up again.
    copy.cancelled = true;
    return;
  }
  // Their exceptions become events of their own: somebody may be invited to one occurrence only.
  for (const exception of unit.exceptions(copy)) exception.recurringEvent = null;
  unit.delete(copy);
}

/** Keeps the copies in the calendars of attendees who are users (UpdateChildManager). */
export function updateCopies(event: CalendarEvent, original: Original, unit: EventUnit): void {
  if (event.isOrganizer === false && event.parent === null) return;
  const calendars = (users: readonly string[]): Calendar[] => users.map((user) => unit.defaultCalendar(user));
  const now = invitedUsers(event, unit.attendees(event), unit);
  const before = invitedUsers(original.event, original.attendees, unit);
  for (const calendar of calendars(now.filter((user) => !before.includes(user)))) {
    const copy = unit.copyIn(event, calendar) ?? makeCopy(event, calendar, unit);
    copy.cancelled = event.cancelled;
    if (event.recurrence !== null) copyExceptions(event, copy, calendar, original, unit);
  }
  for (const calendar of calendars(before.filter((user) => !now.includes(user)))) {
    removeCopy(event, calendar, unit);
  }
  const series = unit.find(event.recurringEvent);
  if (series !== undefined) {
    const invited = invitedUsers(series, unit.attendees(series), unit);
    for (const calendar of calendars(invited.filter((user) => !now.includes(user)))) {
      if (unit.copyIn(event, calendar) === undefined) makeCopy(event, calendar, unit).cancelled = true;
    }
  }
  for (const copy of unit.copies(event)) refresh(event, copy, unit);
}
