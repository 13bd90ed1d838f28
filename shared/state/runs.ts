import { runId, type MailboxAddress, type RunId } from '../records/ids';
import type { Run, RunState } from '../sync/ports/runs';
import { mapBounded } from './bounded';
import { updateRow } from './update-row';
import { afterPrefix, decodeKey, encodeKey, latestFirst } from './keys';
import { removePartition, removeRows } from './remove-rows';
import { runSchema, sliceSchema } from './run-schemas';
import { readRow } from './read-row';
import type { Table } from './table';

/** Days that runs are kept. */
export const runDays = 30;

const runRow = 'run';
const slicePrefix = 's:';
const parallel = 16;

/** A run and its slices have a partition of their own; lists, latest first, have one per mailbox and one for all. */
const runPartition = (id: RunId): string => `run:${encodeKey(id)}`;
const allRuns = 'list';
const listPartition = (mailbox: MailboxAddress | undefined): string =>
  mailbox === undefined ? allRuns : `list:${encodeKey(mailbox)}`;
const listKey = (run: Run): string => `${latestFirst(new Date(run.startedAt))}:${encodeKey(run.id)}`;
const listedId = (rowKey: string): RunId => runId(decodeKey(rowKey.slice(rowKey.indexOf(':') + 1)));

export function runState(table: Table): RunState {
  const load = async (id: RunId): Promise<Run | undefined> => {
    const row = await table.load(runPartition(id), runRow);
    return row === undefined ? undefined : readRow(runSchema, row.data, 'run');
  };
  const listed = async (partition: string, from: string, limit?: number): Promise<string[]> => {
    const range = { from, to: afterPrefix('') };
    const rows = await table.range(partition, range, {
      keysOnly: true,
      ...(limit === undefined ? {} : { limit }),
    });
    return rows.map((row) => row.rowKey);
  };

  return {
    async create(run) {
      // Lists first: an entry without its run is ignored, a run that is in no list would never be removed.
      const partitions = new Set([listPartition(run.mailbox), allRuns]);
      await Promise.all(
        [...partitions].map((partitionKey) => table.put({ partitionKey, rowKey: listKey(run) })),
      );
      await table.put({ partitionKey: runPartition(run.id), rowKey: runRow, data: run });
    },
    load,
    async update(id, change) {
      await updateRow(table, runPartition(id), runRow, (data) => ({
        ...readRow(runSchema, data, 'run'),
        ...change,
      }));
    },
    async list(mailbox, limit) {
      const keys = await listed(listPartition(mailbox), '', limit);
      const runs = await mapBounded(keys.map(listedId), parallel, load);
      return runs.filter((run) => run !== undefined);
    },
    async putSlice(run, slice) {
      await table.put({
        partitionKey: runPartition(run),
        rowKey: slicePrefix + encodeKey(slice.id),
        data: slice,
      });
    },
    async slices(run) {
      const range = { from: slicePrefix, to: afterPrefix(slicePrefix) };
      const rows = await table.range(runPartition(run), range);
      return rows.map((row) => readRow(sliceSchema, row.data, 'slice of a run'));
    },
    async removeBefore(time) {
      const keys = await listed(allRuns, afterPrefix(latestFirst(time)));
      await mapBounded(keys, parallel, async (rowKey) => {
        const id = listedId(rowKey);
        const run = await load(id);
        if (run?.mailbox !== undefined) await table.remove(listPartition(run.mailbox), rowKey);
        await removePartition(table, runPartition(id));
      });
      await removeRows(table, allRuns, keys);
      return keys.length;
    },
  };
}
