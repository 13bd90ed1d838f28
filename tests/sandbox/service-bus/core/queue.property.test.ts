import fc from 'fast-check';
import type { NewMessage, QueuedMessage } from '../../../../sandbox/service-bus/core/message';
import type { Payload } from '../../../../sandbox/service-bus/core/payload';
import { Queue } from '../../../../sandbox/service-bus/core/queue';
import type { SessionLock } from '../../../../sandbox/service-bus/core/sessions';
import { deadLetterSettings, queueSettings } from '../../../../sandbox/service-bus/core/settings';
import { present } from '../setup';

const lockMilliseconds = 1000;
const maxDeliveryCount = 2;
const nothing = Buffer.alloc(0);
const payload: Payload = {
  header: nothing,
  annotations: nothing,
  properties: nothing,
  applicationProperties: nothing,
  body: nothing,
};

type Step =
  | {
      readonly do: 'send';
      readonly session: number;
      readonly delay: number;
      readonly timeToLive: number | undefined;
    }
  | { readonly do: 'purge'; readonly count: number }
  | { readonly do: 'receive' | 'receive-and-delete' | 'accept' | 'close'; readonly session: number }
  | {
      readonly do: 'complete' | 'abandon' | 'release' | 'defer' | 'dead-letter' | 'renew' | 'settle-old';
      readonly pick: number;
    }
  | { readonly do: 'receive-deferred'; readonly pick: number }
  | { readonly do: 'wait'; readonly milliseconds: number };

const session = fc.nat({ max: 2 });
const pick = fc.nat({ max: 50 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      session,
      delay: fc.constantFrom(0, 0, 0, 400, 2500),
      timeToLive: fc.constantFrom(undefined, undefined, undefined, 700),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('receive' as const, 'receive' as const, 'receive-and-delete' as const),
      session,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('accept' as const, 'close' as const), session }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'complete' as const,
        'abandon' as const,
        'release' as const,
        'defer' as const,
        'dead-letter' as const,
        'renew' as const,
        'settle-old' as const,
      ),
      pick,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('receive-deferred' as const), pick }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('purge' as const), count: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      milliseconds: fc.constantFrom(1, 300, 999, 1000, 3000),
    }),
  },
);

/** What the outside of a queue sees: where each message is, by id. */
class Model {
  now = 1_000_000;
  readonly deadLetters: Queue;
  readonly queue: Queue;
  readonly sent: string[] = [];
  readonly finished = new Set<string>();
  /** Tokens that were given out and not yet used, though their time may be over. */
  readonly tokens: string[] = [];
  readonly usedTokens: string[] = [];
  readonly locks = new Map<number, SessionLock>();
  /** Once deferred a message is given out by number only. */
  readonly #deferred = new Set<string>();
  readonly #requiresSession: boolean;

  constructor(requiresSession: boolean) {
    this.#requiresSession = requiresSession;
    const declaration = {
      name: 'q',
      requiresSession,
      lockSeconds: lockMilliseconds / 1000,
      maxDeliveryCount,
      timeToLiveSeconds: 1_000_000,
      deadLetterOnExpiry: true,
    };
    this.deadLetters = new Queue(deadLetterSettings(declaration));
    this.queue = new Queue(queueSettings(declaration), this.deadLetters);
  }

  run(step: Step): void {
    switch (step.do) {
      case 'send':
        this.#send(step.session, step.delay, step.timeToLive);
        break;
      case 'purge':
        this.#purge(step.count);
        break;
      case 'accept':
        this.#accept(step.session);
        break;
      case 'close':
        this.#close(step.session);
        break;
      case 'receive':
      case 'receive-and-delete':
        this.#receive(step.session, step.do === 'receive' ? 'peek-lock' : 'receive-and-delete');
        break;
      case 'receive-deferred':
        this.#receiveDeferred(step.pick);
        break;
      case 'wait':
        this.now += step.milliseconds;
        this.queue.tick(this.now);
        break;
      case 'settle-old': {
        const token = this.usedTokens[step.pick % Math.max(1, this.usedTokens.length)];
        if (token !== undefined) expect(() => this.queue.complete(token)).toThrow(/lock/i);
        break;
      }
      case 'complete':
      case 'abandon':
      case 'release':
      case 'defer':
      case 'dead-letter':
      case 'renew':
        this.#settle(step.do, step.pick);
        break;
    }
    this.check();
  }

