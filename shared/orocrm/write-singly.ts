import { SyncError } from '../errors';
import { parseOrocrmId } from '../records/ids';
import { oneSchema } from './json-api/document';
import type { OrocrmContext } from './reader';
import type { Write } from './record-type';
import { TransportFailure } from './transport-failure';
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
export function endsSending(sent: Sent): boolean {
  if (sent.ok) return false;
  const { error } = sent;
  if (error.cause instanceof TransportFailure) return true;
  switch (error.code) {
    case 'unauthorized':
    case 'api-off':
    case 'wrong-setting':
    case 'unreachable':
    case 'throttled':
      return true;
    case 'server-error':
    case 'bad-answer':
    case 'forbidden':
    case 'not-found':
    case 'refused-value':
    case 'not-expressible':
    case 'would-notify':
    case 'changed-meanwhile':
    case 'cursor-expired':
    case 'unknown-outcome':
    case 'mailbox-unavailable':
    case 'guard':
      return false;
  }
}

/** What a write gets that was not sent because one before it met such a failure. */
export function notSent(last: Sent): Sent {
  if (last.ok) return last;
  const { error } = last;
  if (error.kind === 'operator') return last;
  return {
    ok: false,
    error: new SyncError(`Not sent, for OroCRM could not take the write before it: ${error.message}`, {
      kind: 'retry',
      code: error.code === 'throttled' ? 'throttled' : 'unreachable',
      ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
    }),
  };
}
