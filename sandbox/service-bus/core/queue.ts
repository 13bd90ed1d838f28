import { deadLettered, deliveriesExhausted, expired, type DeadLetterReason } from './dead-letter';
import { allDue, earliest } from './deadlines';
import { DuplicateHistory } from './duplicates';
import { messageLockLost, messageNotFound, notAllowed, sessionLockLost, sessionRequired } from './errors';
import { MessageLocks } from './locks';
import { accepted, type NewMessage, type QueuedMessage, type ReceiveMode } from './message';
import { withProperties, type PropertyEdit } from './payload';
import { Schedule } from './schedule';
import { Sessions, type SessionLock } from './sessions';
import type { QueueSettings } from './settings';
import { Shelf } from './shelf';
import { forgetful, type QueueStorage, type StoredQueue } from './storage';

/**
 * A queue as a data structure: no clock, no network. Every call is given the time, in milliseconds since 1970, and
 * `tick` does what time alone brings about. What the service would refuse is thrown as ServiceBusError.
 */
export class Queue {
  readonly settings: QueueSettings;
  /** Absent in a queue without sessions. */
  readonly sessions: Sessions | undefined;
  readonly #deadLetter: Queue | undefined;
  readonly #storage: QueueStorage;
  readonly #shelf: Shelf;
  readonly #locks: MessageLocks;
  readonly #duplicates: DuplicateHistory | undefined;
  readonly #schedule = new Schedule();

  constructor(settings: QueueSettings, deadLetter?: Queue, storage: QueueStorage = forgetful) {
    this.settings = settings;
    this.#deadLetter = deadLetter;
    this.#storage = storage;
    const { requiresSession, duplicateWindow, lockMilliseconds } = settings;
    this.#shelf = new Shelf(
      storage,
      ({ sessionId }) => (requiresSession ? (sessionId ?? '') : ''),
      (group) => this.sessions?.workArrived(group),
    );
    this.#locks = new MessageLocks(lockMilliseconds);
    if (requiresSession) {
      this.sessions = new Sessions(lockMilliseconds, (id) => this.#shelf.hasReady(id), storage);
    }
    if (duplicateWindow !== undefined) this.#duplicates = new DuplicateHistory(duplicateWindow, storage);
  }

  /** In order of sequence number, whatever their state. */
  messages(): IterableIterator<QueuedMessage> {
    return this.#shelf.all();
  }

  /** Sessions whose receivers may find something new since the last call; '' in a queue without sessions. */
  takeTouched(): Set<string> {
    return this.#shelf.takeTouched();
  }

  /** Takes a message in and answers its sequence number, or that of the earlier message it repeats. */
  enqueue(message: NewMessage, now: number): { sequenceNumber: number; duplicate: boolean } {
    this.check(message);
    const earlier = this.#duplicates?.find(message.messageId, now);
    if (earlier !== undefined) return { sequenceNumber: earlier, duplicate: true };
    const sequenceNumber = this.#shelf.newNumber();
    const queued = accepted(message, sequenceNumber, now);
    this.#duplicates?.remember(message.messageId, sequenceNumber, now);
    const due = message.scheduledFor;
    if (due === undefined || due <= now) this.#shelf.append(queued, now, this.settings.timeToLive);
    else this.#shelf.put(this.#schedule.add(queued, due));
    this.#storage.added(queued);
    return { sequenceNumber, duplicate: false };
  }

  /** Refuses what cannot be in this queue. */
  check(message: NewMessage): void {
    if (this.settings.requiresSession && message.sessionId === undefined) throw sessionRequired();
  }

