import { z } from 'zod';
import type { Collection, DocumentStore } from '../../store/documents';

const numberSchema = z.int();

/** Which event was made with which `transactionId`, per mailbox (reference: Graph 2.5). */
export class Transactions {
  readonly #numbers: Collection<number>;

  constructor(store: DocumentStore) {
    this.#numbers = store.collection('graph.transactions', (value) => numberSchema.parse(value));
  }

  /** The number of the event. */
  get(mailbox: string, transactionId: string): number | undefined {
    return this.#numbers.get(`${mailbox} ${transactionId}`);
  }

  put(mailbox: string, transactionId: string, event: number): void {
    this.#numbers.put(`${mailbox} ${transactionId}`, event);
  }

  forget(mailbox: string): void {
    for (const key of [...this.#numbers.ids()]) {
      if (key.startsWith(`${mailbox} `)) this.#numbers.delete(key);
    }
  }

  clear(): void {
    this.#numbers.clear();
  }
}
