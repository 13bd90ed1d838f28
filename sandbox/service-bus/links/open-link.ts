import type { Delivery, EventContext, Receiver, Sender } from 'rhea';
import { AmqpDecodeError } from '../amqp/decode';
import { ServiceBusError } from '../core/errors';

/** What the broker does for a link that a client has opened. */
export interface OpenLink {
  /** The client sent a message. */
  message?(context: EventContext): void;
  /** The client gave credit, or wants it back. */
  flow?(): void;
  /** The client said what has become of a delivery. */
  outcome?(delivery: Delivery): void;
  /** The link, its session or its connection is gone. Called once. */
  closed?(): void;
}

/** Answers an attach, and closes the link at once with the reason. */
export function refuse(link: Sender | Receiver, error: ServiceBusError): void {
  link.close({ condition: error.condition, description: error.message });
}

/** What a failure is called on the wire; a failure of the broker itself goes on. */
export function asServiceBusError(error: unknown): ServiceBusError {
  if (error instanceof ServiceBusError) return error;
  if (error instanceof AmqpDecodeError) return new ServiceBusError('amqp:decode-error', error.message);
  throw error;
}
