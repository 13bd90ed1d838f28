import { types } from 'rhea';
import { keyOf, RawClient } from './raw-client';
import { declare, eventually, failure, present, receiveAll, receiveOne, sleep, useServiceBus } from './setup';

const service = useServiceBus(
  declare({
    scheduled: {},
    annotated: {},
    cancelled: {},
    dropping: { timeToLiveSeconds: 1.5 },
    keeping: { timeToLiveSeconds: 0.4, deadLetterOnExpiry: true },
    own: { deadLetterOnExpiry: true },
    unique: { duplicateDetectionSeconds: 3 },
    'unique-schedule': { duplicateDetectionSeconds: 60 },
    purged: {},
  }),
);

function inMilliseconds(delay: number): Date {
  return new Date(Date.now() + delay);
}

describe('scheduled messages', () => {
  it('appear at their time, as the last of the queue and with a new number', async () => {
    const sender = service.client.createSender('scheduled');
    const due = inMilliseconds(2500);
    const [first] = await sender.scheduleMessages([{ body: 'late' }, { body: 'later' }], due);
    await sender.sendMessages({ body: 'now' });
    expect(await service.bus.counts()).toMatchObject({ scheduled: { active: 1, scheduled: 2 } });
    const receiver = service.client.createReceiver('scheduled');
    const [peeked] = await receiver.peekMessages(1);
    expect(peeked).toMatchObject({ state: 'scheduled', sequenceNumber: first });
    expect(peeked?.scheduledEnqueueTimeUtc).toEqual(due);

    const messages = await receiveAll(receiver, 3);
    expect(messages.map(({ body }) => body as string)).toEqual(['now', 'late', 'later']);
    const late = present(messages[1]);
    expect(late.enqueuedTimeUtc?.getTime()).toBeGreaterThanOrEqual(due.getTime());
    expect(late.enqueuedTimeUtc?.getTime()).toBeLessThan(due.getTime() + 1000);
    expect(late.sequenceNumber?.toNumber()).toBe(4);
    expect(late.enqueuedSequenceNumber).toBe(1);
  });

  it('can be sent with their time set, singly and in a batch', async () => {
    const sender = service.client.createSender('annotated');
    await sender.sendMessages({ body: 1, scheduledEnqueueTimeUtc: inMilliseconds(2000) });
    await sender.sendMessages([
      { body: 2, scheduledEnqueueTimeUtc: inMilliseconds(2100) },
      { body: 3, scheduledEnqueueTimeUtc: inMilliseconds(-1000) },
    ]);
    expect(await service.bus.counts()).toMatchObject({ annotated: { active: 1, scheduled: 2 } });
    const messages = await receiveAll(service.client.createReceiver('annotated'), 3);
    expect(messages.map(({ body }) => body as number)).toEqual([3, 1, 2]);
  });

  it('can be taken back, all or none', async () => {
    const sender = service.client.createSender('cancelled');
    const numbers = await sender.scheduleMessages([{ body: 1 }, { body: 2 }], inMilliseconds(60_000));
    const [first, second] = [present(numbers[0]), present(numbers[1])];
    expect(await failure(sender.cancelScheduledMessages([first, first.add(98)]))).toMatchObject({
      code: 'MessageNotFound',
    });
    expect(await service.bus.counts()).toMatchObject({ cancelled: { scheduled: 2 } });
    await sender.cancelScheduledMessages(first);
    expect(await failure(sender.cancelScheduledMessages(first))).toMatchObject({ code: 'MessageNotFound' });
    await sender.cancelScheduledMessages([second]);
    expect(await service.bus.counts()).toMatchObject({ cancelled: { active: 0, scheduled: 0 } });
  });
});

