import type { World } from '../model/world';

/** The message queue consumer: takes batches one after the other, each after the delay of the settings. */
export class BatchQueue {
  readonly #world: World;
  readonly #waiting: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(world: World) {
    this.#world = world;
  }

  add(job: () => void): void {
    this.#waiting.push(job);
    this.wake();
  }

  /** Goes on, for example after the consumer was switched on again. */
  wake(): void {
    const { messageQueue, batchDelayMs } = this.#world.settings;
    if (this.#stopped || this.#timer !== undefined || this.#waiting.length === 0 || !messageQueue) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#waiting.shift()?.();
      this.wake();
    }, batchDelayMs);
  }

  /** Forgets what is waiting. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting.length = 0;
  }

  stop(): void {
    this.#stopped = true;
    this.clear();
  }
}