  /** Takes back scheduled messages, all or none. */
  cancelScheduled(sequenceNumbers: readonly number[]): void {
    for (const message of this.#shelf.inState('scheduled', sequenceNumbers)) this.#remove(message);
  }

  /** The next message, if any; in a queue with sessions, of the session that is held. */
  receive(mode: ReceiveMode, now: number, session?: SessionLock): QueuedMessage | undefined {
    const message = this.#shelf.takeReady(this.#group(session));
    if (message !== undefined) this.#giveOut(message, mode, now, session);
    return message;
  }

  /** Deferred messages by number, all or none. */
  receiveDeferred(
    sequenceNumbers: readonly number[],
    mode: ReceiveMode,
    now: number,
    session?: SessionLock,
  ): QueuedMessage[] {
    const group = this.#group(session);
    const messages = this.#shelf.inState('deferred', sequenceNumbers);
    if (session !== undefined && messages.some(({ sessionId }) => sessionId !== group)) {
      throw messageNotFound('it belongs to another session');
    }
    for (const message of messages) this.#giveOut(message, mode, now, session);
    return messages;
  }

  complete(token: string): void {
    this.#remove(this.#held(token));
  }

  /** The delivery failed: one more count, and back in its place. */
  abandon(token: string, edit: PropertyEdit, now: number): void {
    this.#failed(this.#edited(token, edit), now);
  }

  /** Back in its place as if it had not been delivered. */
  release(token: string, now: number): void {
    this.#putBack(this.#held(token), now);
  }

  /** From now on it is given out by number only. */
  defer(token: string, edit: PropertyEdit): void {
    const message = this.#edited(token, edit);
    this.#locks.forget(message);
    message.state = { kind: 'deferred' };
    this.#storage.changed(message);
  }

  deadLetter(token: string, why: DeadLetterReason, edit: PropertyEdit): void {
    const message = this.#held(token);
    if (this.#deadLetter === undefined) throw notAllowed('A message in a dead-letter queue stays there.');
    this.#moveTo(this.#deadLetter, message, why, edit);
  }

  /** Answers the new end of a message's lock. */
  renewLock(token: string, now: number): number {
    const until = this.#locks.renew(this.#held(token), now);
    if (until !== undefined) return until;
    throw notAllowed('In a session the lock of the session is renewed.');
  }

  /** Frees a session whose receiver is gone. By the service's rule that is no failed delivery. */
  releaseSession(lock: SessionLock, now: number): void {
    if (lock.ended) return;
    for (const message of [...lock.held]) this.#putBack(message, now);
    this.#endSession(lock);
  }

  /** Messages from a number on, whatever their state. */
  peek(from: number, count: number, session?: string): QueuedMessage[] {
    return this.#shelf.select(
      count,
      ({ sequenceNumber, sessionId }) =>
        sequenceNumber >= from && (session === undefined || sessionId === session),
    );
  }

  /** Deletes the oldest deliverable messages that came before a time, and answers how many. */
  deleteBatch(count: number, before: number): number {
    const doomed = this.#shelf.select(
      count,
      ({ state, enqueuedAt }) => state.kind === 'available' && enqueuedAt < before,
    );
    for (const message of doomed) this.#remove(message);
    return doomed.length;
  }

  /** When `tick` has something to do. */
  nextDeadline(): number | undefined {
    return earliest([
      this.#schedule.nextDeadline(),
      this.#locks.nextDeadline(),
      this.sessions?.nextDeadline(),
      this.#shelf.nextExpiry(),
    ]);
  }

