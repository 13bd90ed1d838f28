import type { PlannedOperation } from './record-plan';
import type { Table } from './table';
import { Transaction } from './transaction';

/** Inserts or replaces rows of one partition, in as few transactions as their number and size allow. */
export async function putRows(
  table: Table,
  partitionKey: string,
  rows: readonly { readonly rowKey: string; readonly properties: Readonly<Record<string, string>> }[],
): Promise<void> {
  const transaction = new Transaction();
  for (const row of rows) {
    const put: PlannedOperation = { kind: 'put', there: false, ...row };
    if (!transaction.fits([put])) await table.transact(partitionKey, transaction.take());
    transaction.add([put]);
  }
  await table.transact(partitionKey, transaction.take());
}
