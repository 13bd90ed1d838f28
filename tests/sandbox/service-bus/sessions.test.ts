import type { ServiceBusSessionReceiver } from '@azure/service-bus';
import {
  connect,
  declare,
  eventually,
  failure,
  present,
  receiveAll,
  receiveOne,
  sleep,
  useServiceBus,
} from './setup';

const service = useServiceBus(
  declare({
    named: { requiresSession: true },
    next: { requiresSession: true },
    held: { requiresSession: true },
    timeout: { requiresSession: true },
    state: { requiresSession: true },
    freed: { requiresSession: true, maxDeliveryCount: 3 },
    short: { requiresSession: true, lockSeconds: 0.8 },
    renewed: { requiresSession: true, lockSeconds: 1 },
    deferred: { requiresSession: true },
    dead: { requiresSession: true, maxDeliveryCount: 2 },
    dropped: { requiresSession: true },
    strict: { requiresSession: true },
    plain: {},
  }),
);

const unrenewed = { maxAutoLockRenewalDurationInMs: 0 };

async function send(queue: string, messages: Readonly<Record<string, readonly number[]>>): Promise<void> {
  await service.client
    .createSender(queue)
    .sendMessages(
      Object.entries(messages).flatMap(([sessionId, bodies]) => bodies.map((body) => ({ body, sessionId }))),
    );
}

async function bodies(receiver: ServiceBusSessionReceiver, count: number): Promise<number[]> {
  return (await receiveAll(receiver, count)).map(({ body }) => body as number);
}

describe('accepting a session', () => {
  it('by name gives its messages only, in order', async () => {
    await send('named', { a: [1, 2, 3], b: [10] });
    await send('named', { a: [4] });
    const receiver = await service.client.acceptSession('named', 'a');
    expect(receiver.sessionId).toBe('a');
    const until = receiver.sessionLockedUntilUtc.getTime();
    expect(until).toBeGreaterThan(Date.now() + 50_000);
    expect(until).toBeLessThan(Date.now() + 61_000);
    expect(await bodies(receiver, 4)).toEqual([1, 2, 3, 4]);
    expect(await receiver.peekMessages(10)).toHaveLength(4);
    // Held by one, it is refused to others; one without messages can be held too.
    expect(await failure(service.client.acceptSession('named', 'a'))).toMatchObject({
      code: 'SessionCannotBeLocked',
    });
    const empty = await service.client.acceptSession('named', 'not yet');
    const receiving = receiveOne(empty);
    await send('named', { 'not yet': [7] });
    expect((await receiving).body).toBe(7);
  });

  it('without a name gives the one that has waited longest', async () => {
    await send('next', { x: [1], y: [2], z: [3] });
    const receivers = [];
    for (let index = 0; index < 3; index += 1) receivers.push(await service.client.acceptNextSession('next'));
    expect(receivers.map(({ sessionId }) => sessionId)).toEqual(['x', 'y', 'z']);
  });

  it('waits for one that is sent, and for one that is freed', async () => {
    const accepting = service.client.acceptNextSession('held');
    await sleep(300);
    await send('held', { late: [1, 2] });
    const receiver = await accepting;
    expect(receiver.sessionId).toBe('late');
    await receiver.completeMessage(await receiveOne(receiver));
    const second = service.client.acceptNextSession('held');
    await sleep(300);
    await receiver.close();
    const again = await second;
    expect(again.sessionId).toBe('late');
    expect(await bodies(again, 1)).toEqual([2]);
  });

  it('gives up at the time-out, and the session is not lost to a client that gave up', async () => {
    const client = connect(service.bus.connectionString, {
      retryOptions: { maxRetries: 0, timeoutInMs: 1500 },
    });
    const start = Date.now();
    expect(await failure(client.acceptNextSession('timeout'))).toMatchObject({ code: 'ServiceTimeout' });
    expect(Date.now() - start).toBeLessThan(5000);
    await client.close();

    const leaving = connect(service.bus.connectionString);
    const abandoned = failure(leaving.acceptNextSession('timeout'));
    await sleep(300);
    await leaving.close();
    await abandoned;
    await send('timeout', { here: [1] });
    expect((await service.client.acceptNextSession('timeout')).sessionId).toBe('here');
  });

  it('is refused on a queue without sessions, and a plain receiver on one with', async () => {
    expect(await failure(service.client.acceptSession('plain', 'a'))).toMatchObject({
      name: 'ServiceBusError',
    });
    const receiver = service.client.createReceiver('strict');
    expect(await failure(receiver.receiveMessages(1))).toMatchObject({ name: 'ServiceBusError' });
    const sender = service.client.createSender('strict');
    expect(await failure(sender.sendMessages({ body: 1 }))).toMatchObject({
      code: 'GeneralError',
      message: expect.stringContaining('InvalidOperationError') as string,
    });
    const mixed = [{ body: 1, sessionId: 'a' }, { body: 2 }];
    expect(await failure(sender.sendMessages(mixed))).toMatchObject({ code: 'GeneralError' });
    expect(await service.bus.counts()).toMatchObject({ strict: { active: 0 } });
  });
});

