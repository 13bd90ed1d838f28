/**
 * Prints how fast the broker is, idle and loaded: `npm run build && npx node tests/sandbox/service-bus/latency.mjs`,
 * with a file name as argument for a broker that keeps its queues in it. Nothing is asserted: machines differ.
 */
import { Buffer } from 'node:buffer';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { ServiceBusClient } from '@azure/service-bus';
import bus from '../../../dist/sandbox/service-bus/start.js';

const queue = {
  requiresSession: false,
  lockSeconds: 60,
  maxDeliveryCount: 10,
  timeToLiveSeconds: 3600,
  deadLetterOnExpiry: false,
};
const broker = await bus.startServiceBus({
  ...(process.argv[2] === undefined ? {} : { dataFile: process.argv[2] }),
  queues: [
    { ...queue, name: 'idle' },
    { ...queue, name: 'load' },
    { ...queue, name: 'sessions', requiresSession: true },
  ],
});
const client = new ServiceBusClient(broker.connectionString);
const body = Buffer.alloc(1024, 'x');

function percentile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length * share)]?.toFixed(2);
}

async function rate(name, count, work) {
  const start = performance.now();
  await work();
  console.log(`${name}: ${Math.round((count * 1000) / (performance.now() - start))}/s`);
}

/** Resolves when that many messages were handled and completed. */
function handled(receiver, count, options) {
  return new Promise((resolve, reject) => {
    let left = count;
    receiver.subscribe(
      {
        processMessage: async (message) => {
          await receiver.completeMessage(message);
          left -= 1;
          if (left === 0) resolve();
        },
        processError: async ({ error }) => reject(error),
      },
      { autoCompleteMessages: false, ...options },
    );
  });
}

async function idleLatency() {
  const sender = client.createSender('idle');
  const receiver = client.createReceiver('idle');
  const times = [];
  const waiting = new Map();
  receiver.subscribe({
    processMessage: async ({ messageId }) => {
      times.push(performance.now() - waiting.get(messageId));
    },
    processError: async ({ error }) => console.error(error),
  });
  for (let index = 0; index < 60; index += 1) {
    waiting.set(String(index), performance.now());
    await sender.sendMessages({ messageId: String(index), body });
    await setTimeout(20);
  }
  console.log(`idle, send to handler: p50 ${percentile(times, 0.5)} ms, p95 ${percentile(times, 0.95)} ms`);
  await receiver.close();
}

async function linkOpening() {
  const times = [];
  for (let index = 0; index < 20; index += 1) {
    const start = performance.now();
    const sender = client.createSender('idle');
    await sender.createMessageBatch();
    times.push(performance.now() - start);
    await sender.close();
  }
  console.log(`link open: p50 ${percentile(times, 0.5)} ms`);
}

async function throughput() {
  const sender = client.createSender('load');
  await rate('send one by one', 1000, async () => {
    for (let index = 0; index < 1000; index += 1) await sender.sendMessages({ body });
  });
  await rate('send, 200 in flight', 4000, async () => {
    for (let index = 0; index < 20; index += 1) {
      await Promise.all(Array.from({ length: 200 }, () => sender.sendMessages({ body })));
    }
  });
  await rate('send in batches of 200', 20_000, async () => {
    for (let index = 0; index < 100; index += 1) {
      await sender.sendMessages(Array.from({ length: 200 }, () => ({ body })));
    }
  });
  const first = client.createReceiver('load');
  await rate('receive 200 and complete', 10_000, async () => {
    for (let done = 0; done < 10_000;) {
      const messages = await first.receiveMessages(200);
      await Promise.all(messages.map((message) => first.completeMessage(message)));
      done += messages.length;
    }
  });
  await first.close();
  await rate('subscribe, 32 at once', 14_000, () =>
    handled(client.createReceiver('load'), 14_000, { maxConcurrentCalls: 32 }),
  );
}

async function sessions() {
  const sender = client.createSender('sessions');
  for (let session = 0; session < 10; session += 1) {
    await sender.sendMessages(
      Array.from({ length: 20 }, (_, index) => ({ body: index, sessionId: `session-${session}` })),
    );
  }
  const start = performance.now();
  await Promise.all(
    Array.from({ length: 10 }, async () => {
      const receiver = await client.acceptNextSession('sessions');
      const messages = await receiver.receiveMessages(20);
      for (const message of messages) await receiver.completeMessage(message);
      await receiver.close();
    }),
  );
  console.log(`10 sessions of 20 messages: ${Math.round(performance.now() - start)} ms`);
}

await idleLatency();
await linkOpening();
await throughput();
await sessions();
await client.close();
await broker.stop();
