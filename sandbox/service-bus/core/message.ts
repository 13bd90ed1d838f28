import type { Payload } from './payload';
import type { SessionLock } from './sessions';

/** A receiver's hold on one message. */
export interface Lock {
  /** Thirty-two hexadecimal digits of a GUID in canonical order. */
  readonly token: string;
  /** Milliseconds since 1970; of a message in a session the session's lock counts instead. */
  until: number;
  readonly session: SessionLock | undefined;
}

export type MessageState =
  | { readonly kind: 'available' }
  | { readonly kind: 'locked'; readonly lock: Lock; readonly deferred: boolean }
  | { readonly kind: 'deferred' }
  | { readonly kind: 'scheduled'; readonly due: number }
  /** Completed, expired, deleted or moved: no longer in this queue. */
  | { readonly kind: 'gone' };

/** A message that waits in a queue. Times are milliseconds since 1970. */
export interface QueuedMessage {
  /** Place in the queue. A scheduled message gets a new one when its time comes. */
  sequenceNumber: number;
  /** The number it was first given. */
  readonly enqueueSequenceNumber: number;
  enqueuedAt: number;
  /** Infinity: never. */
  expiresAt: number;
  /** How often a delivery has failed. */
  deliveryCount: number;
  readonly messageId: string;
  readonly sessionId: string | undefined;
  /** Milliseconds it may wait, as its sender asked. */
  readonly timeToLive: number | undefined;
  /** Queue it was dead-lettered from. */
  readonly deadLetterSource: string | undefined;
  payload: Payload;
  state: MessageState;
}

/** `receive-and-delete`: the message is gone as soon as it is given out. */
export type ReceiveMode = 'peek-lock' | 'receive-and-delete';

/** A message on its way into a queue. */
export interface NewMessage {
  readonly messageId: string;
  readonly sessionId: string | undefined;
  readonly timeToLive: number | undefined;
  /** Milliseconds since 1970; absent or past: at once. */
  readonly scheduledFor: number | undefined;
  readonly payload: Payload;
}

export function lockedUntil(message: QueuedMessage): number | undefined {
  if (message.state.kind !== 'locked') return undefined;
  const { lock } = message.state;
  return lock.session === undefined ? lock.until : lock.session.until;
}

/** A message as it enters a queue; its place and state are given next. */
export function accepted(message: NewMessage, sequenceNumber: number, now: number): QueuedMessage {
  return {
    messageId: message.messageId,
    sessionId: message.sessionId,
    timeToLive: message.timeToLive,
    payload: message.payload,
    sequenceNumber,
    enqueueSequenceNumber: sequenceNumber,
    enqueuedAt: now,
    expiresAt: Infinity,
    deliveryCount: 0,
    deadLetterSource: undefined,
    state: { kind: 'gone' },
  };
}
