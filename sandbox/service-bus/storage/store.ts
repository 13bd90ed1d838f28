import type { QueueStorage, StoredQueue } from '../core/storage';
import type { QueueSettings } from '../core/settings';

/** Where the broker keeps its queues. */
export interface Store {
  /** Opens the part of one queue, and what it held when the process ended. */
  queue(settings: QueueSettings): { storage: QueueStorage; stored: StoredQueue | undefined };
  /** Runs `then` once all that was written before is safe from the end of the process. */
  whenSafe(then: () => void): void;
  /** A value kept under a name; made and kept at the first time. */
  setting(name: string, make: () => string): string;
  close(): void;
}
