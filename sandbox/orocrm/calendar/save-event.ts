import { randomUUID } from 'node:crypto';
import { completeAttendees } from './attendees';
import { updateCopies } from './copies';
import type { CalendarEvent } from './event';
import type { EventUnit } from './event-unit';
import { updateExceptions } from './exceptions';
import { notifySaved, type NotifyStrategy } from './notify';
import type { Original } from './original';

/** What a request asks for beside the values. */
export interface SaveOptions {
  readonly updateExceptions: boolean;
  readonly notify: NotifyStrategy;
}

/** The uid of an exception is its series', that of a copy its parent's; others get one if none was given. */
function completeUid(event: CalendarEvent, unit: EventUnit): void {
  if (!unit.isNew(event)) return;
  const series = unit.find(event.recurringEvent)?.uid ?? '';
  if (series !== '') event.uid = series;
  else if (event.uid === '') event.uid = randomUUID();
}

/** An event of somebody else, known by the organizer's address and its uid, becomes a copy of the organizer's own. */
function adopt(event: CalendarEvent, unit: EventUnit): void {
  if (!unit.isNew(event) || event.isOrganizer !== true || event.organizerEmail === null) return;
  for (const { id } of unit.world.calendars.byUid(event.uid)) {
    const other = unit.find(id);
    if (other === undefined || other.id === event.id || other.parent !== null) continue;
    if (other.isOrganizer !== false || other.organizerEmail !== event.organizerEmail) continue;
    const owner = unit.owner(other.calendar);
    if (owner === undefined || !event.attendees.some(({ user }) => user === owner.id)) continue;
    other.attendees = [];
    other.organizerUser = event.organizerUser ?? other.organizerUser;
    other.parent = event.id;
  }
}

/** Everything that follows from an event's new values (UpdateManager): attendees, copies, exceptions, mails. */
export function applyEvent(
  event: CalendarEvent,
  original: Original,
  options: SaveOptions,
  unit: EventUnit,
): void {
  completeAttendees(event, unit);
  completeUid(event, unit);
  adopt(event, unit);
  if (unit.world.settings.attendeeDuplications) updateCopies(event, original, unit);
  if (options.updateExceptions) updateExceptions(event, original, unit);
  notifySaved(event, original, options.notify, unit);
}
