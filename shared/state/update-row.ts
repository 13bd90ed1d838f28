import { SyncError } from '../errors';
import type { Table } from './table';

const tries = 10;

/**
 * Changes a row where it is still as it was read, and starts over when somebody else was faster.
 * @returns false when there is no such row.
 */
export async function updateRow(
  table: Table,
  partitionKey: string,
  rowKey: string,
  change: (data: unknown) => unknown,
): Promise<boolean> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const row = await table.load(partitionKey, rowKey);
    if (row === undefined) return false;
    const saved = await table.save({ partitionKey, rowKey, data: change(row.data) }, row.etag);
    if (saved !== undefined) return true;
  }
  throw new SyncError('A row changes faster than it can be saved.', {
    kind: 'retry',
    code: 'changed-meanwhile',
  });
}
