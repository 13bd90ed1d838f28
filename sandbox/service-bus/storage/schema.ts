import { z } from 'zod';

/**
 * `messages.content` is the message as its sender encoded it. `locked` marks a delivery under way: locks end with
 * the process, and such a delivery counts as failed at the next start.
 */
export const schema = `
  CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS queues (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    requires_session INTEGER NOT NULL,
    next_sequence_number INTEGER NOT NULL DEFAULT 1
  );
  CREATE TABLE IF NOT EXISTS messages (
    queue INTEGER NOT NULL,
    sequence_number INTEGER NOT NULL,
    enqueue_sequence_number INTEGER NOT NULL,
    enqueued_at INTEGER NOT NULL,
    expires_at INTEGER,
    delivery_count INTEGER NOT NULL,
    message_id TEXT NOT NULL,
    session_id TEXT,
    time_to_live INTEGER,
    dead_letter_source TEXT,
    deferred INTEGER NOT NULL,
    due INTEGER,
    locked INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (queue, sequence_number)
  );
  CREATE TABLE IF NOT EXISTS session_states (
    queue INTEGER NOT NULL,
    session_id TEXT NOT NULL,
    state BLOB NOT NULL,
    PRIMARY KEY (queue, session_id)
  );
  CREATE TABLE IF NOT EXISTS duplicates (
    queue INTEGER NOT NULL,
    message_id TEXT NOT NULL,
    sequence_number INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (queue, message_id)
  )`;

const blob = z.instanceof(Uint8Array).transform((bytes) => Buffer.from(bytes));
const flag = z.number().transform((value) => value !== 0);
const optionalNumber = z
  .number()
  .nullable()
  .transform((value) => value ?? undefined);
const optionalText = z
  .string()
  .nullable()
  .transform((value) => value ?? undefined);

export const queueRow = z.object({
  id: z.number(),
  requires_session: flag,
  next_sequence_number: z.number(),
});

export const messageRow = z.object({
  sequence_number: z.number(),
  enqueue_sequence_number: z.number(),
  enqueued_at: z.number(),
  expires_at: optionalNumber,
  delivery_count: z.number(),
  message_id: z.string(),
  session_id: optionalText,
  time_to_live: optionalNumber,
  dead_letter_source: optionalText,
  deferred: flag,
  due: optionalNumber,
  locked: flag,
  content: blob,
});
export type MessageRow = z.output<typeof messageRow>;

export const sessionStateRow = z.object({ session_id: z.string(), state: blob });

export const duplicateRow = z.object({
  message_id: z.string(),
  sequence_number: z.number(),
  until: z.number(),
});

export const settingRow = z.object({ value: z.string() });