describe('holding a session', () => {
  it('gives access to its state', async () => {
    const receiver = await service.client.acceptSession('state', 'a');
    expect(await receiver.getSessionState()).toBeNull();
    await receiver.setSessionState({ cursor: 'äöü', at: 7 });
    expect(await receiver.getSessionState()).toEqual({ cursor: 'äöü', at: 7 });
    await receiver.close();
    const again = await service.client.acceptSession('state', 'a');
    expect(await again.getSessionState()).toEqual({ cursor: 'äöü', at: 7 });
    await again.setSessionState(null);
    await again.close();
    const last = await service.client.acceptSession('state', 'a');
    expect((await last.getSessionState()) ?? null).toBeNull();
  });

  it('frees its messages uncounted when it is closed', async () => {
    await send('freed', { a: [1, 2] });
    for (let round = 0; round < 4; round += 1) {
      const receiver = await service.client.acceptNextSession('freed');
      const messages = await receiveAll(receiver, 2);
      expect(messages.map(({ body, deliveryCount }) => [body as number, deliveryCount])).toEqual([
        [1, 0],
        [2, 0],
      ]);
      await receiver.close();
    }
  });

  it('ends with its lock: messages come again, counted, and the old receiver is out', async () => {
    await send('short', { a: [1, 2] });
    const receiver = await service.client.acceptSession('short', 'a', unrenewed);
    const [first] = await receiveAll(receiver, 2);
    const next = await service.client.acceptNextSession('short', unrenewed);
    expect(next.sessionId).toBe('a');
    const again = await receiveAll(next, 2);
    expect(again.map(({ body, deliveryCount }) => [body as number, deliveryCount])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(await failure(receiver.completeMessage(present(first)))).toMatchObject({
      code: 'SessionLockLost',
    });
    expect(await failure(receiver.renewSessionLock())).toMatchObject({ code: 'SessionLockLost' });
    expect(await failure(receiver.setSessionState('mine'))).toMatchObject({ code: 'SessionLockLost' });
    await next.close();
  });

  it('can be made longer by renewing', async () => {
    await send('renewed', { a: [1] });
    const receiver = await service.client.acceptSession('renewed', 'a', unrenewed);
    const message = await receiveOne(receiver);
    for (let round = 0; round < 4; round += 1) {
      await sleep(400);
      expect((await receiver.renewSessionLock()).getTime()).toBeGreaterThan(Date.now());
    }
    await receiver.completeMessage(message);
    await receiver.close();
    // The SDK renews by itself unless told not to.
    await send('renewed', { a: [2] });
    const automatic = await service.client.acceptSession('renewed', 'a');
    const held = await receiveOne(automatic);
    await sleep(1800);
    await automatic.completeMessage(held);
    expect(await service.bus.counts()).toMatchObject({ renewed: { active: 0 } });
  });

  it('allows to defer and to receive by number', async () => {
    await send('deferred', { a: [1, 2], b: [3] });
    const receiver = await service.client.acceptSession('deferred', 'a');
    const first = await receiveOne(receiver);
    await receiver.deferMessage(first);
    expect((await receiveOne(receiver)).body).toBe(2);
    const number = present(first.sequenceNumber);
    const other = await service.client.acceptSession('deferred', 'b');
    expect(await failure(other.receiveDeferredMessages(number))).toMatchObject({ code: 'MessageNotFound' });
    const [back] = await receiver.receiveDeferredMessages(number);
    await receiver.completeMessage(present(back));
    expect(await service.bus.counts()).toMatchObject({ deferred: { active: 2, deferred: 0 } });
  });

  it('sends dead letters to a queue without sessions', async () => {
    await send('dead', { a: [1, 2] });
    const receiver = await service.client.acceptSession('dead', 'a');
    const first = await receiveOne(receiver);
    await receiver.deadLetterMessage(first, { deadLetterReason: 'bad', deadLetterErrorDescription: 'x' });
    await receiver.abandonMessage(await receiveOne(receiver));
    await receiver.abandonMessage(await receiveOne(receiver));
    const letters = service.client.createReceiver('dead', { subQueueType: 'deadLetter' });
    const messages = await receiveAll(letters, 2);
    expect(messages).toMatchObject([
      { body: 1, sessionId: 'a', deadLetterReason: 'bad' },
      { body: 2, sessionId: 'a', deadLetterReason: 'MaxDeliveryCountExceeded' },
    ]);
  });

  it('ends with the connection', async () => {
    await send('dropped', { a: [1] });
    const receiver = await service.client.acceptSession('dropped', 'a');
    await receiveOne(receiver);
    await service.bus.dropConnections();
    await eventually(async () => (await service.bus.counts())['dropped']?.locked === 0);
    const again = await service.client.acceptNextSession('dropped');
    expect((await receiveOne(again)).body).toBe(1);
  });
});
