import { ServiceBusClient, type ServiceBusMessage } from '@azure/service-bus';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ServiceBus, startServiceBus } from '../../../sandbox/service-bus/start';
import type { QueueDeclaration } from '../../../shared/queue/declaration';
import { compileHost, startTestHost, type RunningHost } from './compiled-host';

interface Report {
  at: number;
  function: string;
  phase: 'start' | 'end';
  message: unknown;
  metadata: Record<string, unknown>;
}

const queue = (name: string, requiresSession = false): QueueDeclaration => ({
  ...{ name, requiresSession, lockSeconds: 5, maxDeliveryCount: 3 },
  ...{ timeToLiveSeconds: 3600, deadLetterOnExpiry: false },
});

const queues = [queue('plain'), queue('ordered', true), queue('batched'), queue('batched-sessions', true)];

describe('queue functions on the real SDK and a broker', () => {
  const compiled = compileHost('sandbox/service-bus/**/*.ts', 'shared/queue/*.ts');
  const folder = mkdtempSync(join(tmpdir(), 'queue-host-'));
  const reportFile = join(folder, 'report.jsonl');
  let broker: ServiceBus;
  let host: RunningHost;
  let client: ServiceBusClient;

  const startBroker = async (port = 0): Promise<ServiceBus> => {
    const module = (await import(compiled.startServiceBus)) as { startServiceBus: typeof startServiceBus };
    return module.startServiceBus({ port, queues, dataFile: join(folder, 'broker.sqlite') });
  };
  const start = (): Promise<RunningHost> =>
    startTestHost({
      main: compiled.main,
      app: resolve(__dirname, 'apps/queues'),
      environment: { BUS: broker.connectionString, PLAIN_QUEUE: 'plain', REPORT_FILE: reportFile },
    });

  beforeAll(async () => {
    broker = await startBroker();
    client = new ServiceBusClient(broker.connectionString);
    host = await start();
  });
  afterAll(async () => {
    await client.close();
    await host.stop();
    await broker.stop();
    compiled.remove();
    rmSync(folder, { recursive: true });
  });

  const send = async (name: string, messages: ServiceBusMessage[]): Promise<void> => {
    const sender = client.createSender(name);
    await sender.sendMessages(messages);
    await sender.close();
  };
  const reports = (): Report[] =>
    existsSync(reportFile)
      ? readFileSync(reportFile, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as Report)
      : [];
  /** Waits until a test's own reports are as many as expected, and answers them. */
  const seen = async (count: number, own: (report: Report) => boolean): Promise<Report[]> => {
    const until = Date.now() + 15_000;
    for (;;) {
      const found = reports().filter(own);
      if (found.length >= count) {
        return found;
      }
      if (Date.now() > until) {
        throw new Error(`${found.length} of ${count} reports:\n${JSON.stringify(found)}\n${host.output()}`);
      }
      await new Promise((done) => setTimeout(done, 20));
    }
  };
  const emptied = async (name: string): Promise<void> => {
    const until = Date.now() + 10_000;
    let text = '';
    while (Date.now() < until) {
      const counts = (await broker.counts())[name];
      text = JSON.stringify(counts);
      if (counts !== undefined && Object.values(counts).every((count: number) => count === 0)) {
        return;
      }
      await new Promise((done) => setTimeout(done, 20));
    }
    throw new Error(`"${name}" still holds messages: ${text}`);
  };
  const ended =
    (functionName: string, mark: string) =>
    (report: Report): boolean =>
      report.function === functionName && report.phase === 'end' && JSON.stringify(report).includes(mark);

  test('a message arrives with the metadata of the platform, and is completed', async () => {
    const before = Date.now();
    await send('plain', [
      {
        body: { mark: 'metadata' },
        ...{ messageId: 'm-1', subject: 'label', correlationId: 'c-1', contentType: 'application/json' },
        applicationProperties: { CorrelationKey: 'upper', attempt: 2 },
      },
    ]);
    const [report] = await seen(1, ended('plain', 'metadata'));
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
    await emptied('plain');
  });

  test('bodies and ids that look like JSON arrive parsed: the traps of the platform are here too', async () => {
    await send('plain', [
      { body: 123, messageId: '123', subject: 'json-number' },
      { body: 'm1', subject: 'json-string' },
      { body: Buffer.from('not json {'), subject: 'json-none' },
      { body: Buffer.from('true'), subject: 'json-bool' },
      { body: Buffer.from(''), subject: 'json-empty' },
    ]);
    const found = await seen(5, ended('plain', '"json-'));
    const bySubject = new Map(found.map((one) => [one.metadata['subject'], one]));
    expect(bySubject.get('json-number')?.message).toBe(123);
    expect(bySubject.get('json-number')?.metadata['messageId']).toBe(123);
    expect(bySubject.get('json-string')?.message).toBe('m1');
    expect(bySubject.get('json-none')?.message).toBe('not json {');
    expect(bySubject.get('json-bool')?.message).toBe(true);
    expect(bySubject.get('json-empty')?.message).toBe('');
    await emptied('plain');
  });

  test('a throw abandons; after the queue’s limit the dead-letter function gets it', async () => {
    await send('plain', [{ body: { fail: true, mark: 'poison' }, messageId: 'poison' }]);
    const attempts = await seen(
      3,
      (one) => one.function === 'plain' && one.metadata['messageId'] === 'poison',
    );
    expect(attempts.map(({ metadata }) => metadata['deliveryCount'])).toEqual([1, 2, 3]);
    const dead = await seen(
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
    expect(host.output()).toContain('told to fail');
  });

  test('as many at once as host.json allows, and no more', async () => {
    const bodies = Array.from({ length: 12 }, (_, number) => ({ sleep: 300, mark: 'parallel', number }));
    await send(
      'plain',
      bodies.map((body) => ({ body })),
    );
    await seen(12, ended('plain', '"parallel"'));
    expect(mostAtOnce(reports().filter((one) => JSON.stringify(one.message).includes('"parallel"')))).toBe(4);
    await emptied('plain');
  });

  test('sessions: in order within each, side by side between them, the id in the metadata', async () => {
    const ids = Array.from({ length: 12 }, (_, number) => `session-${number}`);
    const messages = ids.flatMap((sessionId) =>
      [0, 1, 2, 3].map((number) => ({ body: { sleep: 20, sessionId, number, mark: 'fifo' }, sessionId })),
    );
    await send('ordered', messages);
    const found = await seen(48, ended('inOrder', '"fifo"'));
    for (const sessionId of ids) {
      const own = found.filter(({ metadata }) => metadata['sessionId'] === sessionId);
      expect(own.map(({ message }) => (message as { number: number }).number)).toEqual([0, 1, 2, 3]);
    }
    const all = reports().filter((one) => JSON.stringify(one.message).includes('"fifo"'));
    for (const sessionId of ids) {
      expect(mostAtOnce(all.filter(({ metadata }) => metadata['sessionId'] === sessionId))).toBe(1);
    }
    expect(mostAtOnce(all)).toBeGreaterThan(4);
    expect(mostAtOnce(all)).toBeLessThanOrEqual(8);
    await emptied('ordered');
  });

  test('a waiting acceptor takes a new session within a few milliseconds', async () => {
    const sender = client.createSender('ordered');
    const latencies: number[] = [];
    for (let number = 0; number < 5; number += 1) {
      const sent = Date.now();
      const mark = `latency-${number}`;
      await sender.sendMessages({ body: { mark }, sessionId: mark });
      const [report] = await seen(1, (one) => one.phase === 'start' && JSON.stringify(one).includes(mark));
      latencies.push((report?.at ?? Infinity) - sent);
    }
    await sender.close();
    expect(latencies.sort((a, b) => a - b)[2]).toBeLessThan(250);
  });

  test('a lock is renewed for as long as a handler takes', async () => {
    await send('ordered', [{ body: { sleep: 8000, mark: 'long' }, sessionId: 'long' }]);
    await send('plain', [{ body: { sleep: 8000, mark: 'long' } }]);
    await seen(1, ended('inOrder', '"long"'));
    await seen(1, ended('plain', '"long"'));
    await emptied('ordered');
    await emptied('plain');
    expect(reports().filter((one) => JSON.stringify(one.message).includes('"long"'))).toHaveLength(4);
  });

  test('batches: an array, metadata with Array, settled as a whole', async () => {
    await send('batched', [
      ...['one', 'two'].map((mark) => ({ body: { mark: `batch-${mark}` }, messageId: mark })),
      { body: 7, messageId: '7' },
    ]);
    const found = await seen(1, (one) => one.function === 'batched' && one.phase === 'end');
    const bodies = found.flatMap(({ message }) => message as unknown[]);
    await emptied('batched');
    const all = reports().filter((one) => one.function === 'batched' && one.phase === 'end');
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

    await send('batched', [{ body: { mark: 'good' } }, { body: { fail: true, mark: 'bad' } }]);
    await seen(1, (one) => one.function === 'batched' && JSON.stringify(one.metadata).includes('[3,3]'));
  });

  test('batches in sessions hold one session’s messages', async () => {
    await send(
      'batched-sessions',
      ['a', 'b'].flatMap((sessionId) => [1, 2].map((number) => ({ body: { number }, sessionId }))),
    );
    await emptied('batched-sessions');
    const found = reports().filter((one) => one.function === 'batchedSessions' && one.phase === 'end');
    for (const { metadata } of found) {
      expect(new Set(metadata['sessionIdArray'] as string[]).size).toBe(1);
    }
    expect(found.flatMap(({ message }) => message as unknown[])).toHaveLength(4);
  });

  test('run by hand: the input is the message', async () => {
    const body = JSON.stringify({ input: JSON.stringify({ mark: 'by-hand' }) });
    const response = await fetch(`${host.url}/admin/functions/inorder`, { method: 'POST', body });
    expect(response.status).toBe(202);
    const [report] = await seen(1, ended('inOrder', 'by-hand'));
    expect(report?.message).toEqual({ mark: 'by-hand' });
  });

  test('dropped connections: everything goes on, nothing is lost', async () => {
    await broker.dropConnections();
    await send('ordered', [{ body: { mark: 'after-drop' }, sessionId: 'drop' }]);
    await send('plain', [{ body: { mark: 'after-drop' } }]);
    await seen(1, ended('inOrder', 'after-drop'));
    await seen(1, ended('plain', 'after-drop'));
    await emptied('ordered');
    await emptied('plain');
  });

  test('a broker that dies and comes back: the host goes on by itself, nothing is lost', async () => {
    await send('plain', [{ body: { sleep: 2000, mark: 'cut-off' }, messageId: 'cut-off' }]);
    await seen(1, (one) => one.phase === 'start' && JSON.stringify(one).includes('cut-off'));
    broker.kill();
    await broker.exited;
    await new Promise((done) => setTimeout(done, 1500));
    broker = await startBroker(broker.port);
    await send('ordered', [{ body: { mark: 'after-restart' }, sessionId: 'restart' }]);
    await send('plain', [{ body: { mark: 'after-restart' } }]);
    await seen(1, ended('inOrder', 'after-restart'));
    await seen(1, ended('plain', 'after-restart'));
    // What was being handled comes again once its lock is over: at least once, not exactly once.
    const again = await seen(2, ended('plain', 'cut-off'));
    expect(again.map(({ metadata }) => metadata['deliveryCount'])).toEqual([1, 2]);
    await emptied('plain');
    expect(host.output()).toContain('cannot receive, trying on');
  });

  test('SIGTERM: what runs is finished and settled, nothing new starts, exit 0', async () => {
    await send('ordered', [
      { body: { sleep: 1500, mark: 'stop-1' }, sessionId: 'stop' },
      { body: { mark: 'stop-2' }, sessionId: 'stop' },
    ]);
    await send('plain', [{ body: { sleep: 1500, mark: 'stop-plain' } }]);
    await seen(1, (one) => JSON.stringify(one.message).includes('stop-1'));
    await seen(1, (one) => JSON.stringify(one.message).includes('stop-plain'));
    const { code, milliseconds } = await host.stop();
    expect([code, milliseconds < 4000]).toEqual([0, true]);
    expect(reports().filter(ended('inOrder', 'stop-1'))).toHaveLength(1);
    expect(reports().filter(ended('plain', 'stop-plain'))).toHaveLength(1);
    const counts = await broker.counts();
    expect(counts['ordered']).toMatchObject({ active: 1 });
    expect(counts['plain']).toMatchObject({ active: 0 });

    // Another host goes on where this one ended, at the first delivery of what was not begun.
    host = await start();
    const [second] = await seen(1, ended('inOrder', 'stop-2'));
    expect(second?.metadata['deliveryCount']).toBe(1);
  });

  test('SIGTERM: what takes longer than 4 s is left behind, exit 0 within 5 s', async () => {
    await send('ordered', [{ body: { sleep: 60_000, mark: 'endless' }, sessionId: 'endless' }]);
    await seen(1, (one) => JSON.stringify(one.message).includes('endless'));
    const { code, milliseconds } = await host.stop();
    expect(code).toBe(0);
    expect(milliseconds).toBeGreaterThan(3900);
    expect(milliseconds).toBeLessThan(5000);
    expect(host.output()).toContain('left behind');
  });
});

/** The highest number of invocations that had started and not yet ended. */
function mostAtOnce(all: readonly Report[]): number {
  let running = 0;
  return Math.max(...all.map(({ phase }) => (running += phase === 'start' ? 1 : -1)));
}
