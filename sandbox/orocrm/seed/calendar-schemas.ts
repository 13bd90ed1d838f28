import { z } from 'zod';
import { attendeeTypes, invitationStatuses } from '../calendar/event';
import { notifyStrategies } from '../calendar/notify';
import { DAYS_OF_WEEK, RECURRENCE_TYPES } from '../calendar/recurrence/recurrence';
import { remindersSchema } from '../rest/reminders';
import { stamp, text, who } from './fields';

/** Which values a type needs is checked by the rules of the API's form. */
const recurrenceSchema = z.strictObject({
  recurrenceType: z.enum(RECURRENCE_TYPES),
  interval: z.int().default(1),
  dayOfWeek: z.array(z.enum(DAYS_OF_WEEK)).default([]),
  dayOfMonth: z.int().nullable().default(null),
  monthOfYear: z.int().nullable().default(null),
  instance: z.int().nullable().default(null),
  /** The event's start where it is left out. */
  startTime: stamp.optional(),
  endTime: stamp.nullable().default(null),
  occurrences: z.int().nullable().default(null),
  timeZone: z.string().default('UTC'),
});

/** A user by id, name or address; or any address. */
const attendeeSchema = z.union([
  z.string().min(1),
  z.strictObject({
    email: z.string().min(1),
    displayName: z.string().optional(),
    status: z.enum(invitationStatuses).default('none'),
    type: z.enum(attendeeTypes).default('required'),
  }),
]);

const occurrenceFields = {
  title: z.string().min(1).max(255),
  description: text,
  /** Instants; whole seconds are kept. */
  start: stamp,
  end: stamp,
  allDay: z.boolean(),
  backgroundColor: text,
  attendees: z.array(attendeeSchema),
  reminders: remindersSchema,
  notifyAttendees: z.enum(notifyStrategies).default('none'),
};

const eventFields = {
  ...occurrenceFields,
  recurrence: recurrenceSchema.nullable(),
  createdAt: stamp,
  updatedAt: stamp,
};

const placeFields = {
  id: z.string().regex(/^\d+$/),
  uid: z.string().min(1).max(36),
  /** Whose default calendar: a user by id, name or address; `calendar`: its id, in its place. */
  owner: who,
  calendar: z.string().regex(/^\d+$/),
  /** Address of an organizer who is not the calendar's owner. */
  organizerEmail: z.email(),
  organizerDisplayName: z.string(),
};

export const newCalendarEventSchema = z
  .strictObject({ ...placeFields, ...eventFields })
  .partial()
  .required({ title: true, start: true, end: true });
export const calendarEventChangeSchema = z
  .strictObject({ ...eventFields, cancelled: z.boolean(), updateExceptions: z.boolean().default(true) })
  .partial();
export const occurrenceSchema = z
  .strictObject({ originalStart: stamp, cancelled: z.boolean(), ...occurrenceFields })
  .partial()
  .required({ originalStart: true });

export type NewCalendarEvent = z.input<typeof newCalendarEventSchema>;
export type CalendarEventChange = z.input<typeof calendarEventChangeSchema>;
export type OccurrenceInput = z.input<typeof occurrenceSchema>;
export type RecurrenceInput = z.output<typeof recurrenceSchema>;
export type AttendeeInput = z.output<typeof attendeeSchema>;
