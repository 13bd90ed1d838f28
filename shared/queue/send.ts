import { randomUUID } from 'node:crypto';
import type { ServiceBusClient, ServiceBusMessage, ServiceBusSender } from '@azure/service-bus';
import { SyncError } from '../errors';
import type { Queue } from '../sync/ports/queue';
import { pollsQueue, recordsQueue } from './declaration';
import { pollMessage, recordsMessage } from './messages';
import { queueError } from './queue-errors';

export interface ServiceBusQueue extends Queue {
  /** Closes the senders and the client. */
  close(): Promise<void>;
}

/** Sends with one sender per queue, opened at first use. Every method throws `SyncError`. */
export function serviceBusQueue(
  client: Pick<ServiceBusClient, 'createSender' | 'close'>,
  now: () => Date = () => new Date(),
): ServiceBusQueue {
  const senders = new Map<string, ServiceBusSender>();
  const senderOf = (queue: string): ServiceBusSender => {
    const open = senders.get(queue);
    if (open !== undefined) return open;
    const sender = client.createSender(queue);
    senders.set(queue, sender);
    return sender;
  };
  return {
    async sendRecords(messages, delaySeconds = 0) {
      const due = delaySeconds > 0 ? new Date(now().getTime() + delaySeconds * 1000) : undefined;
      await send(
        () => senderOf(recordsQueue.name),
        messages.map((body) => recordsMessage(body, randomUUID(), due)),
      );
    },
    async sendPolls(messages, timeToLiveSeconds) {
      await send(
        () => senderOf(pollsQueue.name),
        messages.map((body) => pollMessage(body, timeToLiveSeconds)),
      );
    },
    close: () => client.close(),
  };
}

/** Sends in order, in as few batches as their size allows. A batch is taken whole or not at all. */
async function send(open: () => ServiceBusSender, messages: readonly ServiceBusMessage[]): Promise<void> {
  if (messages.length === 0) return;
  try {
    const sender = open();
    let batch = await sender.createMessageBatch();
    for (const message of messages) {
      if (batch.tryAddMessage(message)) continue;
      if (batch.count > 0) await sender.sendMessages(batch);
      batch = await sender.createMessageBatch();
      if (!batch.tryAddMessage(message)) throw tooLarge();
    }
    await sender.sendMessages(batch);
  } catch (thrown) {
    throw queueError(thrown);
  }
}

const tooLarge = (): SyncError =>
  new SyncError('A message is larger than Service Bus takes.', { kind: 'give-up', code: 'refused-value' });
