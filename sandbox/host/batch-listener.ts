import type { ServiceBusReceiver } from '@azure/service-bus';
import type { Logger } from './log';
import { Outage, pause } from './outage';
import type { QueueListener } from './queue-listener';
import { handleAndSettle, type MessageHandler } from './queue-messages';

/** Milliseconds that one request for messages stays open. */
const longPoll = 60_000;

/** Handles a queue without sessions in batches (cardinality `many`), one batch after another. */
export function createBatchListener(
  receiver: ServiceBusReceiver,
  batchSize: number,
  category: string,
  handle: MessageHandler,
  logger: Logger,
): QueueListener {
  const stopping = new AbortController();
  const { signal } = stopping;
  const outage = new Outage(logger, category);

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        const wait = { maxWaitTimeInMs: longPoll, abortSignal: signal };
        const messages = await receiver.receiveMessages(batchSize, wait);
        outage.ended();
        if (messages.length > 0) {
          await handleAndSettle(messages, handle, receiver);
        }
      } catch (error) {
        if (!stopping.signal.aborted) {
          await pause(outage.failed(error), signal);
        }
      }
    }
  };

  let running: Promise<void> | undefined;
  return {
    start() {
      running = run();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
