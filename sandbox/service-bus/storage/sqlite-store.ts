import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { QueueSettings } from '../core/settings';
import type { QueueStorage, StoredQueue } from '../core/storage';
import { queueRow, schema, settingRow } from './schema';
import { sqliteQueue, storedQueue } from './sqlite-queue';
import type { Store } from './store';
import { Transactions } from './transactions';

/**
 * Queues in one SQLite file. With a write-ahead log a committed write outlives a SIGKILL of the process; only a loss
 * of power could take the last ones.
 */
export class SqliteStore implements Store {
  readonly #database: DatabaseSync;
  readonly #transactions: Transactions;
  readonly #setNext: StatementSync;
  /** Next sequence numbers not yet written: one write for each queue and transaction is enough. */
  readonly #nextNumbers = new Map<number, number>();

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    this.#database.exec(schema);
    this.#setNext = this.#database.prepare('UPDATE queues SET next_sequence_number = ? WHERE id = ?');
    this.#transactions = new Transactions(this.#database, () => {
      for (const [queue, next] of this.#nextNumbers) this.#setNext.run(next, queue);
      this.#nextNumbers.clear();
    });
  }

  /** @throws Error when the queue in the file is of the other kind, with or without sessions. */
  queue(settings: QueueSettings): { storage: QueueStorage; stored: StoredQueue | undefined } {
    this.#database
      .prepare('INSERT OR IGNORE INTO queues (name, requires_session) VALUES (?, ?)')
      .run(settings.name, settings.requiresSession ? 1 : 0);
    const found = this.#database.prepare('SELECT * FROM queues WHERE name = ?').get(settings.name);
    const row = queueRow.parse(found);
    if (row.requires_session !== settings.requiresSession) {
      throw new Error(
        `queue ${settings.name} was made ${row.requires_session ? 'with' : 'without'} sessions, which cannot change: delete the data file`,
      );
    }
    return {
      storage: sqliteQueue(
        this.#database,
        row.id,
        () => this.#transactions.begin(),
        (next) => {
          this.#transactions.begin();
          this.#nextNumbers.set(row.id, next);
        },
      ),
      stored: storedQueue(this.#database, row.id, row.next_sequence_number),
    };
  }

  whenSafe(then: () => void): void {
    this.#transactions.whenSafe(then);
  }

  setting(name: string, make: () => string): string {
    const found = this.#database.prepare('SELECT value FROM settings WHERE name = ?').get(name);
    if (found !== undefined) return settingRow.parse(found).value;
    const value = make();
    this.#database.prepare('INSERT INTO settings (name, value) VALUES (?, ?)').run(name, value);
    return value;
  }

  close(): void {
    this.#transactions.commit();
    this.#database.close();
  }
}
