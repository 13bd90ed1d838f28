import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import { declare, eventually, failure, present, receiveAll, receiveOne, sleep, useServiceBus } from './setup';

const service = useServiceBus(
  declare({
    abandoned: {},
    deferred: {},
    dead: {},
    poison: { maxDeliveryCount: 3 },
    short: { lockSeconds: 0.6 },
    renewed: { lockSeconds: 1 },
    lost: { lockSeconds: 0.3 },
    orphaned: { lockSeconds: 0.5 },
    handled: { lockSeconds: 2 },
    closing: {},
  }),
);

/** No renewal behind the test's back. */
const unrenewed = { maxAutoLockRenewalDurationInMs: 0 };

function numberOf(
  message: ServiceBusReceivedMessage,
): NonNullable<ServiceBusReceivedMessage['sequenceNumber']> {
  return present(message.sequenceNumber);
}

async function deadLetters(queue: string): Promise<ServiceBusReceiver> {
  await eventually(async () => ((await service.bus.counts())[queue]?.deadLetter ?? 0) > 0);
  return service.client.createReceiver(queue, { subQueueType: 'deadLetter' });
}

describe('settling a message', () => {
  it('gives an abandoned message out again in its place, counted, with the properties set', async () => {
    const sender = service.client.createSender('abandoned');
    await sender.sendMessages([
      { body: 1, applicationProperties: { kept: 'yes', changed: 'old' } },
      { body: 2 },
    ]);
    const receiver = service.client.createReceiver('abandoned');
    const first = await receiveOne(receiver);
    await receiver.abandonMessage(first, { changed: 'new', added: 5 });
    const again = await receiveAll(receiver, 2);
    expect(again.map(({ body }) => body as number)).toEqual([1, 2]);
    expect(again[0]).toMatchObject({
      deliveryCount: 1,
      applicationProperties: { kept: 'yes', changed: 'new', added: 5 },
    });
    expect(numberOf(present(again[0]))).toEqual(numberOf(first));
  });

  it('sets a deferred message aside until it is asked for by number', async () => {
    const sender = service.client.createSender('deferred');
    await sender.sendMessages([{ body: 'first' }, { body: 'second' }]);
    const receiver = service.client.createReceiver('deferred');
    const message = await receiveOne(receiver);
    await receiver.deferMessage(message, { reason: 'later' });
    expect(await service.bus.counts()).toMatchObject({ deferred: { active: 1, deferred: 1 } });
    expect((await receiver.peekMessages(1))[0]?.state).toBe('deferred');
    expect((await receiveOne(receiver)).body).toBe('second');

    const [back] = await receiver.receiveDeferredMessages(numberOf(message));
    expect(back).toMatchObject({
      body: 'first',
      applicationProperties: { reason: 'later' },
      state: 'deferred',
    });
    // Abandoned it stays deferred, and the count goes up.
    await receiver.abandonMessage(present(back));
    const [again] = await receiver.receiveDeferredMessages([numberOf(message)]);
    expect(again?.deliveryCount).toBe(1);
    expect(await failure(receiver.receiveDeferredMessages(numberOf(message)))).toMatchObject({
      code: 'MessageNotFound',
    });
    await receiver.completeMessage(present(again));
    expect(await service.bus.counts()).toMatchObject({ deferred: { deferred: 0 } });

    await sender.sendMessages({ body: 'third' });
    const third = await receiveOne(receiver);
    await receiver.deferMessage(third);
    const deleting = service.client.createReceiver('deferred', { receiveMode: 'receiveAndDelete' });
    expect(await deleting.receiveDeferredMessages(numberOf(third))).toMatchObject([{ body: 'third' }]);
    expect(await service.bus.counts()).toMatchObject({ deferred: { deferred: 0 } });
  });

  it('moves a message to the dead-letter queue with its reason', async () => {
    const sender = service.client.createSender('dead');
    await sender.sendMessages({ body: 'bad', applicationProperties: { kept: 1 } });
    const receiver = service.client.createReceiver('dead');
    const original = await receiveOne(receiver);
    await receiver.deadLetterMessage(original, {
      deadLetterReason: 'refused',
      deadLetterErrorDescription: 'no such value',
      more: 'info',
    });
    const letters = await deadLetters('dead');
    const letter = await receiveOne(letters);
    expect(letter).toMatchObject({
      body: 'bad',
      messageId: original.messageId,
      deadLetterSource: 'dead',
      deadLetterReason: 'refused',
      deadLetterErrorDescription: 'no such value',
      applicationProperties: { kept: 1, more: 'info' },
      enqueuedSequenceNumber: numberOf(original).toNumber(),
    });
    await letters.abandonMessage(letter);
    const again = await receiveOne(letters);
    expect(again.deliveryCount).toBe(1);
    await letters.completeMessage(again);
    expect(await service.bus.counts()).toMatchObject({ dead: { active: 0, deadLetter: 0 } });

    await sender.sendMessages({ body: 'without a reason' });
    await receiver.deadLetterMessage(await receiveOne(receiver));
    const bare = await receiveOne(letters);
    expect(bare.deadLetterReason).toBeUndefined();
    expect(await failure(letters.deadLetterMessage(bare))).toMatchObject({
      name: 'ServiceBusError',
      message: expect.stringContaining('stays there') as string,
    });
    expect(await service.bus.counts()).toMatchObject({ dead: { deadLetter: 1 } });
  });

  it('gives up a message that failed too often', async () => {
    await service.client.createSender('poison').sendMessages({ body: 'poison' });
    const receiver = service.client.createReceiver('poison');
    for (let count = 0; count < 3; count += 1) {
      const message = await receiveOne(receiver);
      expect(message.deliveryCount).toBe(count);
      await receiver.abandonMessage(message);
    }
    expect(await receiveOne(await deadLetters('poison'))).toMatchObject({
      body: 'poison',
      deadLetterReason: 'MaxDeliveryCountExceeded',
      deadLetterErrorDescription: 'Message could not be consumed after 3 delivery attempts.',
    });
  });

  it('settles through the management link when the receiver was opened anew', async () => {
    await service.client.createSender('closing').sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }]);
    const receiver = service.client.createReceiver('closing');
    const [first, second, third] = await receiveAll(receiver, 3);
    await service.bus.dropConnections();
    await receiver.completeMessage(present(first));
    await receiver.abandonMessage(present(second), { tried: true });
    await receiver.deadLetterMessage(present(third), {
      deadLetterReason: 'why',
      deadLetterErrorDescription: '',
    });
    expect(await service.bus.counts()).toMatchObject({ closing: { active: 1, locked: 0, deadLetter: 1 } });
    expect(await receiveOne(service.client.createReceiver('closing'))).toMatchObject({
      body: 2,
      deliveryCount: 1,
      applicationProperties: { tried: true },
    });
    expect((await receiveOne(await deadLetters('closing'))).deadLetterReason).toBe('why');
  });
});

