import { z } from 'zod';
import { SyncError } from '../../errors';
import { orocrmId, type OrocrmId } from '../../records/ids';
import {
  weekdays,
  type OrocrmEvent,
  type OrocrmException,
  type OrocrmRecurrence,
  type Unholdable,
} from '../../records/event';

const id = z
  .union([z.number().int().positive(), z.string().regex(/^[1-9]\d*$/)])
  .transform((value) => orocrmId(String(value)));
/** None is null, absent, 0 or ''. */
const noId = z.union([z.null(), z.undefined(), z.literal(0), z.literal('')]).transform((): '' => '');
const anyId = z.union([id, noId]);

/** OroCRM writes `2016-10-14T22:00:00+00:00`; here it is `…Z` (reference 3.1). */
const instant = z
  .string()
  .refine((text) => Number.isFinite(Date.parse(text)))
  .transform((text) => `${new Date(text).toISOString().slice(0, 19)}Z`);
const noInstant = z.union([z.null(), z.undefined(), z.literal('')]).transform((): '' => '');
const flag = z.union([z.boolean(), z.null(), z.undefined()]).transform((value) => value ?? false);
const count = z
  .union([z.number().int(), z.null(), z.undefined()])
  .transform((value) => (value === null || value === 0 ? undefined : value));

const recurrenceSchema = z.object({
  recurrenceType: z.enum(['daily', 'weekly', 'monthly', 'monthnth', 'yearly', 'yearnth']),
  interval: z.number().int(),
  dayOfWeek: z.union([z.array(z.enum(weekdays)), z.null(), z.undefined()]).transform((days) => days ?? []),
  dayOfMonth: count,
  monthOfYear: count,
  instance: count,
  startTime: instant,
  endTime: z.union([instant, noInstant]),
  occurrences: count,
  // A single event says `timezone`, a list `timeZone` (reference 3.2).
  timeZone: z.string().optional(),
  timezone: z.string().optional(),
});

const rowSchema = z.object({
  id,
  calendar: anyId,
  title: z.string().nullish(),
  start: instant,
  end: instant,
  allDay: flag,
  recurrence: z.unknown().optional(),
  recurringEventId: anyId,
  originalStart: z.union([instant, noInstant]),
  isCancelled: flag,
  parentEventId: anyId,
  createdAt: z.union([instant, noInstant]),
  updatedAt: z.union([instant, noInstant]),
});

/** A row of OroCRM's calendar: an event, a series, or an exception of one (reference 3.2). */
export type EventRow = z.output<typeof rowSchema>;

/** @throws SyncError `bad-answer` that names the fields, never the values. */
export function parseRow(value: unknown): EventRow {
  const parsed = rowSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues.slice(0, 3).map((issue) => issue.path.map(String).join('.'));
  throw new SyncError(
    `OroCRM's answer about a calendar event lacks what it must hold (${paths.join(', ')}).`,
    {
      kind: 'retry',
      code: 'bad-answer',
    },
  );
}

/** An event, with the rows that differ from its series. Its version is the latest of all of them. */
export function eventOf(row: EventRow, exceptions: readonly EventRow[]): OrocrmEvent {
  return {
    id: row.id,
    version: [row, ...exceptions].map(({ updatedAt }) => updatedAt).reduce((a, b) => (b > a ? b : a), ''),
    createdAt: row.createdAt,
    // The owner of an event is its calendar.
    owner: row.calendar,
    title: row.title ?? '',
    ...{ start: row.start, end: row.end, allDay: row.allDay },
    recurrence: recurrenceOf(row.recurrence),
    exceptions: exceptions.map(exceptionOf),
    parent: row.parentEventId,
  };
}

/** Undefined for a single event, whatever way OroCRM says so. */
export function recurrenceOf(value: unknown): OrocrmRecurrence | Unholdable | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (Array.isArray(value) && value.length === 0) return undefined;
  const parsed = recurrenceSchema.safeParse(value);
  if (!parsed.success) return { unholdable: 'its recurrence in OroCRM is not complete.' };
  const { timeZone, timezone, ...rest } = parsed.data;
  return { ...rest, timeZone: timeZone ?? timezone ?? '' };
}

const exceptionOf = (row: EventRow): OrocrmException => ({
  ...{ id: row.id, originalStart: row.originalStart, cancelled: row.isCancelled },
  ...{ title: row.title ?? '', start: row.start, end: row.end, allDay: row.allDay },
});

/** Rows as records: exceptions go to their series, and stand for nothing without it. */
export function eventsOf(rows: readonly EventRow[]): OrocrmEvent[] {
  const exceptions = new Map<OrocrmId, EventRow[]>();
  for (const row of rows) {
    if (row.recurringEventId === '') continue;
    const found = exceptions.get(row.recurringEventId);
    if (found) found.push(row);
    else exceptions.set(row.recurringEventId, [row]);
  }
  return rows
    .filter(({ recurringEventId }) => recurringEventId === '')
    .map((row) => eventOf(row, byOriginalStart(exceptions.get(row.id) ?? [])));
}

const byOriginalStart = (rows: readonly EventRow[]): EventRow[] =>
  [...rows].sort((a, b) => (a.originalStart < b.originalStart ? -1 : 1));
