import { mapBounded } from './bounded';
import { missing, type Table } from './table';

export const transactionRows = 100;

/** Removes rows of one partition; one that is gone already counts as removed. */
export async function removeRows(
  table: Table,
  partitionKey: string,
  rowKeys: readonly string[],
): Promise<void> {
  for (let start = 0; start < rowKeys.length; start += transactionRows) {
    const keys = rowKeys.slice(start, start + transactionRows);
    const outcome = await table.transact(
      partitionKey,
      keys.map((rowKey) => ({ kind: 'delete', rowKey })),
    );
    // Somebody else removes too: one by one, then, where a missing row does not matter.
    if (outcome === missing) await mapBounded(keys, 16, (rowKey) => table.remove(partitionKey, rowKey));
  }
}

/** Removes every row of a partition, also what is added while this runs and is seen by it. */
export async function removePartition(table: Table, partitionKey: string): Promise<void> {
  for (;;) {
    const rows = await table.partition(partitionKey, { keysOnly: true, limit: 1000 });
    if (rows.length === 0) return;
    await removeRows(
      table,
      partitionKey,
      rows.map((row) => row.rowKey),
    );
  }
}
