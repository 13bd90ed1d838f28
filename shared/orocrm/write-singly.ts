import { SyncError } from '../errors';
import { parseOrocrmId } from '../records/ids';
import { endsWriting, notWritten } from './ends-writing';
import { oneSchema } from './json-api/document';
import type { OrocrmContext } from './reader';
import type { Write } from './record-type';
import type { Sent } from './write-batches';

/** Sends one write by its own request. Never throws. */
export async function sendSingly(context: OrocrmContext, type: string, write: Write): Promise<Sent> {
  try {
    const { data, included } = write.document;
    const document = { data, ...(included.length === 0 ? {} : { included }) };
    return data.id === undefined
      ? await create(context, type, document)
      : await update(context, type, data.id, document);
  } catch (thrown) {
    if (thrown instanceof SyncError) return { ok: false, error: thrown };
    throw thrown;
  }
}

async function create(context: OrocrmContext, type: string, document: unknown): Promise<Sent> {
  const answer = await context.api.send({ method: 'POST', type, document, effect: 'create' });
  const parsed = oneSchema.safeParse(answer.body);
  const id = parsed.success ? parseOrocrmId(parsed.data.data.id) : undefined;
  if (!parsed.success || id === undefined) {
    throw new SyncError('The answer to a create names no record.', {
      kind: 'retry',
      code: 'unknown-outcome',
    });
  }
  return { ok: true, id, answer: { resource: parsed.data.data, included: parsed.data.included } };
}

async function update(
  context: OrocrmContext,
  type: string,
  recordId: string,
  document: unknown,
): Promise<Sent> {
  const answer = await context.api.send({ method: 'PATCH', type, id: recordId, document, effect: 'change' });
  const id = parseOrocrmId(recordId);
  if (id === undefined) throw new RangeError('An update names an id of OroCRM.');
  const parsed = oneSchema.safeParse(answer.body);
  // Done, but not told what came of it (an empty answer): the record is read instead.
  if (!parsed.success || parsed.data.data.id !== id) return { ok: true, id, answer: undefined };
  return { ok: true, id, answer: { resource: parsed.data.data, included: parsed.data.included } };
}

/** Failures of the connection or of the credential: what follows would fare no better. */
export const endsSending = (sent: Sent): boolean => !sent.ok && endsWriting(sent.error);

/** What a write gets that was not sent because one before it met such a failure. */
export const notSent = (last: Sent): Sent => (last.ok ? last : { ok: false, error: notWritten(last.error) });
