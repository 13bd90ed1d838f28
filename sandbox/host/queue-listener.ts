import type { ServiceBusClient, ServiceBusReceiver } from '@azure/service-bus';
import { createBatchListener } from './batch-listener';
import type { ServiceBusOptions } from './host-json';
import type { Invoker } from './invoker';
import type { Logger } from './log';
import { createMessageListener } from './message-listener';
import { createMessageHandler } from './queue-messages';
import type { QueueFunction } from './registered-function';
import { createSessionListener } from './session-listener';

/** Receives from one queue for one function. */
export interface QueueListener {
  start(): void;
  /** Takes no further message; those being handled go on, and are settled while the client stays open. */
  stop(): Promise<void>;
}

const deadLetterSuffix = /\/\$deadletterqueue$/i;

/** @throws Error naming the function when it asks for what the platform or this host does not do. */
export function createQueueListener(
  target: QueueFunction,
  client: ServiceBusClient,
  options: ServiceBusOptions,
  invoker: Invoker,
  logger: Logger,
): QueueListener {
  refuseUnsupported(target, options);
  const { name, queueName, isSessionsEnabled, cardinality } = target;
  const category = `Host.ServiceBus.${name}`;
  const handle = createMessageHandler(target, invoker);
  const { maxAutoLockRenewalDuration, maxMessageBatchSize } = options;
  // Bodies are passed on as they are: the library decides what is JSON (reference functions-and-bicep 1.4).
  const body = { skipParsingBodyAsJson: true };
  if (isSessionsEnabled) {
    const session = { ...body, maxAutoLockRenewalDurationInMs: maxAutoLockRenewalDuration };
    return createSessionListener(
      {
        category,
        maxConcurrentSessions: options.maxConcurrentSessions,
        sessionIdleTimeout: options.sessionIdleTimeout,
        batchSize: cardinality === 'many' ? maxMessageBatchSize : 1,
        acceptNextSession: () => client.acceptNextSession(queueName, session),
      },
      handle,
      logger,
    );
  }
  const open = (renewal: number): ServiceBusReceiver =>
    client.createReceiver(queueName.replace(deadLetterSuffix, ''), {
      ...body,
      maxAutoLockRenewalDurationInMs: renewal,
      ...(deadLetterSuffix.test(queueName) ? { subQueueType: 'deadLetter' } : {}),
    });
  // The platform renews no locks of batches (reference service-bus 12).
  return cardinality === 'many'
    ? createBatchListener(open(0), maxMessageBatchSize, category, handle, logger)
    : createMessageListener(
        open(maxAutoLockRenewalDuration),
        options.maxConcurrentCalls,
        category,
        handle,
        logger,
      );
}

function refuseUnsupported(target: QueueFunction, options: ServiceBusOptions): void {
  const { name, queueName, isSessionsEnabled, sdkBinding } = target;
  const faults = [
    ...(sdkBinding ? ['sdkBinding is not served by this host'] : []),
    ...(target.autoCompleteMessages && options.autoCompleteMessages
      ? []
      : ['autoCompleteMessages must stay on: a function in Node settles by return or throw only']),
    ...(isSessionsEnabled && deadLetterSuffix.test(queueName)
      ? ['a dead-letter queue has no sessions: isSessionsEnabled must be off']
      : []),
  ];
  if (faults.length > 0) {
    throw new Error(`Function "${name}": ${faults.join('; ')}.`);
  }
}
