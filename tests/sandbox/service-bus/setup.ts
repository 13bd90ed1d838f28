import {
  ServiceBusClient,
  type ServiceBusClientOptions,
  type ServiceBusReceivedMessage,
  type ServiceBusReceiver,
} from '@azure/service-bus';
import { startServiceBus, type ServiceBus } from '../../../sandbox/service-bus/start';
import type { QueueDeclaration } from '../../../shared/queue/declaration';

const usual: Omit<QueueDeclaration, 'name'> = {
  requiresSession: false,
  lockSeconds: 60,
  maxDeliveryCount: 10,
  timeToLiveSeconds: 3600,
  deadLetterOnExpiry: false,
};

/** Queues by name, each given only in what is special about it. */
export function declare(
  queues: Readonly<Record<string, Partial<Omit<QueueDeclaration, 'name'>>>>,
): QueueDeclaration[] {
  return Object.entries(queues).map(([name, special]) => ({ ...usual, ...special, name }));
}

/** Fails fast instead of trying again for minutes. */
const impatient: ServiceBusClientOptions = { retryOptions: { maxRetries: 0, timeoutInMs: 15_000 } };

export function connect(connectionString: string, options = impatient): ServiceBusClient {
  return new ServiceBusClient(connectionString, options);
}

/** A broker and a client for all tests of a file. */
export function useServiceBus(queues: QueueDeclaration[]): {
  readonly bus: ServiceBus;
  readonly client: ServiceBusClient;
} {
  const running: { bus?: ServiceBus; client?: ServiceBusClient } = {};
  beforeAll(async () => {
    running.bus = await startServiceBus({ queues });
    running.client = connect(running.bus.connectionString);
  });
  afterAll(async () => {
    await running.client?.close();
    await running.bus?.stop();
  });
  return {
    get bus() {
      return present(running.bus);
    },
    get client() {
      return present(running.client);
    },
  };
}

export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('expected a value');
  return value;
}

/** The one message that there must be. */
export async function receiveOne(
  receiver: ServiceBusReceiver,
  maxWaitTimeInMs = 10_000,
): Promise<ServiceBusReceivedMessage> {
  const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs });
  return present(message);
}

/** Exactly `count` messages, in the order in which they come. */
export async function receiveAll(
  receiver: ServiceBusReceiver,
  count: number,
): Promise<ServiceBusReceivedMessage[]> {
  const received: ServiceBusReceivedMessage[] = [];
  while (received.length < count) {
    const more = await receiver.receiveMessages(count - received.length, { maxWaitTimeInMs: 10_000 });
    if (more.length === 0) throw new Error(`only ${received.length} of ${count} messages came`);
    received.push(...more);
  }
  return received;
}

/** What a promise is rejected with. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('expected a failure');
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Waits until a condition holds. */
export async function eventually(check: () => Promise<boolean>, within = 10_000): Promise<void> {
  const end = Date.now() + within;
  while (!(await check())) {
    if (Date.now() > end) throw new Error('it did not happen in time');
    await sleep(20);
  }
}
