import type {
  ServiceBusReceiver,
  ServiceBusReceiverOptions,
  ServiceBusSessionReceiverOptions,
} from '@azure/service-bus';
import type { OpenReceiver } from './receiver-listener';
import { longestSdkWait } from './service-bus-connection';
import type { Lease } from './service-bus-lease';
import type { OpenSession } from './session-listener';

/**
 * Milliseconds that the broker gets for an answer. When a connection drops just while a link is opened on it,
 * the SDK may tell nobody for a minute.
 */
const grace = 5000;

/** A receiver of this lease's client, none of whose operations waits for ever. */
export function openReceiver(lease: Lease, entity: string, options: ServiceBusReceiverOptions): OpenReceiver {
  return leased(lease, lease.client.createReceiver(entity, options));
}

/** The next session that has a message; rejects with ServiceTimeout when there is none for a while. */
export async function acceptSession(
  lease: Lease,
  queueName: string,
  options: ServiceBusSessionReceiverOptions,
): Promise<OpenSession> {
  const accepting = lease.client.acceptNextSession(queueName, options);
  const session = await unlessLate(lease, longestSdkWait + grace, accepting, (late) => late.close());
  return { sessionId: session.sessionId, ...leased(lease, session) };
}

function leased(lease: Lease, receiver: ServiceBusReceiver): OpenReceiver {
  return {
    receiveMessages: (count, options) =>
      unlessLate(
        lease,
        options.maxWaitTimeInMs + grace,
        receiver.receiveMessages(count, options),
        // Given back, they are not out of sight until their locks are over.
        (late) => Promise.all(late.map((message) => receiver.abandonMessage(message))),
      ),
    completeMessage: (message) => lease.wait(grace, receiver.completeMessage(message)),
    abandonMessage: (message) => lease.wait(grace, receiver.abandonMessage(message)),
    close: () => lease.wait(grace, receiver.close()),
  };
}

/**
 * Waits for an operation, and undoes what it brings when nobody waits any more: the SDK opens the connection of
 * a closed client again for an operation that was under way, and would then hold a session that nobody drains.
 */
async function unlessLate<T>(
  lease: Lease,
  milliseconds: number,
  operation: Promise<T>,
  undo: (late: T) => Promise<unknown>,
): Promise<T> {
  try {
    return await lease.wait(milliseconds, operation);
  } catch (error) {
    if (lease.isGivenUp()) {
      operation
        .then(undo)
        .finally(() => lease.client.close())
        .catch(() => undefined);
    }
    throw error;
  }
}
