import type { DatabaseSync } from 'node:sqlite';

/**
 * Gathers the writes of one turn of the event loop into one transaction, because a transaction costs far more than
 * a write. What has to wait for it to be safe is told when it is.
 */
export class Transactions {
  readonly #database: DatabaseSync;
  readonly #beforeCommit: () => void;
  #waiting: (() => void)[] = [];
  #open = false;

  constructor(database: DatabaseSync, beforeCommit: () => void) {
    this.#database = database;
    this.#beforeCommit = beforeCommit;
  }

  /** Call before a write. */
  begin(): void {
    if (this.#open) return;
    this.#open = true;
    this.#database.exec('BEGIN IMMEDIATE');
    setImmediate(() => this.commit());
  }

  /** Runs `then` after the writes so far are committed; at once when there are none. */
  whenSafe(then: () => void): void {
    if (this.#open) this.#waiting.push(then);
    else then();
  }

  commit(): void {
    if (!this.#open) return;
    this.#beforeCommit();
    this.#database.exec('COMMIT');
    this.#open = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const then of waiting) then();
  }
}
