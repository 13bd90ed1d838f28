import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import { createSessionListener, type OpenSession } from '../../../sandbox/host/session-listener';
import type { QueueListener } from '../../../sandbox/host/queue-listener';

type Message = ServiceBusReceivedMessage;
const message = (messageId: string): Message => ({ messageId, body: messageId }) as Message;

/** Sessions as a broker hands them out: each to one acceptor at a time. */
class FakeQueue {
  readonly log: string[] = [];
  readonly waits: number[] = [];
  open = 0;
  mostOpen = 0;
  accepts = 0;
  failAccept: (() => Error | undefined) | undefined;
  failComplete: ((message: Message) => Error | undefined) | undefined;
  readonly #waiting: [string, Message[]][];
  readonly #acceptors: ((session: OpenSession) => void)[] = [];

  constructor(sessions: Record<string, string[]>) {
    this.#waiting = Object.entries(sessions).map(([id, ids]) => [id, ids.map(message)]);
  }

  acceptNextSession = (): Promise<OpenSession> => {
    this.accepts += 1;
    const error = this.failAccept?.();
    if (error !== undefined) {
      return Promise.reject(error);
    }
    const next = this.#waiting.shift();
    return next === undefined
      ? new Promise((grant) => this.#acceptors.push(grant))
      : Promise.resolve(this.#grant(...next));
  };

  #grant(sessionId: string, messages: Message[]): OpenSession {
    this.open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    return {
      sessionId,
      receiveMessages: (count, { maxWaitTimeInMs, abortSignal }) => {
        this.waits.push(maxWaitTimeInMs);
        if (messages.length > 0) {
          return Promise.resolve(messages.slice(0, count));
        }
        return new Promise((done) => {
          const timer = setTimeout(done, maxWaitTimeInMs, []);
          abortSignal.addEventListener('abort', () => {
            clearTimeout(timer);
            done([]);
          });
        });
      },
      completeMessage: (settled) => {
        const error = this.failComplete?.(settled);
        if (error !== undefined) {
          return Promise.reject(error);
        }
        messages.shift();
        this.log.push(`complete ${String(settled.messageId)}`);
        return Promise.resolve();
      },
      abandonMessage: (settled) => {
        this.log.push(`abandon ${String(settled.messageId)}`);
        return Promise.resolve();
      },
      close: () => {
        this.open -= 1;
        this.log.push(`close ${sessionId}`);
        return Promise.resolve();
      },
    };
  }
}

describe('sessions', () => {
  let listener: QueueListener | undefined;
  const logged: string[] = [];
  const logger = { log: (_level: string, _category: string, text: string): number => logged.push(text) };

  beforeEach(() => {
    jest.useFakeTimers();
    logged.length = 0;
  });
  afterEach(async () => {
    await listener?.stop();
    jest.useRealTimers();
  });

  const listen = (
    queue: FakeQueue,
    handle: (messages: readonly Message[]) => Promise<void>,
    options: { maxConcurrentSessions?: number; batchSize?: number } = {},
  ): QueueListener => {
    const { acceptNextSession } = queue;
    listener = createSessionListener(
      {
        ...{ category: 'test', maxConcurrentSessions: 2, sessionIdleTimeout: 500, batchSize: 1 },
        ...options,
        acceptNextSession,
      },
      handle,
      logger,
    );
    listener.start();
    return listener;
  };
  const pass = (milliseconds: number): Promise<void> => jest.advanceTimersByTimeAsync(milliseconds);
  const takes =
    (milliseconds: number, log: string[]) =>
    async (messages: readonly Message[]): Promise<void> => {
      log.push(`start ${messages.map(({ messageId }) => String(messageId)).join('+')}`);
      await new Promise((done) => setTimeout(done, milliseconds));
    };

  test('in a session one after another, sessions side by side, each released when idle', async () => {
    const queue = new FakeQueue({ a: ['a1', 'a2'], b: ['b1'], c: ['c1'] });
    listen(queue, takes(100, queue.log));
    await pass(350);
    expect(queue.log).toEqual([
      ...['start a1', 'start b1', 'complete a1', 'start a2', 'complete b1', 'complete a2'],
    ]);
    expect(queue.accepts).toBe(2);
    await pass(600);
    expect(queue.log.slice(6)).toEqual(['close b', 'start c1', 'close a', 'complete c1']);
    expect(queue.mostOpen).toBe(2);
    expect(new Set(queue.waits)).toEqual(new Set([500]));
  });

  test('a throw abandons, and the session goes on with what the broker gives', async () => {
    const queue = new FakeQueue({ a: ['a1'] });
    let calls = 0;
    listen(queue, () => {
      calls += 1;
      return calls < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve();
    });
    await pass(10);
    expect(queue.log).toEqual(['abandon a1', 'abandon a1', 'complete a1']);
  });

  test('batches settle as a whole', async () => {
    const queue = new FakeQueue({ a: ['a1', 'a2', 'a3'] });
    let fail = true;
    listen(
      queue,
      () => {
        const outcome = fail ? Promise.reject(new Error('one was bad')) : Promise.resolve();
        fail = false;
        return outcome;
      },
      { batchSize: 2 },
    );
    await pass(10);
    expect(queue.log).toEqual([...['abandon a1', 'abandon a2', 'complete a1', 'complete a2', 'complete a3']]);
  });

  test('a lost session is left and the acceptor waits for the next', async () => {
    const queue = new FakeQueue({ a: ['a1', 'a2'], b: ['b1'] });
    queue.failComplete = ({ messageId }) => (messageId === 'a1' ? new Error('lock lost') : undefined);
    listen(queue, takes(1, queue.log), { maxConcurrentSessions: 1 });
    await pass(10);
    expect(queue.log).toEqual(['start a1', 'close a', 'start b1', 'complete b1']);
    expect(logged).toEqual(['session a was lost: lock lost']);
  });

  test('no session within the broker’s minute is no trouble: asked again at once', async () => {
    const queue = new FakeQueue({ a: ['a1'] });
    const timeout = Object.assign(new Error('no session'), { code: 'ServiceTimeout' });
    queue.failAccept = () => (queue.accepts <= 3 ? timeout : undefined);
    listen(queue, takes(1, queue.log), { maxConcurrentSessions: 1 });
    await pass(5);
    expect(queue.log).toContain('complete a1');
    expect(logged).toEqual([]);
  });

  test('trouble is told once, tried again with growing waits, and its end is told', async () => {
    const queue = new FakeQueue({ a: ['a1'] });
    let down = true;
    queue.failAccept = () => (down ? new Error('ECONNREFUSED') : undefined);
    listen(queue, takes(1, queue.log));
    await pass(60_000);
    expect(logged).toEqual(['cannot receive, trying on: ECONNREFUSED']);
    expect(queue.accepts).toBeLessThan(60);
    down = false;
    await pass(3100);
    expect(queue.log).toContain('complete a1');
    expect(logged).toEqual(['cannot receive, trying on: ECONNREFUSED', 'receives again']);
  });

  test('stop waits for the message under way and its settling, and takes no other', async () => {
    const queue = new FakeQueue({ a: ['a1', 'a2'], b: [] });
    const running = listen(queue, takes(1000, queue.log));
    await pass(100);
    let stopped = false;
    const stopping = running.stop().then(() => (stopped = true));
    await pass(800);
    expect([stopped, queue.log]).toEqual([false, ['start a1', 'close b']]);
    await pass(200);
    await stopping;
    expect(queue.log).toEqual(['start a1', 'close b', 'complete a1', 'close a']);
  });
});
