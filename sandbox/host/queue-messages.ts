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
 * abandoned when it threw (reference functions-and-bicep 2, Service Bus). Resolves once it is handled, with
 * the broker's answer to come: to complete needs no waiting before the next message is asked for, while an
 * abandoned one must be back in its place first, or the next would overtake it.
 * @throws Error when the broker refuses to take messages back, as for a lost lock.
 */
export async function handleMessages(
  messages: readonly ServiceBusReceivedMessage[],
  handle: MessageHandler,
  settler: Settler,
): Promise<{ readonly settled: Promise<void> }> {
  try {
    await handle(messages);
  } catch {
    // Logged by the invoker; the broker counts the delivery and gives up at the queue's limit.
    await Promise.all(messages.map((message) => settler.abandonMessage(message)));
    return { settled: Promise.resolve() };
  }
  const completing = Promise.all(messages.map((message) => settler.completeMessage(message)));
  return { settled: completing.then(() => undefined) };
}

/** The same, waiting for the broker. */
export async function handleAndSettle(
  messages: readonly ServiceBusReceivedMessage[],
  handle: MessageHandler,
  settler: Settler,
): Promise<void> {
  if (messages.length > 0) {
    const { settled } = await handleMessages(messages, handle, settler);
    await settled;
  }
}
