import * as encode from '../amqp/encode';
import type { QueuedMessage } from './message';
import { withProperties, type PropertyEdit } from './payload';

/** Path of the sub-queue below its queue. */
export const deadLetterPath = '$DeadLetterQueue';

export interface DeadLetterReason {
  readonly reason: string | undefined;
  readonly description: string | undefined;
}

export function deliveriesExhausted(count: number): DeadLetterReason {
  return {
    reason: 'MaxDeliveryCountExceeded',
    description: `Message could not be consumed after ${count} delivery attempts.`,
  };
}

export const expired: DeadLetterReason = {
  reason: 'TTLExpiredException',
  description: 'The message expired and was dead lettered.',
};

/** The message as it enters the sub-queue, where its time to live is shown but ignored. */
export function deadLettered(
  message: QueuedMessage,
  source: string,
  why: DeadLetterReason,
  edit: PropertyEdit,
): Omit<QueuedMessage, 'sequenceNumber' | 'state'> {
  const reasons: [string, encode.Encoded][] = [];
  if (why.reason !== undefined) reasons.push(['DeadLetterReason', encode.string(why.reason)]);
  if (why.description !== undefined) {
    reasons.push(['DeadLetterErrorDescription', encode.string(why.description)]);
  }
  return {
    enqueueSequenceNumber: message.sequenceNumber,
    enqueuedAt: message.enqueuedAt,
    expiresAt: Infinity,
    deliveryCount: message.deliveryCount,
    messageId: message.messageId,
    sessionId: message.sessionId,
    timeToLive: message.timeToLive,
    deadLetterSource: source,
    payload: withProperties(message.payload, [...edit, ...reasons]),
  };
}
