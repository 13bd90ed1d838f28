import type { QueuedMessage, ReceiveMode } from './core/message';
import type { Queue } from './core/queue';
import type { SessionLock } from './core/sessions';

/** Where messages go: an open link of a receiver. */
export interface Consumer {
  readonly mode: ReceiveMode;
  /** In a queue with sessions, the one that it holds. */
  readonly session: SessionLock | undefined;
  /** How many messages it can take. */
  room(): number;
  deliver(message: QueuedMessage): void;
  /** The lock of its session is over. */
  sessionLost(): void;
}

/** A receiver that waits for any session to be free. */
export interface SessionWaiter {
  readonly owner: string;
  granted(lock: SessionLock): void;
}

/** The longest delay that a timer takes is 24.8 days; waking now and then in vain is cheap. */
const longestSleep = 60 * 60 * 1000;

/** Brings the messages of one queue to its receivers, and the time to the queue. */
export class Pump {
  readonly #queue: Queue;
  readonly #next: Pump | undefined;
  /** By session; all receivers of a queue without sessions are under ''. */
  readonly #consumers = new Map<string, Set<Consumer>>();
  readonly #waiters = new Set<SessionWaiter>();
  #isWoken = false;
  #alarm: { readonly at: number; readonly timer: NodeJS.Timeout } | undefined;

  /** `next`: woken after this one, because messages may have gone there. */
  constructor(queue: Queue, next?: Pump) {
    this.#queue = queue;
    this.#next = next;
  }

  add(consumer: Consumer): void {
    const group = groupOf(consumer);
    const consumers = this.#consumers.get(group) ?? new Set();
    this.#consumers.set(group, consumers.add(consumer));
    this.wake();
  }

  remove(consumer: Consumer): void {
    const group = groupOf(consumer);
    const consumers = this.#consumers.get(group);
    consumers?.delete(consumer);
    if (consumers?.size === 0) this.#consumers.delete(group);
  }

  /** Grants the next free session; answers how to give up waiting. */
  waitForSession(waiter: SessionWaiter): () => void {
    this.#waiters.add(waiter);
    this.wake();
    return () => this.#waiters.delete(waiter);
  }

  /** Something has changed; what there is to do is done once, at the end of the current work. */
  wake(): void {
    if (this.#isWoken) return;
    this.#isWoken = true;
    process.nextTick(() => {
      this.#isWoken = false;
      this.#run(Date.now());
    });
  }

  /** A receiver can take messages now. */
  feed(consumer: Consumer): void {
    this.#serve(groupOf(consumer), Date.now());
    this.#setAlarm();
  }

  stop(): void {
    clearTimeout(this.#alarm?.timer);
  }

  #run(now: number): void {
    for (const lock of this.#queue.tick(now)) {
      for (const consumer of [...(this.#consumers.get(lock.sessionId) ?? [])]) consumer.sessionLost();
    }
    for (const waiter of this.#waiters) {
      const lock = this.#queue.sessions?.acceptNext(waiter.owner, now);
      if (lock === undefined) break;
      this.#waiters.delete(waiter);
      waiter.granted(lock);
    }
    for (const group of this.#queue.takeTouched()) this.#serve(group, now);
    this.#setAlarm();
    this.#next?.wake();
  }

  /** One message for each receiver in turn, until there are no more messages or no more room. */
  #serve(group: string, now: number): void {
    const consumers = this.#consumers.get(group);
    for (let isServed = consumers !== undefined; isServed;) {
      isServed = false;
      for (const consumer of [...(consumers ?? [])]) {
        if (consumer.session?.ended === true || consumer.room() <= 0) continue;
        const message = this.#queue.receive(consumer.mode, now, consumer.session);
        if (message === undefined) return;
        consumer.deliver(message);
        isServed = true;
        // To the end, so that next time another one is the first.
        consumers?.delete(consumer);
        consumers?.add(consumer);
      }
    }
  }

  #setAlarm(): void {
    const deadline = this.#queue.nextDeadline();
    if (deadline === undefined || (this.#alarm !== undefined && this.#alarm.at <= deadline)) return;
    clearTimeout(this.#alarm?.timer);
    const delay = Math.min(Math.max(1, deadline - Date.now()), longestSleep);
    const timer = setTimeout(() => {
      this.#alarm = undefined;
      this.#run(Date.now());
    }, delay);
    this.#alarm = { at: deadline, timer };
  }
}

function groupOf(consumer: Consumer): string {
  return consumer.session?.sessionId ?? '';
}
