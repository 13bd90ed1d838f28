import type { OrocrmId, OutlookId } from '../records/ids';
import type { Side } from '../records/record';
import type { Intent } from '../sync/ports/state';
import { intentRowKey, prefixes, prefixRange } from './record-keys';
import { intentSchema } from './record-schemas';
import { readRow } from './read-row';
import type { Table } from './table';

/**
 * The open intents of these sources. Few intents are open at a time (those of creates under way), so one query for
 * all of a side costs less than a read for each id.
 */
export async function readIntents(
  table: Table,
  partition: string,
  side: Side,
  ids: readonly (OrocrmId | OutlookId)[],
): Promise<Intent[]> {
  if (ids.length === 0) return [];
  const wanted = new Set(ids.map((id) => intentRowKey(side, id)));
  const rows = await table.range(partition, prefixRange(prefixes.intent[side]));
  return rows.filter((row) => wanted.has(row.rowKey)).map((row) => readRow(intentSchema, row.data, 'intent'));
}
