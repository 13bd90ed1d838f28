import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { GraphError } from './errors';
import type { Settings } from './settings';

const WINDOW_MS = 10 * 60 * 1000;

interface Load {
  inFlight: number;
  windowStart: number;
  used: number;
}

/** Outlook's limits per app and mailbox (reference: Graph 4.2). */
export class MailboxThrottle {
  readonly #settings: () => Settings;
  readonly #loads = new Map<string, Load>();
  #batchItems = 0;
  #highest = 0;

  constructor(settings: () => Settings) {
    this.#settings = settings;
  }

  /** The most requests that any one mailbox had in flight, refused ones not counted. */
  get highestInFlight(): number {
    return this.#highest;
  }

  reset(): void {
    for (const load of this.#loads.values()) load.used = 0;
    this.#highest = 0;
    this.#batchItems = 0;
  }

  /**
   * Runs `work` as one request to `mailbox`.
   * @throws GraphError 429 ApplicationThrottled when the mailbox has too many in flight or had too many.
   */
  async run<T>(mailbox: string, work: () => T): Promise<T> {
    const settings = this.#settings();
    const load = this.#loadOf(mailbox);
    if (load.used >= settings.requestsPerTenMinutes) {
      const left = Math.ceil((load.windowStart + WINDOW_MS - Date.now()) / 1000);
      throw this.#throttled('MailboxRequestCount', Math.max(1, left));
    }
    load.used += 1;
    if (load.inFlight >= settings.concurrentPerMailbox) {
      throw this.#throttled('MailboxConcurrency', settings.retryAfterSeconds);
    }
    load.inFlight += 1;
    this.#highest = Math.max(this.#highest, load.inFlight);
    try {
      // Without a pause no two requests would ever overlap in here, and no client would learn to behave.
      await (settings.operationMs > 0 ? sleep(settings.operationMs) : turn());
      return work();
    } finally {
      load.inFlight -= 1;
    }
  }

  /**
   * Counts a batch item.
   * @throws GraphError 429 for as many of twenty as the setting says, evenly spread.
   */
  countBatchItem(): void {
    const { throttledItemsPerTwenty: share, retryAfterSeconds } = this.#settings();
    const before = Math.floor((this.#batchItems * share) / 20);
    this.#batchItems += 1;
    if (Math.floor((this.#batchItems * share) / 20) > before) {
      throw this.#throttled('MailboxConcurrency', retryAfterSeconds);
    }
  }

  #throttled(limit: string, retryAfter: number | null): GraphError {
    return new GraphError(
      429,
      'ApplicationThrottled',
      `Application is over its ${limit} limit.`,
      retryAfter === null ? {} : { 'Retry-After': String(retryAfter) },
    );
  }

  #loadOf(mailbox: string): Load {
    const now = Date.now();
    const load = this.#loads.get(mailbox) ?? { inFlight: 0, windowStart: now, used: 0 };
    if (now - load.windowStart >= WINDOW_MS) {
      load.windowStart = now;
      load.used = 0;
    }
    this.#loads.set(mailbox, load);
    return load;
  }
}