  /** Every message that was sent is in exactly one place, and no two receivers hold one. */
  check(): void {
    const held = [...this.queue.messages()].map(({ messageId }) => messageId);
    const dead = [...this.deadLetters.messages()].map(({ messageId }) => messageId);
    const everywhere = [...held, ...dead, ...this.finished];
    expect([...everywhere].sort()).toEqual([...this.sent].sort());
    const numbers = [...this.queue.messages()].map(({ sequenceNumber }) => sequenceNumber);
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
    for (const message of this.queue.messages()) {
      expect(message.deliveryCount).toBeLessThan(maxDeliveryCount);
      if (message.state.kind === 'locked') {
        const { lock } = message.state;
        expect(lock.session === undefined ? lock.until : lock.session.until).toBeGreaterThan(this.now);
        expect(lock.session?.ended).not.toBe(true);
      }
      if (this.#deferred.has(message.messageId)) expect(message.state.kind).toMatch(/deferred|locked/);
      if (message.state.kind === 'available') expect(message.expiresAt).toBeGreaterThan(this.now);
      if (message.state.kind === 'scheduled') expect(message.state.due).toBeGreaterThan(this.now);
    }
  }

  #send(sessionNumber: number, delay: number, timeToLive: number | undefined): void {
    const messageId = `m${this.sent.length}`;
    this.sent.push(messageId);
    const message: NewMessage = {
      messageId,
      sessionId: this.#requiresSession ? String(sessionNumber) : undefined,
      timeToLive,
      scheduledFor: delay === 0 ? undefined : this.now + delay,
      payload,
    };
    this.queue.enqueue(message, this.now);
  }

  #purge(count: number): void {
    const doomed = this.#available().slice(0, count);
    expect(this.queue.deleteBatch(count, Infinity)).toBe(doomed.length);
    for (const { messageId } of doomed) this.finished.add(messageId);
  }

  #available(): QueuedMessage[] {
    return [...this.queue.messages()].filter(({ state }) => state.kind === 'available');
  }

  #accept(sessionNumber: number): void {
    const { sessions } = this.queue;
    if (sessions === undefined) return;
    const holder = this.locks.get(sessionNumber);
    if (holder?.ended === false) {
      expect(() => sessions.accept(String(sessionNumber), 'other', this.now)).toThrow();
    } else {
      this.locks.set(sessionNumber, sessions.accept(String(sessionNumber), `link${this.now}`, this.now));
    }
  }

  #close(sessionNumber: number): void {
    const lock = this.locks.get(sessionNumber);
    if (lock !== undefined) this.queue.releaseSession(lock, this.now);
  }

  /** First in, first out: nothing that could be delivered comes before what is delivered. */
  #receive(sessionNumber: number, mode: 'peek-lock' | 'receive-and-delete'): void {
    if (this.locks.get(sessionNumber)?.ended !== false) this.#accept(sessionNumber);
    const lock = this.locks.get(sessionNumber);
    const candidates = this.#available().filter(
      ({ sessionId }) => !this.#requiresSession || sessionId === String(sessionNumber),
    );
    const message = this.queue.receive(mode, this.now, this.#requiresSession ? lock : undefined);
    expect(message?.messageId).toBe(candidates[0]?.messageId);
    if (message !== undefined) this.#gotten(message, mode);
  }

  #receiveDeferred(index: number): void {
    const deferred = [...this.queue.messages()].filter(({ state }) => state.kind === 'deferred');
    const message = deferred[index % Math.max(1, deferred.length)];
    if (message === undefined) return;
    const lock = this.locks.get(Number(message.sessionId));
    if (this.#requiresSession && lock?.ended !== false) return;
    const [again] = this.queue.receiveDeferred([message.sequenceNumber], 'peek-lock', this.now, lock);
    expect(again).toBe(message);
    this.#gotten(message, 'peek-lock');
  }

  #gotten(message: QueuedMessage, mode: 'peek-lock' | 'receive-and-delete'): void {
    if (mode === 'receive-and-delete') {
      this.finished.add(message.messageId);
      return;
    }
    if (message.state.kind !== 'locked') throw new Error('a message that was given out is locked');
    expect(this.tokens).not.toContain(message.state.lock.token);
    this.tokens.push(message.state.lock.token);
  }

  #settle(how: 'complete' | 'abandon' | 'release' | 'defer' | 'dead-letter' | 'renew', index: number): void {
    const token = this.tokens[index % Math.max(1, this.tokens.length)];
    if (token === undefined) return;
    const held = [...this.queue.messages()].find(
      ({ state }) => state.kind === 'locked' && state.lock.token === token,
    );
    if (held === undefined) {
      this.#forget(token);
      expect(() => this.queue.complete(token)).toThrow(/lock/i);
      return;
    }
    const { messageId, deliveryCount } = held;
    const after = this.#deferred.has(messageId) ? 'deferred' : 'available';
    const isTooOld = after === 'available' && held.expiresAt <= this.now;
    if (how === 'renew') {
      if (this.#requiresSession) expect(() => this.queue.renewLock(token, this.now)).toThrow(/session/);
      else expect(this.queue.renewLock(token, this.now)).toBe(this.now + lockMilliseconds);
      return;
    }
    this.#forget(token);
    if (how === 'complete') {
      this.queue.complete(token);
      this.finished.add(messageId);
    } else if (how === 'abandon') {
      this.queue.abandon(token, [], this.now);
      const isGivenUp = deliveryCount + 1 >= maxDeliveryCount || isTooOld;
      const letters = [...this.deadLetters.messages()];
      expect(letters.some((letter) => letter.messageId === messageId)).toBe(isGivenUp);
      expect(held.deliveryCount).toBe(deliveryCount + 1);
      expect(held.state.kind).toBe(isGivenUp ? 'gone' : after);
    } else if (how === 'release') {
      this.queue.release(token, this.now);
      expect(held.deliveryCount).toBe(deliveryCount);
      expect(held.state.kind).toBe(isTooOld ? 'gone' : after);
    } else if (how === 'defer') {
      this.queue.defer(token, []);
      this.#deferred.add(messageId);
      expect(held.state.kind).toBe('deferred');
    } else {
      this.queue.deadLetter(token, { reason: 'r', description: undefined }, []);
    }
  }

  #forget(token: string): void {
    this.tokens.splice(this.tokens.indexOf(token), 1);
    this.usedTokens.push(token);
  }
}

