import { ServiceBusClient } from '@azure/service-bus';
import { ended, mostAtOnce, QueueHarness } from './queue-harness';

describe('queue functions on the real SDK and a broker', () => {
  const harness = new QueueHarness();

  beforeAll(() => harness.start());
  afterAll(() => harness.end());

  test('a message arrives with the metadata of the platform, and is completed', async () => {
    const before = Date.now();
    await harness.send('plain', [
      {
        body: { mark: 'metadata' },
        ...{ messageId: 'm-1', subject: 'label', correlationId: 'c-1', contentType: 'application/json' },
        applicationProperties: { CorrelationKey: 'upper', attempt: 2 },
      },
    ]);
    const [report] = await harness.seen(1, ended('plain', 'metadata'));
    expect(report?.message).toEqual({ mark: 'metadata' });
    const metadata = report?.metadata ?? {};
    expect(metadata).toMatchObject({
      messageId: 'm-1',
      deliveryCount: 1,
      subject: 'label',
      label: 'label',
      correlationId: 'c-1',
      contentType: 'application/json',
      // The first capital is lost at every depth (reference functions-and-bicep 1.4).
      applicationProperties: { correlationKey: 'upper', attempt: 2 },
      userProperties: { correlationKey: 'upper', attempt: 2 },
      sequenceNumber: expect.any(Number) as number,
      lockToken: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
    expect(metadata).not.toHaveProperty('sessionId');
    expect(Date.parse(String(metadata['enqueuedTimeUtc']))).toBeGreaterThanOrEqual(before - 1000);
    await harness.emptied('plain');
  });

  test('bodies and ids that look like JSON arrive parsed: the traps of the platform are here too', async () => {
    await harness.send('plain', [
      { body: 123, messageId: '123', subject: 'json-number' },
      { body: 'm1', subject: 'json-string' },
      { body: Buffer.from('not json {'), subject: 'json-none' },
      { body: Buffer.from('true'), subject: 'json-bool' },
      { body: Buffer.from(''), subject: 'json-empty' },
    ]);
    const found = await harness.seen(5, ended('plain', '"json-'));
    const bySubject = new Map(found.map((one) => [one.metadata['subject'], one]));
    expect(bySubject.get('json-number')?.message).toBe(123);
    expect(bySubject.get('json-number')?.metadata['messageId']).toBe(123);
    expect(bySubject.get('json-string')?.message).toBe('m1');
    expect(bySubject.get('json-none')?.message).toBe('not json {');
    expect(bySubject.get('json-bool')?.message).toBe(true);
    expect(bySubject.get('json-empty')?.message).toBe('');
    await harness.emptied('plain');
  });

  test('a throw abandons; after the queue’s limit the dead-letter function gets it', async () => {
    await harness.send('plain', [{ body: { fail: true, mark: 'poison' }, messageId: 'poison' }]);
    const attempts = await harness.seen(
      3,
      (one) => one.function === 'plain' && one.metadata['messageId'] === 'poison',
    );
    expect(attempts.map(({ metadata }) => metadata['deliveryCount'])).toEqual([1, 2, 3]);
    const dead = await harness.seen(
      1,
      (one) => one.function === 'dead' && one.phase === 'start' && one.metadata['messageId'] === 'poison',
    );
    expect(dead[0]?.metadata).toMatchObject({
      deadLetterSource: 'plain',
      // What never expires does so at the end of .NET's time.
      expiresAtUtc: '9999-12-31T23:59:59.9999999Z',
    });
    expect(dead[0]?.metadata['applicationProperties']).toMatchObject({
      deadLetterReason: 'MaxDeliveryCountExceeded',
    });
    expect(harness.host.output()).toContain('told to fail');
  });

  test('as many at once as host.json allows, and no more', async () => {
    const bodies = Array.from({ length: 12 }, (_, number) => ({ sleep: 300, mark: 'parallel', number }));
    await harness.send(
      'plain',
      bodies.map((body) => ({ body })),
    );
    await harness.seen(12, ended('plain', '"parallel"'));
    expect(
      mostAtOnce(harness.reports().filter((one) => JSON.stringify(one.message).includes('"parallel"'))),
    ).toBe(4);
    await harness.emptied('plain');
  });

  test('sessions: in order within each, side by side between them, the id in the metadata', async () => {
    const ids = Array.from({ length: 12 }, (_, number) => `session-${number}`);
    const messages = ids.flatMap((sessionId) =>
      [0, 1, 2, 3].map((number) => ({ body: { sleep: 20, sessionId, number, mark: 'fifo' }, sessionId })),
    );
    await harness.send('ordered', messages);
    const found = await harness.seen(48, ended('inOrder', '"fifo"'));
    for (const sessionId of ids) {
      const own = found.filter(({ metadata }) => metadata['sessionId'] === sessionId);
      const numbers = own.map(({ message }) => (message as { number: number }).number);
      // A session whose link the SDK gives up comes again at the message that was not settled; never before it.
      if (!harness.host.output().includes(`session ${sessionId} was lost`)) {
        expect(numbers).toEqual([0, 1, 2, 3]);
      }
      expect([...new Set(numbers)]).toEqual([0, 1, 2, 3]);
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }
    const all = harness.reports().filter((one) => JSON.stringify(one.message).includes('"fifo"'));
    for (const sessionId of ids) {
      expect(mostAtOnce(all.filter(({ metadata }) => metadata['sessionId'] === sessionId))).toBe(1);
    }
    expect(mostAtOnce(all)).toBeGreaterThan(4);
    expect(mostAtOnce(all)).toBeLessThanOrEqual(8);
    await harness.emptied('ordered');
  });

  test('a waiting acceptor takes a new session within a few milliseconds', async () => {
    const client = new ServiceBusClient(harness.broker.connectionString);
    const sender = client.createSender('ordered');
    const latencies: number[] = [];
    for (let number = 0; number < 5; number += 1) {
      const sent = Date.now();
      const mark = `latency-${number}`;
      await sender.sendMessages({ body: { mark }, sessionId: mark });
      const [report] = await harness.seen(
        1,
        (one) => one.phase === 'start' && JSON.stringify(one).includes(mark),
      );
      latencies.push((report?.at ?? Infinity) - sent);
    }
    await client.close();
    expect(latencies.sort((a, b) => a - b)[2]).toBeLessThan(250);
  });

  test('a lock is renewed for as long as a handler takes', async () => {
    await harness.send('ordered', [{ body: { sleep: 8000, mark: 'long' }, sessionId: 'long' }]);
    await harness.send('plain', [{ body: { sleep: 8000, mark: 'long' } }]);
    await harness.seen(1, ended('inOrder', '"long"'));
    await harness.seen(1, ended('plain', '"long"'));
    await harness.emptied('ordered');
    await harness.emptied('plain');
    expect(harness.reports().filter((one) => JSON.stringify(one.message).includes('"long"'))).toHaveLength(4);
  });

  test('batches: an array, metadata with Array, settled as a whole', async () => {
    await harness.send('batched', [
      ...['one', 'two'].map((mark) => ({ body: { mark: `batch-${mark}` }, messageId: mark })),
      { body: 7, messageId: '7' },
    ]);
    const found = await harness.seen(1, (one) => one.function === 'batched' && one.phase === 'end');
    const bodies = found.flatMap(({ message }) => message as unknown[]);
    await harness.emptied('batched');
    const all = harness.reports().filter((one) => one.function === 'batched' && one.phase === 'end');
    expect(all.flatMap(({ message }) => message)).toEqual([
      ...[{ mark: 'batch-one' }, { mark: 'batch-two' }, 7],
    ]);
    expect(bodies.length).toBeGreaterThan(0);
    const ids = all.flatMap(({ metadata }) => metadata['messageIdArray'] as unknown[]);
    expect(ids).toEqual(['one', 'two', 7]);
    const [first] = all;
    expect(first?.metadata['sequenceNumberArray']).toContainEqual(
      expect.objectContaining({ low: expect.any(Number) as number, high: 0, unsigned: false }),
    );

    await harness.send('batched', [{ body: { mark: 'good' } }, { body: { fail: true, mark: 'bad' } }]);
    await harness.seen(
      1,
      (one) => one.function === 'batched' && JSON.stringify(one.metadata).includes('[3,3]'),
    );
  });

  test('batches in sessions hold one session’s messages', async () => {
    await harness.send(
      'batched-sessions',
      ['a', 'b'].flatMap((sessionId) => [1, 2].map((number) => ({ body: { number }, sessionId }))),
    );
    await harness.emptied('batched-sessions');
    const found = harness
      .reports()
      .filter((one) => one.function === 'batchedSessions' && one.phase === 'end');
    for (const { metadata } of found) {
      expect(new Set(metadata['sessionIdArray'] as string[]).size).toBe(1);
    }
    expect(found.flatMap(({ message }) => message as unknown[])).toHaveLength(4);
  });

  test('run by hand: the input is the message', async () => {
    const body = JSON.stringify({ input: JSON.stringify({ mark: 'by-hand' }) });
    const response = await fetch(`${harness.host.url}/admin/functions/inorder`, { method: 'POST', body });
    expect(response.status).toBe(202);
    const [report] = await harness.seen(1, ended('inOrder', 'by-hand'));
    expect(report?.message).toEqual({ mark: 'by-hand' });
  });
});
