import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import { errorMessage, type Logger } from './log';
import { Outage, pause } from './outage';
import type { QueueListener } from './queue-listener';
import { handleAndSettle, type MessageHandler, type Settler } from './queue-messages';

/** One link to a queue; the SDK's receiver is one. */
export interface OpenReceiver extends Settler {
  receiveMessages(
    count: number,
    options: { maxWaitTimeInMs: number; abortSignal?: AbortSignal },
  ): Promise<ServiceBusReceivedMessage[]>;
  close(): Promise<void>;
}

export interface ReceiverListenerOptions {
  readonly category: string;
  /** How many handlers run at a time; each has a link of its own. */
  readonly concurrency: number;
  /** Messages taken at once: 1, or the batch size for cardinality `many`. */
  readonly batchSize: number;
  readonly openReceiver: () => OpenReceiver;
}

/**
 * Milliseconds that one request for messages stays open. A stop waits for it rather than aborting it: an
 * aborted request may be answered all the same, by a message that nobody sees until its lock is over.
 */
const longPoll = 1000;

/**
 * Handles a queue without sessions. It asks for messages in a loop of its own: the SDK's subscription may hang
 * in its close() after the broker was away, when it has tried to connect more than once at a time.
 */
export function createReceiverListener(
  options: ReceiverListenerOptions,
  handle: MessageHandler,
  logger: Logger,
): QueueListener {
  const { category, concurrency, batchSize, openReceiver } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const outage = new Outage(logger, category);
  let workers: Promise<void>[] = [];

  const work = async (): Promise<void> => {
    let receiver = openReceiver();
    while (!signal.aborted) {
      let messages: ServiceBusReceivedMessage[];
      try {
        messages = await receiver.receiveMessages(batchSize, { maxWaitTimeInMs: longPoll });
        outage.ended();
      } catch (error) {
        // Closing a link of a lost connection may take a minute, so nobody waits for it.
        receiver.close().catch(() => undefined);
        receiver = openReceiver();
        await pause(outage.failed(error), signal);
        continue;
      }
      try {
        await handleAndSettle(messages, handle, receiver);
      } catch (error) {
        logger.log('warning', category, `could not settle, it will come again: ${errorMessage(error)}`);
      }
    }
  };

  return {
    category,
    start() {
      workers = Array.from({ length: concurrency }, work);
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled(workers);
    },
  };
}
