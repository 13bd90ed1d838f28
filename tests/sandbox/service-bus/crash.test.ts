import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ServiceBusClient } from '@azure/service-bus';
import { startServiceBus, type ServiceBus } from '../../../sandbox/service-bus/start';
import { connect, declare, eventually, failure, present, receiveAll, receiveOne } from './setup';

const queues = declare({
  plain: { maxDeliveryCount: 2 },
  sessions: { requiresSession: true },
  unique: { duplicateDetectionSeconds: 600 },
});

// Each of these starts several processes.
jest.setTimeout(120_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'service-bus-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Starts on the data file, works, and kills the broker as the machine's memory killer would. */
async function lifetime(work: (client: ServiceBusClient, bus: ServiceBus) => Promise<void>): Promise<void> {
  const bus = await startServiceBus({ dataFile: join(folder, 'queues.db'), queues });
  const client = connect(bus.connectionString, { retryOptions: { maxRetries: 0, timeoutInMs: 5000 } });
  try {
    await work(client, bus);
  } finally {
    bus.kill();
    await bus.exited;
    await client.close();
  }
}

describe('a broker killed with SIGKILL', () => {
  it('has all messages again, in order and as they were, with those under way counted', async () => {
    let deferred: Awaited<ReturnType<typeof receiveOne>> | undefined;
    const due = new Date(Date.now() + 120_000);
    await lifetime(async (client) => {
      const sender = client.createSender('plain');
      await sender.sendMessages(
        [1, 2, 3, 4, 5].map((body) => ({
          body,
          messageId: `id-${body}`,
          applicationProperties: { whole: 1, text: 'ä' },
        })),
      );
      await sender.scheduleMessages({ body: 'scheduled' }, due);
      const receiver = client.createReceiver('plain');
      const [first, second, third] = await receiveAll(receiver, 4);
      await receiver.completeMessage(present(first));
      await receiver.abandonMessage(present(second), { note: 'again' });
      deferred = present(third);
      await receiver.deferMessage(deferred, { note: 'aside' });
      // The fourth is under way when the end comes.
    });
    await lifetime(async (client, bus) => {
      expect(await bus.counts()).toMatchObject({
        plain: { active: 3, locked: 0, deferred: 1, scheduled: 1, deadLetter: 0 },
      });
      const receiver = client.createReceiver('plain');
      const messages = await receiveAll(receiver, 3);
      expect(messages).toMatchObject([
        { body: 2, messageId: 'id-2', deliveryCount: 1, applicationProperties: { whole: 1, note: 'again' } },
        { body: 4, messageId: 'id-4', deliveryCount: 1, applicationProperties: { whole: 1, text: 'ä' } },
        { body: 5, messageId: 'id-5', deliveryCount: 0 },
      ]);
      const [back] = await receiver.receiveDeferredMessages(present(present(deferred).sequenceNumber));
      expect(back).toMatchObject({ body: 3, applicationProperties: { note: 'aside' } });
      // Numbers go on, none is used twice.
      const [peeked] = await receiver.peekMessages(1, { fromSequenceNumber: present(back?.sequenceNumber) });
      expect(peeked?.body).toBe(3);
      await client.createSender('plain').sendMessages({ body: 6 });
      expect((await receiveOne(receiver)).sequenceNumber?.toNumber()).toBe(7);
    });
    // Whoever was given out twice before the end is a dead letter now: two deliveries are allowed.
    await lifetime(async (client, bus) => {
      expect(await bus.counts()).toMatchObject({
        plain: { active: 2, deferred: 1, scheduled: 1, deadLetter: 2 },
      });
      const letters = client.createReceiver('plain', { subQueueType: 'deadLetter' });
      expect(await receiveAll(letters, 2)).toMatchObject([
        { body: 2, deadLetterReason: 'MaxDeliveryCountExceeded', applicationProperties: { note: 'again' } },
        { body: 4, deadLetterReason: 'MaxDeliveryCountExceeded' },
      ]);
    });
  });

  it('delivers what fell due while it was away', async () => {
    await lifetime(async (client) => {
      const due = new Date(Date.now() + 600);
      await client.createSender('plain').scheduleMessages([{ body: 1 }, { body: 2 }], due);
      await client.createSender('plain').sendMessages({ body: 'expires', timeToLive: 500 });
    });
    await new Promise((done) => setTimeout(done, 700));
    await lifetime(async (client, bus) => {
      const messages = await receiveAll(client.createReceiver('plain'), 2);
      expect(messages.map(({ body }) => body as number)).toEqual([1, 2]);
      expect(await bus.counts()).toMatchObject({ plain: { active: 2, scheduled: 0 } });
    });
  });

  it('keeps sessions: their order and state, but not their locks', async () => {
    await lifetime(async (client) => {
      const sender = client.createSender('sessions');
      await sender.sendMessages([1, 2, 3].map((body) => ({ body, sessionId: 'a' })));
      const receiver = await client.acceptSession('sessions', 'a');
      await receiver.setSessionState({ cursor: 'x' });
      await receiveAll(receiver, 2);
    });
    await lifetime(async (client) => {
      const receiver = await client.acceptNextSession('sessions');
      expect(await receiver.getSessionState()).toEqual({ cursor: 'x' });
      const messages = await receiveAll(receiver, 3);
      expect(messages.map(({ body, deliveryCount }) => [body as number, deliveryCount])).toEqual([
        [1, 1],
        [2, 1],
        [3, 0],
      ]);
    });
  });

  it('remembers the ids that it has seen', async () => {
    await lifetime(async (client) => {
      await client.createSender('unique').sendMessages({ body: 1, messageId: 'poll-1' });
      const receiver = client.createReceiver('unique');
      await receiver.completeMessage(await receiveOne(receiver));
    });
    await lifetime(async (client, bus) => {
      await client.createSender('unique').sendMessages([
        { body: 2, messageId: 'poll-1' },
        { body: 3, messageId: 'poll-2' },
      ]);
      expect(await bus.counts()).toMatchObject({ unique: { active: 1 } });
    });
  });

  it('has lost nothing of what it had accepted when it dies in the middle of the traffic', async () => {
    const accepted: string[] = [];
    await lifetime(async (client, bus) => {
      const sender = client.createSender('plain');
      const sending = Array.from({ length: 8 }, async (_, lane) => {
        for (let index = 0; ; index += 1) {
          const messageId = `${lane}-${index}`;
          await sender.sendMessages({ body: 'x', messageId });
          accepted.push(messageId);
        }
      });
      const ended = Promise.all(sending.map((lane) => failure(lane)));
      await eventually(() => Promise.resolve(accepted.length > 100));
      bus.kill();
      await bus.exited;
      await client.close();
      await ended;
    });
    await lifetime(async (client, bus) => {
      const { active } = present((await bus.counts())['plain']);
      const deleting = client.createReceiver('plain', { receiveMode: 'receiveAndDelete' });
      const found = (await receiveAll(deleting, active)).map(({ messageId }) => String(messageId));
      expect(new Set(found).size).toBe(found.length);
      expect(found).toEqual(expect.arrayContaining(accepted));
      for (let lane = 0; lane < 8; lane += 1) {
        const own = found.filter((id) => id.startsWith(`${lane}-`));
        expect(own).toEqual(own.map((_, index) => `${lane}-${index}`));
      }
    });
  });
});

describe('the process of the broker', () => {
  it('keeps port and key over a restart, so that clients find it again', async () => {
    const dataFile = join(folder, 'queues.db');
    const first = await startServiceBus({ dataFile, queues });
    const client = connect(first.connectionString, { retryOptions: { retryDelayInMs: 100 } });
    const received: unknown[] = [];
    client.createReceiver('plain', { receiveMode: 'receiveAndDelete' }).subscribe({
      processMessage: ({ body }) => {
        received.push(body);
        return Promise.resolve();
      },
      processError: () => Promise.resolve(),
    });
    await client.createSender('plain').sendMessages({ body: 1 });
    await eventually(() => Promise.resolve(received.length === 1));
    first.kill();
    const second = await startServiceBus({ port: first.port, dataFile, queues });
    try {
      expect(second.connectionString).toBe(first.connectionString);
      await client.createSender('plain').sendMessages({ body: 2 });
      await eventually(() => Promise.resolve(received.includes(2)), 20_000);
    } finally {
      await client.close();
      await second.stop();
    }
  });

  it('ends with its parent, also when that is killed', async () => {
    const script = join(folder, 'parent.cjs');
    const start = resolve('dist/sandbox/service-bus/start.js');
    writeFileSync(
      script,
      `require(${JSON.stringify(start)}).startServiceBus().then(({ pid }) => process.send(pid));`,
    );
    const parent = fork(script);
    const [pid] = (await once(parent, 'message')) as [number];
    expect(() => process.kill(pid, 0)).not.toThrow();
    parent.kill('SIGKILL');
    await eventually(() => {
      try {
        process.kill(pid, 0);
        return Promise.resolve(false);
      } catch {
        return Promise.resolve(true);
      }
    });
  });

  it('says why it does not start', async () => {
    const bus = await startServiceBus({ queues });
    await expect(startServiceBus({ queues, port: bus.port })).rejects.toThrow('EADDRINUSE');
    await bus.stop();
    const dataFile = join(folder, 'queues.db');
    await (await startServiceBus({ queues: declare({ a: {} }), dataFile })).stop();
    await expect(
      startServiceBus({ queues: declare({ a: { requiresSession: true } }), dataFile }),
    ).rejects.toThrow('queue a was made without sessions');
    await expect(startServiceBus({ dataFile: join(folder, 'missing', 'x.db') })).rejects.toThrow(
      'did not start',
    );
  });

  it('has the declared queues unless told otherwise, and answers no more once it has stopped', async () => {
    const bus = await startServiceBus();
    expect(Object.keys(await bus.counts())).toEqual(['polls', 'records']);
    await bus.stop();
    await expect(bus.counts()).rejects.toThrow('has ended');
  });
});
