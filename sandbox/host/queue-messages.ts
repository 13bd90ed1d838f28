import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import type { Invoker } from './invoker';
import type { QueueFunction } from './registered-function';
import { batchMetadata, bodyText, messageMetadata } from './trigger-metadata';

/** Runs the function on what was received together; throws when the function does. */
export type MessageHandler = (messages: readonly ServiceBusReceivedMessage[]) => Promise<void>;

/** Passes messages on as the platform does: one as `string`, a batch as `collectionString`. */
export function createMessageHandler(target: QueueFunction, invoker: Invoker): MessageHandler {
  const { name: functionName, bindingName: name } = target;
  return async (messages) => {
    const [first] = messages;
    if (first === undefined) {
      return;
    }
    if (target.cardinality === 'one') {
      await invoker.invoke({
        functionName,
        input: { name, data: { string: bodyText(first.body) } },
        triggerMetadata: messageMetadata(first),
      });
      return;
    }
    await invoker.invoke({
      functionName,
      input: { name, data: { collectionString: { string: messages.map(({ body }) => bodyText(body)) } } },
      triggerMetadata: batchMetadata(messages),
    });
  };
}

/** Where messages are settled: any receiver of the SDK. */
export interface Settler {
  completeMessage(message: ServiceBusReceivedMessage): Promise<void>;
  abandonMessage(message: ServiceBusReceivedMessage): Promise<unknown>;
}

/**
 * Handles what was received together and settles it as a whole: completed when the function returned,
 * abandoned when it threw (reference functions-and-bicep 2, Service Bus).
 * @throws Error when the broker refuses, as for a lost lock.
 */
export async function handleAndSettle(
  messages: readonly ServiceBusReceivedMessage[],
  handle: MessageHandler,
  settler: Settler,
): Promise<void> {
  let succeeded = true;
  try {
    await handle(messages);
  } catch {
    // Logged by the invoker; the broker counts the delivery and gives up at the queue's limit.
    succeeded = false;
  }
  await Promise.all(
    messages.map((message) =>
      succeeded ? settler.completeMessage(message) : settler.abandonMessage(message),
    ),
  );
}
