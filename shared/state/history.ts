import { createHash } from 'node:crypto';
import { odata } from '@azure/data-tables';
import { z } from 'zod';
import type { MailboxAddress } from '../records/ids';
import type { HistoryEntry, HistoryState } from '../sync/ports/journal';
import { mapBounded } from './bounded';
import { afterPrefix, encodeKey, latestFirst } from './keys';
import { groupBy } from './group-by';
import { putRows } from './put-rows';
import { removeRows } from './remove-rows';
import { writeData } from './row-data';
import {
  entitySchema,
  mailboxSchema,
  orocrmIdOrNone,
  outlookIdOrNone,
  runIdOrNone,
  sideSchema,
} from './id-schemas';
import { readRow } from './read-row';
import type { Row, Table } from './table';

/** A list holds at most so many entries, the latest. */
export const historyListLimit = 1000;

const values = z.record(z.string(), z.unknown());
const entrySchema: z.ZodType<HistoryEntry> = z.object({
  id: z.string(),
  at: z.string(),
  runId: runIdOrNone,
  mailbox: mailboxSchema,
  entity: entitySchema,
  orocrmId: orocrmIdOrNone,
  outlookId: outlookIdOrNone,
  side: sideSchema,
  action: z.enum(['update', 'delete']),
  rule: z.string(),
  before: values,
  after: values,
});
const placeSchema = z.object({ partitionKey: z.string(), rowKey: z.string() });

/**
 * Entries lie in a partition per mailbox, latest first. An entry is also asked for by its id alone, so a second row
 * says where it lies; those rows share 16 partitions, and a mailbox always uses the same one.
 */
const entries = (mailbox: MailboxAddress): string => `at:${encodeKey(mailbox)}`;
const rowKeyOf = (entry: HistoryEntry): string => `${latestFirst(new Date(entry.at))}:${encodeKey(entry.id)}`;
const placePartitions = Array.from({ length: 16 }, (_, digit) => `id:${digit.toString(16)}`);
const places = (partition: string): string =>
  `id:${createHash('sha256').update(partition).digest('hex').charAt(0)}`;

const read = (row: Row): HistoryEntry => readRow(entrySchema, row.data, 'history entry');
const byTime = (a: Row, b: Row): number => (a.rowKey < b.rowKey ? -1 : 1);

export const historyState = (table: Table): HistoryState => ({
  async add(added) {
    await mapBounded([...groupBy(added, (entry) => entries(entry.mailbox))], 4, async ([partition, own]) => {
      // The entry last: an id that leads nowhere is ignored, an entry that no id leads to could not be restored.
      const placed = own.map((entry) => ({
        rowKey: encodeKey(entry.id),
        properties: writeData({ partitionKey: partition, rowKey: rowKeyOf(entry) }),
      }));
      await putRows(table, places(partition), placed);
      const rows = own.map((entry) => ({
        rowKey: rowKeyOf(entry),
        properties: { ...writeData(entry), orocrmId: entry.orocrmId, outlookId: entry.outlookId },
      }));
      await putRows(table, partition, rows);
    });
  },
  async load(id) {
    const found = await Promise.all(placePartitions.map((key) => table.load(key, encodeKey(id))));
    const row = found.find((each) => each !== undefined);
    if (row === undefined) return undefined;
    const place = readRow(placeSchema, row.data, 'place of a history entry');
    const entry = await table.load(place.partitionKey, place.rowKey);
    return entry === undefined ? undefined : read(entry);
  },
  async list({ mailbox, record }) {
    const conditions = [
      ...(mailbox === undefined
        ? [odata`PartitionKey ge 'at:' and PartitionKey lt 'at~'`]
        : [odata`PartitionKey eq ${entries(mailbox)}`]),
      ...(record === undefined ? [] : [odata`(orocrmId eq ${record} or outlookId eq ${record})`]),
    ];
    // Only one mailbox's entries come in the order asked for; those of all have to be sorted first.
    const limit = mailbox === undefined ? {} : { limit: historyListLimit };
    const rows = await table.scan(conditions.join(' and '), limit);
    return rows.sort(byTime).slice(0, historyListLimit).map(read);
  },
  async removeBefore(time) {
    const older = afterPrefix(latestFirst(time));
    const filter = odata`PartitionKey ge 'at:' and PartitionKey lt 'at~' and RowKey gt ${older}`;
    const rows = await table.scan(filter, { keysOnly: true });
    await mapBounded([...groupBy(rows, (row) => row.partitionKey)], 4, ([partition, old]) =>
      removeEntries(table, partition, old),
    );
    return rows.length;
  },
  async forget(mailbox) {
    const partition = entries(mailbox);
    await removeEntries(table, partition, await table.partition(partition, { keysOnly: true }));
  },
});

/** Removes entries of one mailbox and what leads to them; the entries last, so that a second try finds what is left. */
async function removeEntries(table: Table, partition: string, rows: readonly Row[]): Promise<void> {
  const keys = rows.map((row) => row.rowKey);
  const ids = keys.map((key) => key.slice(key.indexOf(':') + 1));
  const placed = await table.loadMany(places(partition), ids);
  await removeRows(table, places(partition), [...placed.keys()]);
  await removeRows(table, partition, keys);
}