describe('the lock of a message', () => {
  it('ends by itself: the message comes again, counted, and the old lock is no good', async () => {
    await service.client.createSender('short').sendMessages({ body: 1 });
    const receiver = service.client.createReceiver('short', unrenewed);
    const first = await receiveOne(receiver);
    const again = await receiveOne(receiver);
    expect(again).toMatchObject({ body: 1, deliveryCount: 1 });
    expect(again.lockToken).not.toBe(first.lockToken);
    expect(await failure(receiver.completeMessage(first))).toMatchObject({ code: 'MessageLockLost' });
    await receiver.completeMessage(again);
    expect(await service.bus.counts()).toMatchObject({ short: { active: 0 } });
  });

  it('is lost also for settling while the message waits', async () => {
    await service.client.createSender('lost').sendMessages({ body: 1 });
    const receiver = service.client.createReceiver('lost', unrenewed);
    const message = await receiveOne(receiver);
    await eventually(async () => (await service.bus.counts())['lost']?.locked === 0);
    expect(await failure(receiver.completeMessage(message))).toMatchObject({ code: 'MessageLockLost' });
    expect(await failure(receiver.renewMessageLock(message))).toMatchObject({ code: 'MessageLockLost' });
    expect(await service.bus.counts()).toMatchObject({ lost: { active: 1 } });
  });

  it('can be renewed', async () => {
    await service.client.createSender('renewed').sendMessages({ body: 1 });
    const receiver = service.client.createReceiver('renewed', unrenewed);
    const message = await receiveOne(receiver);
    const before = present(message.lockedUntilUtc).getTime();
    for (let round = 0; round < 4; round += 1) {
      await sleep(400);
      const until = await receiver.renewMessageLock(message);
      expect(until.getTime()).toBeGreaterThan(before);
    }
    await receiver.completeMessage(message);
    expect(await service.bus.counts()).toMatchObject({ renewed: { active: 0 } });
  });

  it('outlives its connection until it ends by itself', async () => {
    await service.client.createSender('orphaned').sendMessages({ body: 1 });
    const receiver = service.client.createReceiver('orphaned', unrenewed);
    await receiveOne(receiver);
    await receiver.close();
    expect(await service.bus.counts()).toMatchObject({ orphaned: { locked: 1 } });
    const again = await receiveOne(service.client.createReceiver('orphaned', unrenewed));
    expect(again.deliveryCount).toBe(1);
  });

  it('is renewed by the SDK while a handler works', async () => {
    await service.client.createSender('handled').sendMessages([{ body: 'slow' }, { body: 'throws once' }]);
    const receiver = service.client.createReceiver('handled');
    const seen: [string, number | undefined][] = [];
    const errors: string[] = [];
    receiver.subscribe(
      {
        processMessage: async ({ body, deliveryCount }) => {
          seen.push([body as string, deliveryCount]);
          if (body === 'slow') await sleep(3000);
          else if (deliveryCount === 0) throw new Error('once');
        },
        processError: ({ error, errorSource }) => {
          errors.push(`${errorSource}: ${error.message}`);
          return Promise.resolve();
        },
      },
      { maxConcurrentCalls: 2 },
    );
    await eventually(async () => (await service.bus.counts())['handled']?.active === 0);
    await receiver.close();
    expect(seen).toEqual([
      ['slow', 0],
      ['throws once', 0],
      ['throws once', 1],
    ]);
    expect(errors).toEqual(['processMessageCallback: once']);
  });
});
