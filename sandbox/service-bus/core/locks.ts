import { randomUUID } from 'node:crypto';
import { Deadlines } from './deadlines';
import type { Lock, QueuedMessage } from './message';
import type { SessionLock } from './sessions';

/** Which messages are held, by lock token. */
export class MessageLocks {
  readonly #lockMilliseconds: number;
  readonly #byToken = new Map<string, QueuedMessage>();
  readonly #deadlines = new Deadlines<QueuedMessage>(
    (message, at) =>
      message.state.kind === 'locked' &&
      message.state.lock.session === undefined &&
      message.state.lock.until === at,
  );

  constructor(lockMilliseconds: number) {
    this.#lockMilliseconds = lockMilliseconds;
  }

  /** Locks for the time of the queue, or as long as the session is held. */
  lock(message: QueuedMessage, session: SessionLock | undefined, now: number): Lock {
    const until = session === undefined ? now + this.#lockMilliseconds : session.until;
    const lock: Lock = { token: guid(), until, session };
    message.state = { kind: 'locked', lock, deferred: message.state.kind === 'deferred' };
    this.#byToken.set(lock.token, message);
    if (session === undefined) this.#deadlines.add(until, message);
    else session.held.add(message);
    return lock;
  }

  find(token: string): QueuedMessage | undefined {
    return this.#byToken.get(token);
  }

  /** Gives a new end to a lock and answers it, or nothing where the session's lock counts. */
  renew(message: QueuedMessage, now: number): number | undefined {
    if (message.state.kind !== 'locked' || message.state.lock.session !== undefined) return undefined;
    const { lock } = message.state;
    lock.until = now + this.#lockMilliseconds;
    this.#deadlines.add(lock.until, message);
    return lock.until;
  }

  /** The lock is over; the caller gives the message its next state. */
  forget(message: QueuedMessage): void {
    if (message.state.kind !== 'locked') return;
    this.#byToken.delete(message.state.lock.token);
    message.state.lock.session?.held.delete(message);
  }

  nextDeadline(): number | undefined {
    return this.#deadlines.next();
  }

  /** One message whose own lock is over. */
  takeExpired(now: number): QueuedMessage | undefined {
    return this.#deadlines.takeDue(now);
  }
}

function guid(): string {
  return randomUUID().replaceAll('-', '');
}
