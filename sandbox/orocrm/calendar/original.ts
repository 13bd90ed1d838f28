import type { Attendee, CalendarEvent } from './event';
import type { EventUnit } from './event-unit';

/** An event as it was before a request, with what hangs on it. */
export interface Original {
  readonly event: CalendarEvent;
  readonly attendees: readonly Attendee[];
  readonly exceptions: readonly CalendarEvent[];
  /** Where attendees of the event, by address, have their own row of it. */
  readonly related: Attendee | undefined;
  readonly isNew: boolean;
}

/** Keeps what an event is like now, before it is written. */
export function originalOf(event: CalendarEvent, unit: EventUnit): Original {
  return structuredClone({
    event,
    attendees: unit.attendees(event),
    exceptions: unit.exceptions(event),
    related: unit.relatedAttendee(event),
    isNew: unit.isNew(event),
  });
}
