import type { z } from 'zod';
import { SyncError } from '../errors';
import type { PollMessage, RecordsMessage } from '../sync/ports/queue';
import { pollMessageSchema, recordsMessageSchema } from './message-schemas';

/** A message, or why it is none. Such a one is never tried again: it would be the same the next time. */
export type Parsed<T> =
  { readonly ok: true; readonly message: T } | { readonly ok: false; readonly error: SyncError };

export const parseRecordsMessage = (body: unknown): Parsed<RecordsMessage> =>
  parse(recordsMessageSchema, body, 'records');

export const parsePollMessage = (body: unknown): Parsed<PollMessage> =>
  parse(pollMessageSchema, body, 'polls');

/**
 * The message, for a trigger: a throw is how it gives one up, for after its last delivery the queue moves it to the
 * dead letters (Service Bus reference 12). @throws SyncError `give-up`
 */
export function messageOf<T>(parsed: Parsed<T>): T {
  if (parsed.ok) return parsed.message;
  throw parsed.error;
}

function parse<T>(schema: z.ZodType<T>, body: unknown, queue: string): Parsed<T> {
  const result = schema.safeParse(fromText(body));
  if (result.success) return { ok: true, message: result.data };
  // Names of fields only: a body that is none of ours may hold anything.
  const fields = [...new Set(result.error.issues.map((issue) => issue.path.join('.') || 'the whole body'))];
  const error = new SyncError(`A message in ${queue} cannot be understood (${fields.join(', ')}).`, {
    kind: 'give-up',
    code: 'refused-value',
  });
  return { ok: false, error };
}

/**
 * Triggers hand over JSON bodies parsed already, unless the text was no JSON or was JSON within JSON, as tools make it
 * that move messages from one queue to another (Functions reference 1.4).
 */
function fromText(body: unknown): unknown {
  const text = Buffer.isBuffer(body) ? body.toString('utf8') : body;
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
