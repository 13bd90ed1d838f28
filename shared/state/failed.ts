import { odata } from '@azure/data-tables';
import { z } from 'zod';
import type { MailboxAddress, OrocrmId, OutlookId } from '../records/ids';
import { orocrmId, outlookId } from '../records/ids';
import type { EntityName, Side } from '../records/record';
import type { FailedRecord, FailedState } from '../sync/ports/journal';
import { objectionCodes } from '../rules/record-rules';
import { encodeKey } from './keys';
import { removeRows } from './remove-rows';
import { entitySchema, mailboxSchema, sideSchema } from './id-schemas';
import { readRow } from './read-row';
import type { Row, Table } from './table';

const failedSchema: z.ZodType<FailedRecord> = z
  .object({
    id: z.string(),
    mailbox: mailboxSchema,
    entity: entitySchema,
    source: sideSchema,
    sourceId: z.string(),
    reason: z.string(),
    objection: z.enum(['', ...objectionCodes]).default(''),
    version: z.string(),
    attempts: z.number().int().nonnegative(),
    at: z.string(),
  })
  .transform((row) => ({
    ...row,
    sourceId: row.source === 'orocrm' ? orocrmId(row.sourceId) : outlookId(row.sourceId),
  }));

const prefixOf = (entity: EntityName, source: Side): string => `${entity}:${source}:`;
const rowKeyOf = (entity: EntityName, source: Side, id: OrocrmId | OutlookId): string =>
  prefixOf(entity, source) + encodeKey(id);

const read = (row: Row): FailedRecord => readRow(failedSchema, row.data, 'failed record');

/**
 * One row per record, in the partition of its mailbox, so a record that fails again has one row only. Rows are few,
 * so an id is looked up by scanning for it.
 */
export const failedState = (table: Table): FailedState => ({
  async put(record) {
    await table.put({
      partitionKey: encodeKey(record.mailbox),
      rowKey: rowKeyOf(record.entity, record.source, record.sourceId),
      data: record,
      columns: { id: record.id },
    });
  },
  async load(id) {
    const [row] = await table.scan(odata`id eq ${id}`, { limit: 1 });
    return row === undefined ? undefined : read(row);
  },
  async find(mailbox, entity, source, ids) {
    const keys = ids.map((id) => rowKeyOf(entity, source, id)).sort();
    const [first] = keys;
    if (first === undefined) return new Map();
    const range = { from: first, to: `${keys.at(-1) ?? first} ` };
    const wanted = new Set(keys);
    const rows = await table.range(encodeKey(mailbox), range);
    return new Map(
      rows
        .filter((row) => wanted.has(row.rowKey))
        .map(read)
        .map((record) => [record.sourceId, record]),
    );
  },
  async remove(mailbox: MailboxAddress, ids) {
    if (ids.length === 0) return;
    const doomed = new Set(ids);
    const rows = await table.partition(encodeKey(mailbox));
    const keys = rows.filter((row) => doomed.has(read(row).id)).map((row) => row.rowKey);
    await removeRows(table, encodeKey(mailbox), keys);
  },
  async list(mailbox) {
    const rows =
      mailbox === undefined ? await table.scan(undefined) : await table.partition(encodeKey(mailbox));
    return rows.map(read);
  },
});
