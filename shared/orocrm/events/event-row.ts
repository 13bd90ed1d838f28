import { z } from 'zod';
import { SyncError } from '../../errors';
import { parseRecurrence } from './recurrence';
import { flagSchema, idSchema, instantSchema, referenceSchema } from './values';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

const attendeeSchema = z.object({
  displayName: z.string().nullish(),
  email: z.string().nullish(),
  status: z.string().nullish(),
  type: z.string().nullish(),
});

/** An attendee as it can be sent again (reference 3.4). */
export type Attendee = z.output<typeof attendeeSchema>;

const rowSchema = z.object({
  id: idSchema,
  calendar: referenceSchema,
  parentEventId: referenceSchema,
  recurringEventId: referenceSchema,
  originalStart: instantSchema.nullish().transform((start) => start ?? ''),
  isCancelled: flagSchema,
  title: text,
  start: instantSchema,
  end: instantSchema,
  allDay: flagSchema,
  recurrence: z.unknown().optional().transform(parseRecurrence),
  attendees: z.array(attendeeSchema).catch([]).default([]),
  createdAt: instantSchema.nullish().transform((at) => at ?? ''),
  updatedAt: instantSchema,
});

/** A stored event: a single one, the master of a series, or an exception of one (reference 3.2, page mode). */
export type EventRow = z.output<typeof rowSchema>;

/** @throws SyncError `bad-answer` that names the member, never its value. */
export function parseRow(raw: unknown): EventRow {
  const parsed = rowSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const member = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
  throw badRow(member === '' ? 'all of it' : member);
}

/** @throws SyncError `bad-answer` */
export function parseRows(raw: unknown): readonly EventRow[] {
  const list = z.array(z.unknown()).safeParse(raw);
  if (!list.success) throw badRow('the list');
  return list.data.map(parseRow);
}

const badRow = (member: string): SyncError =>
  new SyncError(`OroCRM's answer about calendarevents lacks what it must hold (${member}).`, {
    kind: 'retry',
    code: 'bad-answer',
  });
