import type { Attendee, CalendarEvent, Recurrence } from '../calendar/event';
import type { EventUnit } from '../calendar/event-unit';
import type { Json, JsonObject } from '../jsonapi/json';
import { idOf } from '../model/entity';
import { fullName, type Viewer } from '../model/users';
import { restDateTime } from './date-time';
import { sanitized } from './sanitized';

const numeric = (id: string | null): number | null => (id === null ? null : Number(id));

function recurrenceView(recurrence: Recurrence, zone: 'timezone' | 'timeZone'): Record<string, Json> {
  const { startTime, endTime, recurrenceType, interval, instance, occurrences } = recurrence;
  const { id, dayOfWeek, dayOfMonth, monthOfYear, timeZone } = recurrence;
  const days = { instance, dayOfWeek, dayOfMonth, monthOfYear };
  const times = { startTime: restDateTime(startTime), endTime: restDateTime(endTime) };
  return { id, recurrenceType, interval, ...days, ...times, occurrences, [zone]: timeZone };
}

function attendeeView(attendee: Attendee): Record<string, Json> {
  const { displayName, email, user, status, type, createdAt, updatedAt } = attendee;
  return {
    displayName,
    email,
    userId: numeric(user),
    createdAt: restDateTime(createdAt),
    updatedAt: restDateTime(updatedAt),
    status,
    type,
  };
}

function common(event: CalendarEvent, unit: EventUnit): Record<string, Json> {
  return {
    id: event.id,
    uid: event.uid,
    title: event.title,
    description: sanitized(event.description),
    start: restDateTime(event.start),
    end: restDateTime(event.end),
    allDay: event.allDay,
    backgroundColor: event.backgroundColor,
    createdAt: restDateTime(event.createdAt),
    updatedAt: restDateTime(event.updatedAt),
    invitationStatus: unit.relatedAttendee(event)?.status ?? 'none',
    parentEventId: event.parent,
    calendar: event.calendar,
    recurringEventId: event.recurringEvent,
    originalStart: restDateTime(event.originalStart),
    isCancelled: event.cancelled,
    isOrganizer: event.isOrganizer,
    organizerEmail: event.organizerEmail,
    organizerDisplayName: event.organizerDisplayName,
    organizerUserId: numeric(event.organizerUser),
    ...(event.reminders.length > 0 && { reminders: event.reminders }),
  };
}

/** What the user may do, as seen from a calendar: another one's events are not changed from here. */
function permissions(
  event: CalendarEvent,
  calendar: number | null,
  viewer: Viewer,
  unit: EventUnit,
): Record<string, Json> {
  const here = event.calendar === calendar;
  return {
    editable: here && event.parent === null && event.isOrganizer !== false,
    removable: here,
    editableInvitationStatus: unit.relatedAttendee(event)?.user === viewer.user.id,
  };
}

const byName = (a: Attendee, b: Attendee): number =>
  (a.displayName ?? '') < (b.displayName ?? '') ? -1 : (a.displayName ?? '') > (b.displayName ?? '') ? 1 : 0;

/**
 * One event alone. Its recurrence has `timezone`, where lists and input say `timeZone` (reference section 3.2);
 * a copy of a series shows none here, but in lists.
 */
export function eventView(
  event: CalendarEvent,
  calendar: number | null,
  viewer: Viewer,
  unit: EventUnit,
): JsonObject {
  const { recurrence } = event;
  return {
    ...common(event, unit),
    ...(recurrence !== null && {
      recurrence: recurrenceView(recurrence, 'timezone'),
    }),
    attendees: [...unit.attendees(event)].sort(byName).map(attendeeView),
    ...permissions(event, calendar, viewer, unit),
  };
}

/** One row of a list: with the recurrence of the series also in a copy, and the full names of attendees who are users. */
export function eventRow(
  event: CalendarEvent,
  calendar: number,
  viewer: Viewer,
  unit: EventUnit,
): Record<string, Json> {
  const recurrence = recurrenceOf(event, unit);
  return {
    ...common(event, unit),
    ...(recurrence !== null && {
      recurrence: recurrenceView(recurrence, 'timeZone'),
    }),
    attendees: [...unit.attendees(event)].sort(byName).map((attendee) => {
      const user = attendee.user === null ? undefined : unit.world.get('users', idOf(attendee.user));
      return { ...attendeeView(attendee), fullName: user === undefined ? '' : fullName(user) };
    }),
    ...permissions(event, calendar, viewer, unit),
  };
}

/** The recurrence that lists go by: a copy's is its parent's. */
export function recurrenceOf(event: CalendarEvent, unit: EventUnit): Recurrence | null {
  return (unit.parent(event) ?? event).recurrence;
}

/** What creating (with the id) and changing answer: not `updatedAt`; read the event again for that. */
export function savedView(event: CalendarEvent, viewer: Viewer, unit: EventUnit): JsonObject {
  const related = unit.relatedAttendee(event);
  return {
    uid: event.uid,
    organizerEmail: event.organizerEmail ?? '',
    organizerDisplayName: event.organizerDisplayName ?? '',
    organizerUserId: event.organizerUser ?? '',
    invitationStatus: related?.status ?? 'none',
    editableInvitationStatus: related?.user === viewer.user.id,
  };
}
