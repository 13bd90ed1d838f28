import { sameAttendee } from './attendees';
import { addressOf, type EventUnit } from './event-unit';
import type { Attendee, CalendarEvent } from './event';
import type { Original } from './original';

/** Whom a request has mails sent to. */
export const notifyStrategies = ['all', 'added_or_deleted', 'none'] as const;
export type NotifyStrategy = (typeof notifyStrategies)[number];

/** Attendees with an address, without the owner of the event's calendar. */
function send(
  kind: 'invite' | 'update' | 'delete_parent_event' | 'uninvite',
  event: CalendarEvent,
  owner: string | undefined,
  attendees: readonly Attendee[],
  unit: EventUnit,
): void {
  for (const { email, user } of attendees) {
    if ((email ?? '') === '' || (user !== null && user === owner)) continue;
    unit.mail(kind, email ?? '', event);
  }
}

const without = (list: readonly Attendee[], other: readonly Attendee[]): Attendee[] =>
  list.filter((attendee) => !other.some((each) => sameAttendee(each, attendee)));

/** Mails to those who were invited to an exception only, which is gone. */
function cancelExceptions(original: Original, owner: string | undefined, unit: EventUnit): void {
  for (const exception of original.exceptions) {
    if (exception.cancelled) continue;
    send('delete_parent_event', exception, owner, without(exception.attendees, original.attendees), unit);
  }
}

/** Counts the mails that go out after an event was created or changed (NotificationManager). */
export function notifySaved(
  event: CalendarEvent,
  original: Original,
  strategy: NotifyStrategy,
  unit: EventUnit,
): void {
  if (strategy === 'none' || !unit.world.settings.attendeeNotifications) return;
  const owner = unit.owner(event.calendar)?.id;
  const attendees = unit.attendees(event);
  if (event.cancelled) {
    if (original.isNew || !original.event.cancelled) notifyCancelled(event, original, strategy, unit);
    return;
  }
  if (original.isNew || original.event.cancelled) {
    send('invite', event, owner, attendees, unit);
    return;
  }
  if (unit.exceptions(event).length === 0) cancelExceptions(original, owner, unit);
  if (strategy === 'all') {
    const stayed = attendees.filter((each) => original.attendees.some((one) => sameAttendee(one, each)));
    send('update', event, owner, stayed, unit);
  }
  send('invite', event, owner, without(attendees, original.attendees), unit);
  send('uninvite', original.event, owner, without(original.attendees, attendees), unit);
}

/** Counts the mails about an occurrence that is cancelled; of a copy, only its own attendee is told. */
export function notifyCancelled(
  event: CalendarEvent,
  original: Original,
  strategy: NotifyStrategy,
  unit: EventUnit,
): void {
  if (strategy === 'none' || !unit.world.settings.attendeeNotifications) return;
  const parent = unit.parent(event);
  if (parent === undefined) {
    send('delete_parent_event', event, unit.owner(event.calendar)?.id, event.attendees, unit);
    return;
  }
  const related = original.related === undefined ? [] : [original.related];
  send('delete_parent_event', event, unit.owner(parent.calendar)?.id, related, unit);
}

/** Counts the mails about an event that is deleted; before it is. */
export function notifyDeleted(original: Original, strategy: NotifyStrategy, unit: EventUnit): void {
  const { event } = original;
  if (strategy === 'none' || !unit.world.settings.attendeeNotifications) return;
  const parent = unit.parent(event);
  if (parent !== undefined) {
    const address = addressOf(unit.owner(parent.calendar));
    if (address !== null) unit.mail('delete_child_event', address, event);
    return;
  }
  const owner = unit.owner(event.calendar)?.id;
  send('delete_parent_event', event, owner, original.attendees, unit);
  cancelExceptions(original, owner, unit);
}
