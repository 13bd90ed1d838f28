import type { QueueStorage } from './storage';

/** Message ids seen within the window, the oldest first. */
export class DuplicateHistory {
  readonly #window: number;
  readonly #storage: QueueStorage;
  readonly #seen = new Map<string, { readonly until: number; readonly sequenceNumber: number }>();

  /** `window` in milliseconds. */
  constructor(window: number, storage: QueueStorage) {
    this.#window = window;
    this.#storage = storage;
  }

  /** Sequence number of the message that had this id within the window. */
  find(messageId: string, now: number): number | undefined {
    this.#forget(now);
    return this.#seen.get(messageId)?.sequenceNumber;
  }

  remember(messageId: string, sequenceNumber: number, now: number): void {
    const until = now + this.#window;
    this.restore(messageId, sequenceNumber, until);
    this.#storage.duplicateSeen(messageId, sequenceNumber, until);
  }

  restore(messageId: string, sequenceNumber: number, until: number): void {
    this.#seen.set(messageId, { until, sequenceNumber });
  }

  #forget(now: number): void {
    for (const [messageId, { until }] of this.#seen) {
      if (until > now) return;
      this.#seen.delete(messageId);
      this.#storage.duplicateForgotten(messageId);
    }
  }
}
