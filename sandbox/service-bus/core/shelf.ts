import { Deadlines } from './deadlines';
import { messageNotFound } from './errors';
import type { QueuedMessage } from './message';
import { ReadyMessages } from './ready';
import type { QueueStorage } from './storage';

/** The messages of one queue by number, and the order in which those that can be delivered are. */
export class Shelf {
  readonly #storage: QueueStorage;
  readonly #groupOf: (message: QueuedMessage) => string;
  readonly #offered: (group: string) => void;
  /** In order of sequence number, because numbers are given as messages come in. */
  readonly #messages = new Map<number, QueuedMessage>();
  readonly #ready = new ReadyMessages();
  readonly #expiries = new Deadlines<QueuedMessage>(
    ({ state, expiresAt }, at) => state.kind === 'available' && expiresAt === at,
  );
  #touched = new Set<string>();
  #nextSequenceNumber = 1;

  /** `groupOf`: which messages are delivered in order with each other; `offered`: called when one can be. */
  constructor(
    storage: QueueStorage,
    groupOf: (message: QueuedMessage) => string,
    offered: (group: string) => void,
  ) {
    this.#storage = storage;
    this.#groupOf = groupOf;
    this.#offered = offered;
  }

  newNumber(): number {
    const sequenceNumber = this.#nextSequenceNumber;
    this.startAt(sequenceNumber + 1);
    this.#storage.nextSequenceNumber(this.#nextSequenceNumber);
    return sequenceNumber;
  }

  startAt(sequenceNumber: number): void {
    this.#nextSequenceNumber = sequenceNumber;
  }

  /** Takes a message in and offers it as the last; `longest` milliseconds are the most that it may wait. */
  append(message: QueuedMessage, now: number, longest: number): void {
    message.enqueuedAt = now;
    message.expiresAt = now + Math.min(message.timeToLive ?? Infinity, longest);
    this.put(message);
    this.offer(message);
  }

  /** Takes a message in, without offering it. */
  put(message: QueuedMessage): void {
    this.#messages.set(message.sequenceNumber, message);
  }

  /** Makes a message that is in deliverable. */
  offer(message: QueuedMessage): void {
    const group = this.#groupOf(message);
    message.state = { kind: 'available' };
    this.#ready.add(group, message);
    this.#expiries.add(message.expiresAt, message);
    this.#touched.add(group);
    this.#offered(group);
  }

  remove(message: QueuedMessage): void {
    const wasOffered = message.state.kind === 'available';
    message.state = { kind: 'gone' };
    this.#messages.delete(message.sequenceNumber);
    this.#storage.removed(message.sequenceNumber);
    // Lets go of what expired or was deleted at the head of a group that nobody receives from.
    if (wasOffered) this.hasReady(this.#groupOf(message));
  }

  hasReady(group: string): boolean {
    return this.#ready.first(group) !== undefined;
  }

  takeReady(group: string): QueuedMessage | undefined {
    return this.#ready.take(group);
  }

  /** Groups in which something has happened that a receiver may have waited for, since the last call. */
  takeTouched(): Set<string> {
    const touched = this.#touched;
    this.#touched = new Set();
    return touched;
  }

  touch(group: string): void {
    this.#touched.add(group);
  }

  nextExpiry(): number | undefined {
    return this.#expiries.next();
  }

  takeExpired(now: number): QueuedMessage | undefined {
    return this.#expiries.takeDue(now);
  }

  all(): IterableIterator<QueuedMessage> {
    return this.#messages.values();
  }

  /** Up to `count` messages that a condition picks, in order of sequence number. */
  select(count: number, pick: (message: QueuedMessage) => boolean): QueuedMessage[] {
    const found: QueuedMessage[] = [];
    for (const message of this.#messages.values()) {
      if (found.length >= count) break;
      if (pick(message)) found.push(message);
    }
    return found;
  }

  /**
   * The messages with these numbers.
   * @throws ServiceBusError when one is missing or in another state.
   */
  inState(kind: 'scheduled' | 'deferred', sequenceNumbers: readonly number[]): QueuedMessage[] {
    return sequenceNumbers.map((sequenceNumber) => {
      const message = this.#messages.get(sequenceNumber);
      if (message?.state.kind === kind) return message;
      throw messageNotFound(`none is ${kind} under the sequence number ${sequenceNumber}`);
    });
  }
}
