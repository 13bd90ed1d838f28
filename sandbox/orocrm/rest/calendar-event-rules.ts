import type { CalendarEvent } from '../calendar/event';
import type { EventUnit } from '../calendar/event-unit';
import type { Original } from '../calendar/original';
import { isEmail, lengthOf } from '../form/texts';
import type { Json } from '../jsonapi/json';
import { tooLong, words, type FormErrors } from './form-errors';

/** A filled-in event, before it is saved. */
interface Checked {
  readonly event: CalendarEvent;
  readonly original: Original;
  readonly errors: FormErrors;
  readonly unit: EventUnit;
  /** The calendar as sent; undefined where it was left out. */
  readonly calendar: Json | undefined;
}

const limits = { uid: 36, title: 255, organizerEmail: 255, organizerDisplayName: 255 } as const;

function checkTexts({ event, errors }: Checked): void {
  for (const [name, limit] of Object.entries(limits)) {
    const value = event[name as keyof typeof limits] ?? '';
    if (lengthOf(value) > limit) errors.add(name, tooLong(limit));
  }
  const { organizerEmail } = event;
  if (organizerEmail !== null && !isEmail(organizerEmail)) errors.add('organizerEmail', words.noEmail);
}

/** Equal is allowed; the instants of an all-day event are compared like any others. */
function checkTimes({ event, errors }: Checked): void {
  const missing = errors.child('start').any || errors.child('end').any;
  if (!missing && Date.parse(event.start) > Date.parse(event.end)) {
    errors.add('start', 'This date should be earlier than end date');
  }
}

/** Unique among the events of a calendar that are neither exceptions nor copies. */
function checkUid({ event, errors, unit }: Checked): void {
  if (event.uid === '' || event.parent !== null || event.calendar === null) return;
  if (event.recurringEvent !== null && unit.find(event.recurringEvent)?.uid === event.uid) return;
  const taken = unit.world.calendars
    .byUid(event.uid)
    .some(
      (each) =>
        each.id !== event.id &&
        each.calendar === event.calendar &&
        each.recurringEvent === null &&
        each.parent === null,
    );
  if (taken) errors.add('uid', 'UID field should be unique across one calendar');
}

function checkSeries({ event, errors, unit, calendar }: Checked): void {
  const series = unit.find(event.recurringEvent);
  if (series === undefined) return;
  if (series.id === event.id) {
    errors.own.push("Parameter 'recurringEventId' can't have the same value as calendar event ID.");
  }
  if (series.recurrence === null && series.parent === null) {
    errors.own.push("Parameter 'recurringEventId' can be set only for recurring calendar events.");
  }
  const named = Number(calendar ?? 0);
  if (named !== 0 && named !== series.calendar) {
    errors.own.push('Calendar of calendar event exception can not be changed.');
  }
}

/**
 * Only the organizer changes who is invited. A copy has no attendees of its own to compare with its parent's, so
 * no copy can be changed at all.
 */
function checkAttendees({ event, original, errors, unit }: Checked): void {
  if (unit.isNew(event) || event.isOrganizer !== false) return;
  const own = original.event.attendees;
  const now = unit.attendees(event);
  const key = ({ email, displayName }: (typeof now)[number]): string => email ?? displayName ?? '';
  const kept = new Set(own.map(key));
  if (own.length === now.length && now.every((attendee) => kept.has(key(attendee)))) return;
  errors.child('attendees').own.push('Attendees list cannot be changed');
}

const unitMs = { M: 60_000, H: 3_600_000, D: 86_400_000, W: 604_800_000 } as const;

function checkReminders({ event, errors, unit }: Checked): void {
  for (const { interval } of event.reminders) {
    if (unit.world.clock.now() <= Date.parse(event.start) - interval.number * unitMs[interval.unit]) continue;
    errors.add('reminders', 'Reminder start date less than now.');
  }
}

/** Rules for an event as a whole (validation.yml of the bundle). */
export function checkEvent(checked: Checked): void {
  checkTexts(checked);
  checkTimes(checked);
  checkUid(checked);
  checkSeries(checked);
  checkAttendees(checked);
  checkReminders(checked);
}
