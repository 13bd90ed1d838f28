import type { ServiceBusReceiverOptions } from '@azure/service-bus';
import type { ServiceBusOptions } from './host-json';
import type { Invoker } from './invoker';
import { acceptSession, openReceiver } from './leased-receivers';
import type { Logger } from './log';
import { createMessageHandler } from './queue-messages';
import { createReceiverListener } from './receiver-listener';
import type { QueueFunction } from './registered-function';
import type { ServiceBusConnection } from './service-bus-lease';
import { createSessionListener } from './session-listener';

/** Receives from one queue for one function. */
export interface QueueListener {
  /** Category of its log lines. */
  readonly category: string;
  start(): void;
  /** Takes no further message; those being handled go on, and are settled while the client stays open. */
  stop(): Promise<void>;
}

const deadLetterSuffix = /\/\$deadletterqueue$/i;

/** @throws Error naming the function when it asks for what the platform or this host does not do. */
export function createQueueListener(
  target: QueueFunction,
  connection: ServiceBusConnection,
  options: ServiceBusOptions,
  invoker: Invoker,
  logger: Logger,
): QueueListener {
  refuseUnsupported(target, options);
  const { queueName, isSessionsEnabled } = target;
  const category = `Host.ServiceBus.${target.name}`;
  const handle = createMessageHandler(target, invoker);
  const isBatch = target.cardinality === 'many';
  const batchSize = isBatch ? options.maxMessageBatchSize : 1;
  // Bodies are passed on as they are: the library decides what is JSON (reference functions-and-bicep 1.4).
  const body = { skipParsingBodyAsJson: true };
  const renewal = options.maxAutoLockRenewalDuration;
  if (isSessionsEnabled) {
    const { maxConcurrentSessions, sessionIdleTimeout } = options;
    const session = { ...body, maxAutoLockRenewalDurationInMs: renewal };
    return createSessionListener(
      {
        ...{ category, maxConcurrentSessions, sessionIdleTimeout, batchSize },
        acceptNextSession: () => acceptSession(connection.lease(), queueName, session),
      },
      handle,
      logger,
    );
  }
  const receiver: ServiceBusReceiverOptions = {
    ...body,
    // The platform renews no locks of batches (reference service-bus 12).
    maxAutoLockRenewalDurationInMs: isBatch ? 0 : renewal,
    ...(deadLetterSuffix.test(queueName) ? { subQueueType: 'deadLetter' } : {}),
  };
  const entity = queueName.replace(deadLetterSuffix, '');
  return createReceiverListener(
    {
      ...{ category, batchSize, concurrency: isBatch ? 1 : options.maxConcurrentCalls },
      openReceiver: () => openReceiver(connection.lease(), entity, receiver),
    },
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