  /** Does what is due, and answers the sessions whose locks ended. */
  tick(now: number): SessionLock[] {
    for (const due of allDue(() => this.#schedule.takeDue(now))) this.#activate(due, now);
    for (const message of allDue(() => this.#locks.takeExpired(now))) this.#failed(message, now);
    const lost = [...allDue(() => this.sessions?.takeExpired(now))];
    for (const lock of lost) {
      for (const message of [...lock.held]) this.#failed(message, now);
      this.#endSession(lock);
    }
    for (const message of allDue(() => this.#shelf.takeExpired(now))) this.#expire(message);
    return lost;
  }

  /** Fills a new queue with what it had when the process ended. Its dead-letter queue comes first. */
  restore(stored: StoredQueue, now: number): void {
    this.#shelf.startAt(stored.nextSequenceNumber);
    for (const [sessionId, state] of stored.sessionStates) this.sessions?.restoreState(sessionId, state);
    for (const { messageId, sequenceNumber, until } of stored.duplicates) {
      this.#duplicates?.restore(messageId, sequenceNumber, until);
    }
    for (const message of stored.messages) {
      this.#shelf.put(message);
      if (message.state.kind === 'scheduled') this.#schedule.add(message, message.state.due);
    }
    for (const message of stored.messages) {
      if (stored.interrupted.has(message.sequenceNumber)) this.#failed(message, now);
      else if (message.state.kind === 'available') this.#shelf.offer(message);
    }
  }

  /** A scheduled message takes its place at the end, as if it had been sent just now. */
  #activate(message: QueuedMessage, now: number): void {
    this.#shelf.remove(message);
    message.sequenceNumber = this.#shelf.newNumber();
    this.#shelf.append(message, now, this.settings.timeToLive);
    this.#storage.added(message);
  }

  #giveOut(message: QueuedMessage, mode: ReceiveMode, now: number, session: SessionLock | undefined): void {
    if (mode === 'receive-and-delete') {
      this.#remove(message);
    } else {
      this.#locks.lock(message, session, now);
      this.#storage.changed(message);
    }
  }

  #failed(message: QueuedMessage, now: number): void {
    message.deliveryCount += 1;
    if (this.#deadLetter !== undefined && message.deliveryCount >= this.settings.maxDeliveryCount) {
      this.#moveTo(this.#deadLetter, message, deliveriesExhausted(message.deliveryCount), []);
    } else {
      this.#putBack(message, now);
    }
  }

  /** Ends a lock: a deferred message stays deferred, any other is deliverable again unless it is too old. */
  #putBack(message: QueuedMessage, now: number): void {
    const { state } = message;
    const isDeferred = state.kind === 'deferred' || (state.kind === 'locked' && state.deferred);
    this.#locks.forget(message);
    if (!isDeferred && message.expiresAt <= now) {
      this.#expire(message);
    } else {
      if (isDeferred) message.state = { kind: 'deferred' };
      else this.#shelf.offer(message);
      this.#storage.changed(message);
    }
  }

  #expire(message: QueuedMessage): void {
    if (this.settings.deadLetterOnExpiry && this.#deadLetter !== undefined) {
      this.#moveTo(this.#deadLetter, message, expired, []);
    } else {
      this.#remove(message);
    }
  }

  #moveTo(target: Queue, message: QueuedMessage, why: DeadLetterReason, edit: PropertyEdit): void {
    this.#remove(message);
    target.#adopt(deadLettered(message, this.settings.name, why, edit));
  }

  #adopt(letter: ReturnType<typeof deadLettered>): void {
    const message: QueuedMessage = {
      ...letter,
      sequenceNumber: this.#shelf.newNumber(),
      state: { kind: 'gone' },
    };
    this.#shelf.put(message);
    this.#shelf.offer(message);
    this.#storage.added(message);
  }

  #remove(message: QueuedMessage): void {
    this.#locks.forget(message);
    this.#shelf.remove(message);
  }

  #endSession(lock: SessionLock): void {
    this.sessions?.end(lock);
    this.#shelf.touch(lock.sessionId);
  }

  #group(session: SessionLock | undefined): string {
    if (!this.settings.requiresSession) return '';
    if (session === undefined || session.ended) throw sessionLockLost(session?.sessionId ?? '');
    return session.sessionId;
  }

  #held(token: string): QueuedMessage {
    const message = this.#locks.find(token);
    if (message !== undefined) return message;
    throw this.settings.requiresSession ? sessionLockLost('') : messageLockLost();
  }

  #edited(token: string, edit: PropertyEdit): QueuedMessage {
    const message = this.#held(token);
    message.payload = withProperties(message.payload, edit);
    return message;
  }
}
