/** One request that reached a simulator, or one item of a batch. */
export interface LogEntry {
  readonly seq: number;
  /** Arrival, ISO 8601 in UTC. */
  readonly at: string;
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  /** As sent, without the question mark; empty where there is none. */
  readonly query: string;
  /** The status answered; 0 where the connection was dropped before anything was done. */
  readonly status: number;
  readonly ms: number;
  /** Mailbox address or OroCRM user id the call acts as. */
  readonly subject?: string;
  /** Whether the call is one that changes records (whatever its status was). */
  readonly write: boolean;
  readonly entity?: string;
  /** The seq of the batch request that carried this item. */
  readonly batch?: number;
  /** Id of the fault that was applied. */
  readonly fault?: string;
  readonly requestBody?: unknown;
}

const CAPACITY = 200_000;

/** The newest 200,000 requests, in the order in which they were answered. */
export class RequestLog {
  #entries: LogEntry[] = [];
  #next = 1;

  /** Appends an entry and gives it its seq. */
  append(entry: Omit<LogEntry, 'seq'>): LogEntry {
    const stored: LogEntry = { seq: this.#next, ...entry };
    this.#next += 1;
    this.#entries.push(stored);
    // Dropped in large pieces: shifting one by one would make every request pay for the ring.
    if (this.#entries.length >= CAPACITY * 1.25) this.#entries = this.#entries.slice(-CAPACITY);
    return stored;
  }

  /** Entries whose seq is `since` or higher; `next` is the value to pass as `since` the next time. */
  since(since = 0): { next: number; entries: LogEntry[] } {
    const kept = this.#entries.slice(-CAPACITY);
    const first = kept[0];
    const from = first === undefined ? 0 : Math.max(0, since - first.seq);
    return { next: this.#next, entries: kept.slice(from) };
  }

  /** Forgets the entries; seq goes on counting, so a reader's `since` stays right. */
  clear(): void {
    this.#entries = [];
  }
}
