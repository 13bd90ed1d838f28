import { ServiceBusError, type ServiceBusSessionReceiver } from '@azure/service-bus';
import { connect, declare, eventually, receiveAll, useServiceBus } from './setup';

// Thousands of messages take their time on a busy machine.
jest.setTimeout(120_000);

const service = useServiceBus(
  declare({
    ring: {},
    'ring-subscribed': {},
    'ring-deleting': {},
    ordered: { requiresSession: true },
  }),
);

async function fill(queue: string, count: number): Promise<void> {
  const sender = service.client.createSender(queue);
  for (let start = 0; start < count; start += 500) {
    const size = Math.min(500, count - start);
    await sender.sendMessages(Array.from({ length: size }, (_, index) => ({ body: start + index })));
  }
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

// More than the ring of 2048 deliveries that both ends keep for a session (service-bus.md 9.1).
const beyondRing = 2100;

describe('more messages than fit the ring of one link', () => {
  it('are all received, completed and in order', async () => {
    await fill('ring', beyondRing);
    const receiver = service.client.createReceiver('ring');
    const seen: number[] = [];
    while (seen.length < beyondRing) {
      const messages = await receiver.receiveMessages(400, { maxWaitTimeInMs: 10_000 });
      expect(messages).not.toHaveLength(0);
      await Promise.all(messages.map((message) => receiver.completeMessage(message)));
      seen.push(...messages.map(({ body }) => body as number));
    }
    expect(seen).toEqual(upTo(beyondRing));
    expect(await service.bus.counts()).toMatchObject({ ring: { active: 0 } });
  });

  it('are all handled by a subscriber', async () => {
    await fill('ring-subscribed', beyondRing);
    const receiver = service.client.createReceiver('ring-subscribed');
    const seen = new Set<number>();
    receiver.subscribe(
      {
        processMessage: ({ body }) => {
          seen.add(body as number);
          return Promise.resolve();
        },
        processError: ({ error }) => Promise.reject(error),
      },
      { maxConcurrentCalls: 16 },
    );
    await eventually(async () => (await service.bus.counts())['ring-subscribed']?.active === 0, 100_000);
    await receiver.close();
    expect([...seen].sort((one, other) => one - other)).toEqual(upTo(beyondRing));
  });

  it('are all received in the deleting mode', async () => {
    await fill('ring-deleting', beyondRing);
    const receiver = service.client.createReceiver('ring-deleting', { receiveMode: 'receiveAndDelete' });
    const messages = await receiveAll(receiver, beyondRing);
    expect(messages.map(({ body }) => body as number)).toEqual(upTo(beyondRing));
  });
});

describe('many sessions at once', () => {
  it('keep the order of each while others go on, with failures in between', async () => {
    const sessions = 20;
    const messages = 15;
    const sender = service.client.createSender('ordered');
    for (let round = 0; round < messages; round += 1) {
      await sender.sendMessages(
        Array.from({ length: sessions }, (_, session) => ({ body: round, sessionId: `session-${session}` })),
      );
    }
    const handled = new Map<string, number[]>();
    const overlapping = new Set<string>();
    const open = new Set<string>();
    const client = connect(service.bus.connectionString, {
      retryOptions: { maxRetries: 0, timeoutInMs: 2000 },
    });
    const worker = async (): Promise<void> => {
      for (;;) {
        const receiver = await client.acceptNextSession('ordered').catch(nothingLeft);
        if (receiver === undefined) return;
        if (open.has(receiver.sessionId)) overlapping.add(receiver.sessionId);
        open.add(receiver.sessionId);
        await work(receiver, handled);
        open.delete(receiver.sessionId);
        await receiver.close();
      }
    };
    await Promise.all(Array.from({ length: 6 }, worker));
    await client.close();
    expect(overlapping.size).toBe(0);
    expect(await service.bus.counts()).toMatchObject({ ordered: { active: 0 } });
    expect(handled.size).toBe(sessions);
    for (const bodies of handled.values()) expect(bodies).toEqual(upTo(messages));
  });
});

/** No session has messages any more when none is given before the time-out. */
function nothingLeft(error: unknown): undefined {
  if (error instanceof ServiceBusError && error.code === 'ServiceTimeout') return undefined;
  throw error;
}

/**
 * Handles some messages of a session; now and then one fails, and comes again before its successors. On a busy
 * machine the SDK closes its link when it does not hear of a drain within 200 ms; then someone else goes on.
 */
async function work(receiver: ServiceBusSessionReceiver, handled: Map<string, number[]>): Promise<void> {
  const done = handled.get(receiver.sessionId) ?? [];
  handled.set(receiver.sessionId, done);
  for (let count = 0; count < 6 && !receiver.isClosed; count += 1) {
    const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 50 });
    if (message === undefined) return;
    const body = message.body as number;
    try {
      if (body % 5 === 3 && message.deliveryCount === 0) {
        await receiver.abandonMessage(message);
      } else {
        await receiver.completeMessage(message);
        done.push(body);
      }
    } catch (error) {
      if (error instanceof ServiceBusError && error.code === 'SessionLockLost') return;
      throw error;
    }
  }
}
