import { connect, declare, failure, receiveAll, receiveOne, useServiceBus } from './setup';

const service = useServiceBus(
  declare({
    one: {},
    batch: {},
    shape: {},
    deleting: {},
    peeked: {},
    empty: {},
    limits: {},
    'Mixed-Case': {},
    competing: {},
  }),
);

describe('sending and receiving', () => {
  it('brings a message and its number, times and lock', async () => {
    const before = Date.now();
    await service.client.createSender('one').sendMessages({ body: { text: 'ä€😀' } });
    const receiver = service.client.createReceiver('one');
    const message = await receiveOne(receiver);
    expect(message.body).toEqual({ text: 'ä€😀' });
    expect(message.deliveryCount).toBe(0);
    expect(message.state).toBe('active');
    expect(message.sequenceNumber?.toNumber()).toBe(1);
    // The SDK sends no id where the caller gives none; the broker must.
    expect(message.messageId).toMatch(/^[0-9a-f]{32}$/);
    expect(message.lockToken).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    const enqueued = message.enqueuedTimeUtc?.getTime() ?? 0;
    expect(enqueued).toBeGreaterThanOrEqual(before);
    expect(message.lockedUntilUtc?.getTime()).toBeGreaterThanOrEqual(enqueued + 60_000);
    expect(message.expiresAtUtc?.getTime()).toBe(enqueued + 3_600_000);
    await receiver.completeMessage(message);
    expect(await service.bus.counts()).toMatchObject({ one: { active: 0, locked: 0 } });
  });

  it('keeps every property and its type', async () => {
    const date = new Date(1_700_000_000_000);
    await service.client.createSender('shape').sendMessages({
      body: Buffer.from([0, 1, 255]),
      messageId: 'id-1',
      correlationId: 42,
      contentType: 'application/octet-stream',
      subject: 'subject',
      to: 'to',
      replyTo: 'reply',
      replyToSessionId: 'reply-session',
      partitionKey: 'key',
      timeToLive: 60_000,
      applicationProperties: { text: 'x', whole: 7, negative: -7, part: 1.5, yes: true, none: null, date },
    });
    const receiver = service.client.createReceiver('shape', { skipConvertingDate: true });
    const message = await receiveOne(receiver);
    expect(message).toMatchObject({
      messageId: 'id-1',
      correlationId: 42,
      contentType: 'application/octet-stream',
      subject: 'subject',
      to: 'to',
      replyTo: 'reply',
      replyToSessionId: 'reply-session',
      partitionKey: 'key',
      timeToLive: 60_000,
      applicationProperties: { text: 'x', whole: 7, negative: -7, part: 1.5, yes: true, none: null, date },
    });
    expect(Buffer.from(message.body as Uint8Array)).toEqual(Buffer.from([0, 1, 255]));
    await receiver.completeMessage(message);
  });

  it('takes a batch as one and gives it out in order', async () => {
    const sender = service.client.createSender('batch');
    await sender.sendMessages(Array.from({ length: 300 }, (_, index) => ({ body: index })));
    const batch = await sender.createMessageBatch();
    expect(batch.maxSizeInBytes).toBe(262_144);
    for (let index = 300; index < 310; index += 1) batch.tryAddMessage({ body: index });
    await sender.sendMessages(batch);
    const receiver = service.client.createReceiver('batch');
    const messages = await receiveAll(receiver, 310);
    expect(messages.map(({ body }) => body as number)).toEqual(
      Array.from({ length: 310 }, (_, index) => index),
    );
    await Promise.all(messages.map((message) => receiver.completeMessage(message)));
    expect(await service.bus.counts()).toMatchObject({ batch: { active: 0 } });
  });

  it('deletes what is received in the mode for that', async () => {
    await service.client.createSender('deleting').sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }]);
    const receiver = service.client.createReceiver('deleting', { receiveMode: 'receiveAndDelete' });
    const messages = await receiveAll(receiver, 2);
    expect(messages.map(({ body }) => body as number)).toEqual([1, 2]);
    expect(await service.bus.counts()).toMatchObject({ deleting: { active: 1, locked: 0 } });
  });

  it('shows messages without taking them, from a number on', async () => {
    await service.client.createSender('peeked').sendMessages([1, 2, 3, 4].map((body) => ({ body })));
    const receiver = service.client.createReceiver('peeked');
    const [first, second] = await receiver.peekMessages(2);
    expect([first?.body, second?.body]).toEqual([1, 2]);
    expect(first?.lockToken).toBeUndefined();
    // Goes on where it stopped.
    expect((await receiver.peekMessages(10)).map(({ body }) => body as number)).toEqual([3, 4]);
    expect(await receiver.peekMessages(10)).toEqual([]);
    const fromSequenceNumber = second?.sequenceNumber;
    if (fromSequenceNumber === undefined) throw new Error('a peeked message has a number');
    expect(await receiver.peekMessages(1, { fromSequenceNumber })).toMatchObject([{ body: 2 }]);
    expect(await service.bus.counts()).toMatchObject({ peeked: { active: 4, locked: 0 } });
  });

  it('answers an empty queue in time, and the same receiver goes on working', async () => {
    const receiver = service.client.createReceiver('empty');
    const start = Date.now();
    expect(await receiver.receiveMessages(5, { maxWaitTimeInMs: 300 })).toEqual([]);
    expect(Date.now() - start).toBeLessThan(5000);
    expect(await receiver.receiveMessages(1, { maxWaitTimeInMs: 100 })).toEqual([]);
    await service.client.createSender('empty').sendMessages([{ body: 'late' }, { body: 'later' }]);
    const messages = await receiveAll(receiver, 2);
    expect(messages.map(({ body }) => body as string)).toEqual(['late', 'later']);
  });

  it('shares messages between receivers', async () => {
    const receivers = [
      service.client.createReceiver('competing'),
      service.client.createReceiver('competing'),
    ];
    const receiving = receivers.map((receiver) => receiver.receiveMessages(10, { maxWaitTimeInMs: 10_000 }));
    await service.client
      .createSender('competing')
      .sendMessages(Array.from({ length: 8 }, (_, body) => ({ body })));
    const [one, other] = await Promise.all(receiving);
    const bodies = [...(one ?? []), ...(other ?? [])].map(({ body }) => body as number);
    expect(bodies.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('finds a queue by its name in any case', async () => {
    await service.client.createSender('mixed-case').sendMessages({ body: 'found' });
    expect((await receiveOne(service.client.createReceiver('MIXED-CASE'))).body).toBe('found');
  });
});

describe('what is refused', () => {
  it('refuses a message that is too large', async () => {
    const sender = service.client.createSender('limits');
    expect(await failure(sender.sendMessages({ body: Buffer.alloc(300_000) }))).toMatchObject({
      code: 'MessageSizeExceeded',
    });
    await sender.sendMessages({ body: Buffer.alloc(250_000) });
    const message = await receiveOne(service.client.createReceiver('limits'));
    expect((message.body as Buffer).length).toBe(250_000);
  });

  it('refuses a queue that does not exist', async () => {
    const missing = { code: 'MessagingEntityNotFound', retryable: false };
    expect(await failure(service.client.createSender('nowhere').sendMessages({ body: 1 }))).toMatchObject(
      missing,
    );
    expect(await failure(service.client.createReceiver('nowhere').receiveMessages(1))).toMatchObject(missing);
    expect(await failure(service.client.createReceiver('nowhere').peekMessages(1))).toMatchObject(missing);
  });

  it('refuses a client with another key', async () => {
    const wrong = service.bus.connectionString.replace(/SharedAccessKey=[^;]*/, 'SharedAccessKey=d3Jvbmc=');
    const client = connect(wrong);
    expect(await failure(client.createSender('one').sendMessages({ body: 1 }))).toMatchObject({
      code: 'UnauthorizedAccess',
    });
    await client.close();
  });
});
