import { z } from 'zod';
import type { ScheduleState } from '../sync/ports/schedule';
import { decodeKey, encodeKey } from './keys';
import { putRows } from './put-rows';
import { writeData } from './row-data';
import { readRow } from './read-row';
import type { Table } from './table';

const plannedSchema = z.object({ planned: z.iso.datetime() });

/** One partition per side, one row per shard: a tick reads all of them at once. */
export const scheduleState = (table: Table): ScheduleState => ({
  async load(side) {
    const rows = await table.partition(side);
    return new Map(
      rows.map((row) => [
        decodeKey(row.rowKey),
        new Date(readRow(plannedSchema, row.data, 'schedule').planned),
      ]),
    );
  },
  async save(side, planned) {
    const rows = [...planned].map(([shard, due]) => ({
      rowKey: encodeKey(shard),
      properties: writeData({ planned: due.toISOString() }),
    }));
    await putRows(table, side, rows);
  },
});
