import { errorMessage, type Logger } from './log';

const firstWait = 100;
const longestWait = 3000;

/**
 * One trouble with the broker, told once however many receivers have it, and how long to wait before the next
 * try: short at first, for a broker that restarts is back within a second.
 */
export class Outage {
  readonly #logger: Logger;
  readonly #category: string;
  #message: string | undefined;
  #failures = 0;

  constructor(logger: Logger, category: string) {
    this.#logger = logger;
    this.#category = category;
  }

  /** Answers the milliseconds to wait. */
  failed(error: unknown): number {
    const message = errorMessage(error);
    if (message !== this.#message) {
      this.#message = message;
      this.#logger.log('warning', this.#category, `cannot receive, trying on: ${message}`);
    }
    this.#failures += 1;
    return Math.min(longestWait, firstWait * 2 ** Math.min(this.#failures - 1, 10));
  }

  ended(): void {
    if (this.#message !== undefined) {
      this.#logger.log('information', this.#category, 'receives again');
    }
    this.#message = undefined;
    this.#failures = 0;
  }
}

/** Waits, but not longer than until the signal. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
