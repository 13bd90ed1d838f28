import { z } from 'zod';
import * as encode from '../amqp/encode';
import type { AmqpValue } from '../amqp/decode';
import { ServiceBusError } from '../core/errors';
import { incomingMessage } from '../core/incoming';
import type { QueuedMessage } from '../core/message';
import { outgoingMessage } from '../core/outgoing';
import { mapEntries } from '../core/payload';
import type { Queue } from '../core/queue';
import type { SessionLock, Sessions } from '../core/sessions';
import { propertyEdit } from './property-edit';

/** What an operation is asked. */
export interface Call {
  readonly queue: Queue;
  /** The receiver's link that the client names, if any. */
  readonly owner: string | undefined;
  readonly now: number;
  /** The request's map, as bytes and read. */
  readonly body: Buffer;
  readonly fields: AmqpValue;
}

type Operation = (call: Call) => encode.Encoded | 'done' | 'no-content';

const long = z.union([z.number(), z.bigint().transform(Number)]);
const longs = z.array(long);
const binary = z.instanceof(Buffer);
const token = binary.transform((bytes) => bytes.toString('hex'));
const optionalText = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

/** By name; tables of service-bus.md 6. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    'renew-lock': renewLock,
    'schedule-message': schedule,
    'cancel-scheduled-message': cancelScheduled,
    'peek-message': peek,
    'receive-by-sequence-number': receiveDeferred,
    'update-disposition': updateDisposition,
    'renew-session-lock': renewSessionLock,
    'set-session-state': setSessionState,
    'get-session-state': getSessionState,
    'batch-delete-messages': deleteBatch,
  } satisfies Record<string, Operation>).map(([name, operation]) => [`com.microsoft:${name}`, operation]),
);

function renewLock(call: Call): encode.Encoded {
  const request = read(call, z.object({ 'lock-tokens': z.array(token) }));
  const ends = request['lock-tokens'].map((lock) => call.queue.renewLock(lock, call.now));
  return answer({ expirations: encode.array(0x83, ends.map(encode.timestamp)) });
}

function schedule(call: Call): encode.Encoded {
  const { messages } = read(call, z.object({ messages: z.array(mapOf(z.object({ message: binary }))) }));
  const incoming = messages.map(({ message }) => incomingMessage(message));
  for (const message of incoming) call.queue.check(message);
  const numbers = incoming.map((message) => call.queue.enqueue(message, call.now).sequenceNumber);
  return answer({ 'sequence-numbers': encode.array(0x81, numbers.map(encode.long)) });
}

function cancelScheduled(call: Call): 'done' {
  const request = read(call, z.object({ 'sequence-numbers': longs }));
  call.queue.cancelScheduled(request['sequence-numbers']);
  return 'done';
}

function peek(call: Call): encode.Encoded | 'no-content' {
  const request = read(
    call,
    z.object({
      'from-sequence-number': long,
      'message-count': z.number(),
      'session-id': optionalText,
      'omit-message-body': z.boolean().nullish(),
    }),
  );
  const found = call.queue.peek(
    request['from-sequence-number'],
    request['message-count'],
    request['session-id'],
  );
  if (found.length === 0) return 'no-content';
  const part = request['omit-message-body'] === true ? 'without-body' : 'whole';
  return answer({ messages: encode.list(found.map((message) => entry(outgoingMessage(message, part), []))) });
}

function receiveDeferred(call: Call): encode.Encoded {
  const request = read(
    call,
    z.object({
      'sequence-numbers': longs,
      'receiver-settle-mode': z.number(),
      'session-id': optionalText,
    }),
  );
  const mode = request['receiver-settle-mode'] === 0 ? 'receive-and-delete' : 'peek-lock';
  const session = heldSession(call, request['session-id']);
  const found = call.queue.receiveDeferred(request['sequence-numbers'], mode, call.now, session);
  return answer({
    messages: encode.list(found.map((message) => entry(outgoingMessage(message), lockToken(message)))),
  });
}

function updateDisposition(call: Call): 'done' {
  const request = read(
    call,
    z.object({
      'lock-tokens': z.array(token),
      // "defered" and "suspended" (dead-lettered) are the protocol's own words.
      'disposition-status': z.enum(['completed', 'abandoned', 'defered', 'suspended']),
      'deadletter-reason': optionalText,
      'deadletter-description': optionalText,
      'session-id': optionalText,
    }),
  );
  const properties = mapEntries(call.body).find(([name]) => name === 'properties-to-modify');
  const edit = properties === undefined ? [] : propertyEdit(properties[2]);
  if (call.queue.sessions !== undefined) heldSession(call, request['session-id']);
  for (const lock of request['lock-tokens']) {
    switch (request['disposition-status']) {
      case 'completed':
        call.queue.complete(lock);
        break;
      case 'abandoned':
        call.queue.abandon(lock, edit, call.now);
        break;
      case 'defered':
        call.queue.defer(lock, edit);
        break;
      case 'suspended': {
        const [reason, description] = [request['deadletter-reason'], request['deadletter-description']];
        call.queue.deadLetter(lock, { reason, description }, edit);
        break;
      }
    }
  }
  return 'done';
}

function renewSessionLock(call: Call): encode.Encoded {
  const { sessions, lock } = ownSession(call);
  return answer({ expiration: encode.timestamp(sessions.renew(lock, call.now)) });
}

function setSessionState(call: Call): 'done' {
  const { sessions, lock } = ownSession(call);
  const request = read(call, z.object({ 'session-state': binary.nullish() }));
  const state = request['session-state'];
  sessions.setState(lock.sessionId, state ? Buffer.from(state) : undefined);
  return 'done';
}

function getSessionState(call: Call): encode.Encoded {
  const { sessions, lock } = ownSession(call);
  const state = sessions.state(lock.sessionId);
  return answer({ 'session-state': state === undefined ? encode.nothing : encode.binary(state) });
}

function deleteBatch(call: Call): encode.Encoded {
  const request = read(
    call,
    z.object({ 'message-count': z.number(), 'enqueued-time-utc': z.date().nullish() }),
  );
  const before = request['enqueued-time-utc']?.getTime() ?? Infinity;
  return answer({ 'message-count': encode.int(call.queue.deleteBatch(request['message-count'], before)) });
}

function ownSession(call: Call): { sessions: Sessions; lock: SessionLock } {
  const request = read(call, z.object({ 'session-id': z.string() }));
  const { sessions } = call.queue;
  if (sessions === undefined) throw new ServiceBusError('amqp:not-allowed', 'This queue has no sessions.');
  return { sessions, lock: sessions.held(request['session-id'], call.owner) };
}

/** The session that a message's operation names; nothing in a queue without sessions. */
function heldSession(call: Call, sessionId: string | undefined): SessionLock | undefined {
  return call.queue.sessions?.held(sessionId ?? '', call.owner);
}

function lockToken({ state }: QueuedMessage): [string, encode.Encoded][] {
  // In canonical order here, unlike a delivery tag (service-bus.md 5).
  if (state.kind !== 'locked') return [];
  return [['lock-token', encode.uuid(Buffer.from(state.lock.token, 'hex'))]];
}

function entry(message: Buffer, more: readonly (readonly [string, encode.Encoded])[]): encode.Encoded {
  return answer({ message: encode.binary(message), ...Object.fromEntries(more) });
}

function answer(fields: Readonly<Record<string, encode.Encoded>>): encode.Encoded {
  return encode.map(Object.entries(fields).map(([name, value]) => [encode.string(name), value] as const));
}

/** Reads the request's map. */
function read<T extends z.ZodType>({ fields }: Call, schema: T): z.output<T> {
  const result = mapOf(schema).safeParse(fields);
  if (result.success) return result.data;
  throw new ServiceBusError('com.microsoft:argument-error', z.prettifyError(result.error));
}

function mapOf<T extends z.ZodType>(schema: T): z.ZodPreprocess<T> {
  const toObject = (value: unknown): unknown => (value instanceof Map ? Object.fromEntries(value) : value);
  return z.preprocess(toObject, schema);
}
