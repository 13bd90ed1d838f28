import { items } from '../amqp/decode';
import * as encode from '../amqp/encode';
import { section } from '../amqp/sections';
import { lockedUntil, type QueuedMessage } from './message';
import { mapEntries } from './payload';

const largestUint = 0xffff_ffff;

/** Numbers of the states as the SDK reads them; a message given out is an active one. */
const stateNumber = { available: 0, locked: 0, gone: 0, deferred: 1, scheduled: 2 } as const;

type Annotation = readonly [name: string, value: encode.Encoded];

/**
 * The message as a receiver gets it: header and annotations are the broker's word on its state, all else are the
 * bytes that the sender wrote (service-bus.md 5 and 9.5).
 */
export function outgoingMessage(message: QueuedMessage, part: 'whole' | 'without-body' = 'whole'): Buffer {
  const { payload } = message;
  return Buffer.concat([
    header(message),
    annotations(message),
    payload.properties,
    payload.applicationProperties,
    part === 'whole' ? payload.body : encode.described(section.data, encode.binary(Buffer.alloc(0))),
  ]);
}

function header(message: QueuedMessage): Buffer {
  const sent = message.payload.header.length === 0 ? [] : items(message.payload.header);
  const timeToLive = Number.isFinite(message.expiresAt)
    ? message.expiresAt - message.enqueuedAt
    : message.timeToLive;
  return encode.described(
    section.header,
    encode.list([
      sent[0]?.bytes ?? encode.nothing,
      sent[1]?.bytes ?? encode.nothing,
      timeToLive === undefined ? encode.nothing : encode.uint(Math.min(timeToLive, largestUint)),
      encode.nothing,
      // Always written: without it the SDK's deliveryCount is undefined.
      encode.uint(message.deliveryCount),
    ]),
  );
}

function annotations(message: QueuedMessage): Buffer {
  const own = ownAnnotations(message);
  const names = new Set(own.map(([name]) => name));
  const sent = mapEntries(message.payload.annotations).filter(([name]) => !names.has(name));
  return encode.described(
    section.messageAnnotations,
    encode.map([
      ...sent.map(([, key, value]) => [key, value] as const),
      ...own.map(([name, value]) => [encode.symbol(name), value] as const),
    ]),
  );
}

function ownAnnotations(message: QueuedMessage): Annotation[] {
  const { state } = message;
  const isDeferred = state.kind === 'locked' && state.deferred;
  const until = lockedUntil(message);
  const own: Annotation[] = [
    ['x-opt-sequence-number', encode.long(message.sequenceNumber)],
    ['x-opt-enqueue-sequence-number', encode.long(message.enqueueSequenceNumber)],
    ['x-opt-enqueued-time', encode.timestamp(message.enqueuedAt)],
    ['x-opt-message-state', encode.int(isDeferred ? stateNumber.deferred : stateNumber[state.kind])],
  ];
  if (until !== undefined) own.push(['x-opt-locked-until', encode.timestamp(until)]);
  if (message.deadLetterSource !== undefined) {
    own.push(['x-opt-deadletter-source', encode.string(message.deadLetterSource)]);
  }
  return own;
}