describe('time to live', () => {
  it('drops what has waited too long', async () => {
    await service.client.createSender('dropping').sendMessages([{ body: 1 }, { body: 2 }]);
    expect(await service.bus.counts()).toMatchObject({ dropping: { active: 2 } });
    await eventually(async () => (await service.bus.counts())['dropping']?.active === 0);
    expect(await service.bus.counts()).toMatchObject({ dropping: { deadLetter: 0 } });
  });

  it('dead-letters instead where the queue is declared so', async () => {
    await service.client.createSender('keeping').sendMessages({ body: 1 });
    await eventually(async () => (await service.bus.counts())['keeping']?.deadLetter === 1);
    const letters = service.client.createReceiver('keeping', { subQueueType: 'deadLetter' });
    expect(await receiveOne(letters)).toMatchObject({
      body: 1,
      deadLetterReason: 'TTLExpiredException',
      deadLetterErrorDescription: 'The message expired and was dead lettered.',
    });
  });

  it('is the shorter of those of message and queue, and does not end a delivery under way', async () => {
    const sender = service.client.createSender('own');
    const receiver = service.client.createReceiver('own');
    const receiving = receiveOne(receiver);
    await sender.sendMessages({ body: 'held', timeToLive: 1500 });
    const held = await receiving;
    await sender.sendMessages([{ body: 'dies', timeToLive: 1500 }, { body: 'lives' }]);
    await eventually(async () => (await service.bus.counts())['own']?.deadLetter === 1);
    await sleep(50);
    expect(await service.bus.counts()).toMatchObject({ own: { active: 2, locked: 1 } });
    // Its time is over when it would be given out again.
    await receiver.abandonMessage(held);
    expect(await service.bus.counts()).toMatchObject({ own: { active: 1, deadLetter: 2 } });
    expect((await receiveOne(receiver)).body).toBe('lives');
  });
});

describe('duplicate detection', () => {
  it('drops a message with an id seen within the window, and takes it again after', async () => {
    const sender = service.client.createSender('unique');
    await sender.sendMessages({ body: 1, messageId: 'same' });
    await sender.sendMessages({ body: 2, messageId: 'same' });
    await sender.sendMessages([
      { body: 3, messageId: 'other' },
      { body: 4, messageId: 'other' },
      { body: 5, messageId: 'same' },
    ]);
    const receiver = service.client.createReceiver('unique', { receiveMode: 'receiveAndDelete' });
    expect((await receiveAll(receiver, 2)).map(({ body }) => body as number)).toEqual([1, 3]);
    await sleep(3100);
    await sender.sendMessages({ body: 6, messageId: 'same' });
    expect((await receiveOne(receiver)).body).toBe(6);
    expect(await service.bus.counts()).toMatchObject({ unique: { active: 0 } });
  });

  it('counts scheduled messages from when they are sent', async () => {
    const sender = service.client.createSender('unique-schedule');
    const due = inMilliseconds(60_000);
    const [first] = await sender.scheduleMessages({ body: 1, messageId: 'poll' }, due);
    expect(await sender.scheduleMessages({ body: 2, messageId: 'poll' }, due)).toEqual([first]);
    await sender.sendMessages({ body: 3, messageId: 'poll' });
    expect(await service.bus.counts()).toMatchObject({ 'unique-schedule': { active: 0, scheduled: 1 } });
  });
});

describe('deleting in bulk', () => {
  it('deletes the oldest messages before a time, but none that is held', async () => {
    const sender = service.client.createSender('purged');
    await sender.sendMessages([1, 2, 3, 4, 5].map((body) => ({ body })));
    const receiver = service.client.createReceiver('purged');
    await receiveOne(receiver);
    await sleep(20);
    const before = new Date();
    await sleep(20);
    await sender.sendMessages({ body: 6 });

    const client = new RawClient(service.bus.connectionString);
    await client.putToken(
      client.token('purged', keyOf(service.bus.connectionString)),
      client.audience('purged'),
    );
    const purge = (count: number): ReturnType<RawClient['manage']> =>
      client.manage('purged', 'com.microsoft:batch-delete-messages', {
        'message-count': types.wrap_int(count),
        'enqueued-time-utc': before,
      });
    expect((await purge(2)).body).toEqual({ 'message-count': 2 });
    expect((await purge(100)).body).toEqual({ 'message-count': 2 });
    expect((await purge(100)).body).toEqual({ 'message-count': 0 });
    expect(await client.manage('purged', 'com.microsoft:unknown', {})).toMatchObject({
      properties: { statusCode: 501, errorCondition: 'amqp:not-implemented' },
    });
    expect(await client.manage('purged', 'com.microsoft:peek-message', {})).toMatchObject({
      properties: { statusCode: 400, errorCondition: 'com.microsoft:argument-error' },
    });
    await client.close();
    expect((await receiver.peekMessages(10)).map(({ body }) => body as number)).toEqual([1, 6]);
  });
});
