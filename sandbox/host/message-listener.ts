import type { ServiceBusReceiver } from '@azure/service-bus';
import { errorMessage, type Logger } from './log';
import { Outage } from './outage';
import type { QueueListener } from './queue-listener';
import { handleAndSettle, type MessageHandler } from './queue-messages';

/**
 * Handles a queue without sessions message by message. The SDK's subscription keeps its link alive and renews
 * locks; settling is ours, so that a stop can wait for it.
 */
export function createMessageListener(
  receiver: ServiceBusReceiver,
  maxConcurrentCalls: number,
  category: string,
  handle: MessageHandler,
  logger: Logger,
): QueueListener {
  const outage = new Outage(logger, category);
  const busy = new Set<Promise<void>>();
  let stopped = false;
  let subscription: { close(): Promise<void> } | undefined;
  return {
    start() {
      subscription = receiver.subscribe(
        {
          processMessage: async (message) => {
            outage.ended();
            const work = handleAndSettle([message], handle, receiver);
            busy.add(work);
            try {
              await work;
            } catch (error) {
              logger.log('warning', category, `could not settle a message: ${errorMessage(error)}`);
            } finally {
              busy.delete(work);
            }
          },
          processError: ({ error }) => {
            // A stop that comes while the link opens is told as an error too.
            if (!stopped) {
              outage.failed(error);
            }
            return Promise.resolve();
          },
        },
        { maxConcurrentCalls, autoCompleteMessages: false },
      );
    },
    async stop() {
      stopped = true;
      await subscription?.close();
      await Promise.allSettled(busy);
    },
  };
}
