import type { PlannedOperation } from './record-plan';
import type { RowOperation } from './table';
import { transactionRows } from './remove-rows';

/** A transaction may hold 4 MiB; a character may need three bytes and an escape. */
const transactionLength = 1_000_000;

/**
 * Collects the operations of several changes for one transaction. A transaction may name a row once only, so a later
 * operation on a row replaces the earlier one; what was there before the transaction decides whether a delete remains.
 */
export class Transaction {
  readonly #operations = new Map<string, { readonly there: boolean; readonly last: PlannedOperation }>();
  #length = 0;

  get empty(): boolean {
    return this.#operations.size === 0;
  }

  /** Whether all of these still fit; operations of one change are never split. */
  fits(operations: readonly PlannedOperation[]): boolean {
    const fresh = new Set(operations.map(({ rowKey }) => rowKey).filter((key) => !this.#operations.has(key)));
    return (
      this.#operations.size + fresh.size <= transactionRows &&
      this.#length + lengthOf(operations) <= transactionLength
    );
  }

  add(operations: readonly PlannedOperation[]): void {
    this.#length += lengthOf(operations);
    for (const last of operations) {
      const there = this.#operations.get(last.rowKey)?.there ?? last.there;
      this.#operations.set(last.rowKey, { there, last });
    }
  }

  /** The operations to send; the transaction is empty afterwards. */
  take(): RowOperation[] {
    const operations = [...this.#operations.values()].flatMap(({ there, last }): RowOperation[] => {
      if (last.kind === 'put') return [last];
      return there ? [last] : [];
    });
    this.#operations.clear();
    this.#length = 0;
    return operations;
  }
}

const lengthOf = (operations: readonly PlannedOperation[]): number =>
  operations.reduce(
    (sum, operation) =>
      sum +
      operation.rowKey.length +
      (operation.kind === 'put' ? Object.values(operation.properties).join('').length : 0),
    0,
  );