describe.each([
  ['without sessions', false],
  ['with sessions', true],
])('a queue %s', (_, requiresSession) => {
  it('loses no message, gives none to two receivers and keeps the order, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 120, size: 'max' }), (steps) => {
        const model = new Model(requiresSession);
        for (const next of steps) model.run(next);
        // In the end everything that is not deferred can be received to the last message.
        model.run({ do: 'wait', milliseconds: 5000 });
        for (const number of [0, 1, 2]) {
          model.run({ do: 'close', session: number });
          model.run({ do: 'accept', session: number });
          for (let left = model.sent.length; left > 0; left -= 1) {
            model.run({ do: 'receive-and-delete', session: number });
          }
        }
        const rest = [...model.queue.messages()].map(({ state }) => state.kind);
        expect(rest.filter((kind) => kind !== 'deferred')).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('says when there is something to do, and has done it then', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }), (steps) => {
        const model = new Model(requiresSession);
        for (const next of steps) model.run(next);
        for (let round = 0; round < 1000; round += 1) {
          const deadline = model.queue.nextDeadline();
          if (deadline === undefined || deadline > model.now + 10_000) return;
          expect(deadline).toBeGreaterThan(model.now);
          model.run({ do: 'wait', milliseconds: deadline - model.now });
        }
        throw new Error('the queue never comes to rest');
      }),
      { numRuns: 30 },
    );
  });
});

describe('scheduled messages', () => {
  it('come in the order of their times, and of their sending where these are equal', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 40, size: 'max' }), (delays) => {
        const { queue } = new Model(false);
        delays.forEach((delay, index) =>
          queue.enqueue(
            {
              messageId: `${delay}-${index}`,
              sessionId: undefined,
              timeToLive: undefined,
              scheduledFor: delay,
              payload,
            },
            0,
          ),
        );
        queue.tick(10);
        const expected = delays
          .map((delay, index) => ({ delay, id: `${delay}-${index}` }))
          .sort((one, other) => one.delay - other.delay)
          .map(({ id }) => id);
        const received = delays.map(() => queue.receive('receive-and-delete', 10)?.messageId);
        expect(received).toEqual(expected);
      }),
    );
  });
});

describe('sessions that wait for a receiver', () => {
  it('are given out by turns, each to one receiver only', () => {
    const { queue } = new Model(true);
    const sessions = present(queue.sessions);
    for (const sessionId of ['a', 'b', 'a', 'c']) {
      queue.enqueue(
        { messageId: 'x', sessionId, timeToLive: undefined, scheduledFor: undefined, payload },
        0,
      );
    }
    const first = present(sessions.acceptNext('one', 0));
    expect([first.sessionId, sessions.acceptNext('two', 0)?.sessionId]).toEqual(['a', 'b']);
    queue.releaseSession(first, 0);
    expect(sessions.acceptNext('three', 0)?.sessionId).toBe('c');
    expect(sessions.acceptNext('four', 0)?.sessionId).toBe('a');
    expect(sessions.acceptNext('five', 0)).toBeUndefined();
    expect(() => sessions.held('b', 'another link')).toThrow(/lock was lost/);
    expect(sessions.held('b', 'two').sessionId).toBe('b');
  });
});
