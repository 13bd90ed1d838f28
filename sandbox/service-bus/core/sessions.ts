import { Deadlines } from './deadlines';
import { ServiceBusError, sessionLockLost } from './errors';
import type { QueuedMessage } from './message';
import type { QueueStorage } from './storage';

/** A receiver's hold on a session, and with it on every message that it was given from there. */
export interface SessionLock {
  readonly sessionId: string;
  /** Name of the link that holds it. */
  readonly owner: string;
  /** Milliseconds since 1970. */
  until: number;
  readonly held: Set<QueuedMessage>;
  ended: boolean;
}

/** Locks and states of the sessions of one queue, and which sessions have work and no receiver. */
export class Sessions {
  readonly #lockMilliseconds: number;
  readonly #hasWork: (sessionId: string) => boolean;
  readonly #storage: QueueStorage;
  readonly #locks = new Map<string, SessionLock>();
  readonly #states = new Map<string, Buffer>();
  /** The one that has waited longest comes first. May hold sessions whose work is gone. */
  readonly #waiting = new Set<string>();
  readonly #deadlines = new Deadlines<SessionLock>((lock, at) => !lock.ended && lock.until === at);

  constructor(lockMilliseconds: number, hasWork: (sessionId: string) => boolean, storage: QueueStorage) {
    this.#lockMilliseconds = lockMilliseconds;
    this.#hasWork = hasWork;
    this.#storage = storage;
  }

  /** A message of the session can be delivered. */
  workArrived(sessionId: string): void {
    if (!this.#locks.has(sessionId)) this.#waiting.add(sessionId);
  }

  /**
   * Locks a session by name; it need not exist yet.
   * @throws ServiceBusError when another receiver holds it.
   */
  accept(sessionId: string, owner: string, now: number): SessionLock {
    if (this.#locks.has(sessionId)) {
      throw new ServiceBusError(
        'com.microsoft:session-cannot-be-locked',
        `The requested session '${sessionId}' cannot be accepted. It may be locked by another receiver.`,
      );
    }
    const until = now + this.#lockMilliseconds;
    const lock: SessionLock = { sessionId, owner, until, held: new Set(), ended: false };
    this.#locks.set(sessionId, lock);
    this.#waiting.delete(sessionId);
    this.#deadlines.add(until, lock);
    return lock;
  }

  /** Locks the session that has waited longest, if any. */
  acceptNext(owner: string, now: number): SessionLock | undefined {
    for (const sessionId of this.#waiting) {
      this.#waiting.delete(sessionId);
      if (this.#hasWork(sessionId)) return this.accept(sessionId, owner, now);
    }
    return undefined;
  }

  /**
   * The lock of a session. `owner`: the link that claims to hold it, where the claim tells.
   * @throws ServiceBusError when it is not held, or by another link.
   */
  held(sessionId: string, owner: string | undefined): SessionLock {
    const lock = this.#locks.get(sessionId);
    if (lock === undefined || (owner !== undefined && lock.owner !== owner)) throw sessionLockLost(sessionId);
    return lock;
  }

  renew(lock: SessionLock, now: number): number {
    lock.until = now + this.#lockMilliseconds;
    this.#deadlines.add(lock.until, lock);
    return lock.until;
  }

  /** Ends a lock; what becomes of its messages is the queue's business. */
  end(lock: SessionLock): void {
    lock.ended = true;
    this.#locks.delete(lock.sessionId);
    if (this.#hasWork(lock.sessionId)) this.#waiting.add(lock.sessionId);
  }

  nextDeadline(): number | undefined {
    return this.#deadlines.next();
  }

  /** One lock whose time is over. */
  takeExpired(now: number): SessionLock | undefined {
    return this.#deadlines.takeDue(now);
  }

  state(sessionId: string): Buffer | undefined {
    return this.#states.get(sessionId);
  }

  /** `undefined` clears it. */
  setState(sessionId: string, state: Buffer | undefined): void {
    this.restoreState(sessionId, state);
    this.#storage.sessionState(sessionId, state);
  }

  restoreState(sessionId: string, state: Buffer | undefined): void {
    if (state === undefined) this.#states.delete(sessionId);
    else this.#states.set(sessionId, state);
  }

  /** Sessions that have a state. */
  withState(): IterableIterator<string> {
    return this.#states.keys();
  }
}
