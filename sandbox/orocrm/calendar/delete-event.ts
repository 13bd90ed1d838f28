import type { CalendarEvent } from './event';
import type { EventUnit } from './event-unit';
import { notifyCancelled, notifyDeleted, type NotifyStrategy } from './notify';
import { originalOf } from './original';

/** Takes the owner of a copy off the list of attendees. */
function decline(copy: CalendarEvent, unit: EventUnit): void {
  const related = unit.relatedAttendee(copy);
  const parent = unit.parent(copy);
  if (related === undefined || parent === undefined) return;
  parent.attendees = parent.attendees.filter((attendee) => attendee !== related);
}

function cancel(event: CalendarEvent, unit: EventUnit): void {
  event.cancelled = true;
  if (event.parent !== null) decline(event, unit);
  else for (const copy of unit.copies(event)) copy.cancelled = true;
}

/**
 * Deletes an event with its exceptions and copies; an exception of a series is cancelled instead where that is
 * asked for. Who deletes the own copy of somebody's event is no attendee of it any more.
 */
export function deleteEvent(
  event: CalendarEvent,
  { cancelInstead, notify }: { readonly cancelInstead: boolean; readonly notify: NotifyStrategy },
  unit: EventUnit,
): void {
  const original = originalOf(event, unit);
  if (cancelInstead && event.recurringEvent !== null) {
    cancel(event, unit);
    notifyCancelled(event, original, notify, unit);
    return;
  }
  notifyDeleted(original, notify, unit);
  if (event.parent !== null) for (const each of [event, ...unit.exceptions(event)]) decline(each, unit);
  unit.delete(event);
}
