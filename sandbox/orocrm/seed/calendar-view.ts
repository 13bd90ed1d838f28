import type { JsonObject } from '../jsonapi/json';
import type { World } from '../model/world';
import { patternOf, type CalendarEvent } from '../calendar/event';
import type { RecordView } from './desk';

/** A calendar with its owner. */
export interface CalendarView {
  readonly id: string;
  /** Id of a user. */
  readonly owner: string;
}

/** An event as the control path shows it: the stored row with ids as texts; a series with its exceptions. */
export interface CalendarEventView extends RecordView {
  readonly uid: string;
  /** Null where none was named on creation. */
  readonly calendar: string | null;
  /** Id of the user whose calendar it is in. */
  readonly owner: string | null;
  readonly title: string;
  readonly start: string;
  readonly end: string;
  readonly cancelled: boolean;
  readonly originalStart: string | null;
  /** The event that it is an attendee's copy of. */
  readonly parentEvent: string | null;
  readonly exceptions: readonly CalendarEventView[];
}

const id = (value: number | null): string | null => (value === null ? null : String(value));

export function calendarEventView(event: CalendarEvent, world: World): CalendarEventView {
  const book = world.calendars;
  const exceptions = book
    .linked('recurringEvent', event.id)
    .flatMap((each) => book.event(each) ?? [])
    .sort((a, b) => ((a.originalStart ?? '') < (b.originalStart ?? '') ? -1 : 1));
  const { recurringEvent, parent, calendar, isOrganizer, organizerUser, ...row } = event;
  return {
    ...row,
    id: String(event.id),
    calendar: id(calendar),
    owner: calendar === null ? null : (book.calendar(calendar)?.owner ?? null),
    recurrence: row.recurrence === null ? null : patternOf(row.recurrence),
    attendees: row.attendees.map((each): JsonObject => each),
    recurringEvent: id(recurringEvent),
    parentEvent: id(parent),
    isOrganizer,
    organizer: organizerUser,
    exceptions: exceptions.map((each) => calendarEventView(each, world)),
  };
}
