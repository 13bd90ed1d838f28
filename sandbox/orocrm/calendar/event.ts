import { z } from 'zod';
import { remindersSchema } from '../rest/reminders';
import { DAYS_OF_WEEK, RECURRENCE_TYPES } from './recurrence/recurrence';

export const invitationStatuses = ['none', 'accepted', 'declined', 'tentative'] as const;
export type InvitationStatus = (typeof invitationStatuses)[number];
export const attendeeTypes = ['organizer', 'optional', 'required'] as const;

/** `YYYY-MM-DDTHH:MM:SSZ`. */
const stamp = z.string();

const attendeeSchema = z.object({
  displayName: z.string().nullable(),
  email: z.string().nullable(),
  /** Id of the user with that address. */
  user: z.string().nullable(),
  status: z.enum(invitationStatuses).nullable(),
  type: z.enum(attendeeTypes).nullable(),
  createdAt: stamp,
  updatedAt: stamp,
});
export type Attendee = z.output<typeof attendeeSchema>;

const recurrenceSchema = z.object({
  id: z.int(),
  recurrenceType: z.enum(RECURRENCE_TYPES),
  interval: z.int(),
  instance: z.int().nullable(),
  dayOfWeek: z.array(z.enum(DAYS_OF_WEEK)),
  dayOfMonth: z.int().nullable(),
  monthOfYear: z.int().nullable(),
  startTime: stamp,
  endTime: stamp.nullable(),
  occurrences: z.int().nullable(),
  timeZone: z.string(),
  /** No occurrence lies behind it. */
  calculatedEndTime: stamp,
});
export type Recurrence = z.output<typeof recurrenceSchema>;
/** What a recurrence says, without what the database adds. */
export type Pattern = Omit<Recurrence, 'id' | 'calculatedEndTime'>;

export function patternOf(recurrence: Recurrence): Pattern {
  const { recurrenceType, interval, instance, dayOfWeek, dayOfMonth, monthOfYear } = recurrence;
  const { startTime, endTime, occurrences, timeZone } = recurrence;
  const days = { instance, dayOfWeek, dayOfMonth, monthOfYear };
  return { recurrenceType, interval, ...days, startTime, endTime, occurrences, timeZone };
}

/**
 * One row of the table of events: an event, the master of a series, an exception (`recurringEvent` and
 * `originalStart`), or the copy of any of these in an attendee's calendar (`parent`). A copy has neither
 * attendees nor a recurrence of its own; they are the parent's.
 */
export const calendarEventSchema = z.object({
  id: z.int(),
  uid: z.string(),
  /** Null where none was named on creation; such an event is in no list. */
  calendar: z.int().nullable(),
  title: z.string(),
  description: z.string().nullable(),
  start: stamp,
  end: stamp,
  allDay: z.boolean(),
  backgroundColor: z.string().nullable(),
  attendees: z.array(attendeeSchema),
  reminders: remindersSchema,
  recurrence: recurrenceSchema.nullable(),
  recurringEvent: z.int().nullable(),
  originalStart: stamp.nullable(),
  cancelled: z.boolean(),
  parent: z.int().nullable(),
  /** Whether the calendar's owner is the organizer; null without a calendar. */
  isOrganizer: z.boolean().nullable(),
  organizerEmail: z.string().nullable(),
  organizerDisplayName: z.string().nullable(),
  organizerUser: z.string().nullable(),
  /** Records it is attached to, as sent; not answered. */
  contexts: z.array(z.json()),
  createdAt: stamp,
  updatedAt: stamp,
});
export type CalendarEvent = z.output<typeof calendarEventSchema>;

export const calendarSchema = z.object({
  id: z.int(),
  /** Id of a user; the user may be gone. */
  owner: z.string(),
  name: z.string().nullable(),
});
export type Calendar = z.output<typeof calendarSchema>;

/** A calendar that is shown in another one (`calendar` in `targetCalendar`); each is shown in itself. */
export const connectionSchema = z.object({
  id: z.int(),
  targetCalendar: z.int(),
  calendarAlias: z.string().max(32),
  calendar: z.int(),
  position: z.int(),
  visible: z.boolean(),
  backgroundColor: z.string().max(7).nullable(),
});
export type Connection = z.output<typeof connectionSchema>;

/** Why a mail goes out: the name of its template, without `calendar_invitation_`. */
export const mailKinds = [
  'invite',
  'update',
  'delete_parent_event',
  'uninvite',
  'delete_child_event',
  'accepted',
  'tentative',
  'declined',
] as const;

export const mailSchema = z.object({
  id: z.int(),
  at: stamp,
  to: z.string(),
  kind: z.enum(mailKinds),
  event: z.int(),
  title: z.string(),
});
export type Mail = z.output<typeof mailSchema>;

/** An event without anything in it; times are the moment of its making. */
export function emptyEvent(id: number, calendar: number | null, now: string): CalendarEvent {
  return {
    id,
    uid: '',
    calendar,
    title: '',
    description: null,
    start: now,
    end: now,
    allDay: false,
    backgroundColor: null,
    attendees: [],
    reminders: [],
    recurrence: null,
    recurringEvent: null,
    originalStart: null,
    cancelled: false,
    parent: null,
    isOrganizer: null,
    organizerEmail: null,
    organizerDisplayName: null,
    organizerUser: null,
    contexts: [],
    createdAt: now,
    updatedAt: now,
  };
}
