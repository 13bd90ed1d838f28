import type { EventContext, Receiver } from 'rhea';
import { ServiceBusError } from '../core/errors';
import { incomingMessages } from '../core/incoming';
import type { Entity } from '../namespace';
import { announceMaxMessageSize, echoSettleModes } from '../rhea/attach';
import { received, settle } from '../rhea/deliveries';
import type { Store } from '../storage/store';
import { asServiceBusError, type OpenLink } from './open-link';

/** Bytes, as in the Standard tier; the SDK sizes its batches by the announcement (service-bus.md 2). */
const maxMessageSize = 256 * 1024;

/** The link of a client that sends to a queue. */
export function openSenderLink(receiver: Receiver, entity: Entity, store: Store): OpenLink {
  announceMaxMessageSize(receiver, maxMessageSize);
  echoSettleModes(receiver);
  return {
    message: (context) => {
      const { delivery } = context;
      if (delivery === undefined) return;
      try {
        take(context, entity);
        // Accepted means kept: the client may forget the message then.
        store.whenSafe(() => settle(delivery, { kind: 'accepted' }));
      } catch (error) {
        const { condition, message: description } = asServiceBusError(error);
        settle(delivery, { kind: 'rejected', error: { condition, description } });
      }
    },
  };
}

/** Takes in one delivery, all of it or nothing. */
function take(context: EventContext, { queue, pump }: Entity): void {
  const { bytes, format } = received(context);
  if (bytes.length > maxMessageSize) {
    throw new ServiceBusError(
      'amqp:link:message-size-exceeded',
      `The received message (${bytes.length} bytes) exceeds the limit (${maxMessageSize} bytes) of the link.`,
    );
  }
  const messages = incomingMessages(bytes, format);
  for (const message of messages) queue.check(message);
  const now = Date.now();
  for (const message of messages) queue.enqueue(message, now);
  pump.wake();
}
