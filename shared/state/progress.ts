import { z } from 'zod';
import { entityNames } from '../records/record';
import type { EntityProgress, ProgressState } from '../sync/ports/state';
import { encodeKey } from './keys';
import { removeRows } from './remove-rows';
import { orocrmIdOrNone, runIdOrNone } from './id-schemas';
import { readRow } from './read-row';
import type { Table } from './table';

const text = z.string().optional();

const progressSchema: z.ZodType<EntityProgress> = z
  .object({
    phase: z.enum(['new', 'first-sync', 'steady']),
    run: runIdOrNone,
    orocrmCursor: z.object({ updatedAt: z.string(), id: orocrmIdOrNone }).optional(),
    outlookCursor: text,
    orocrmHorizon: text,
    outlookHorizon: text,
    explained: z.string(),
    readAt: z.object({ orocrm: text, outlook: text }).default({}),
    lastSuccess: text,
    lastRun: runIdOrNone,
    sweptAt: text,
    keyFields: z.array(z.string()),
  })
  .transform((row) => ({
    ...row,
    orocrmCursor: row.orocrmCursor,
    outlookCursor: row.outlookCursor,
    orocrmHorizon: row.orocrmHorizon,
    outlookHorizon: row.outlookHorizon,
    lastSuccess: row.lastSuccess,
    sweptAt: row.sweptAt,
  }));

const fresh: EntityProgress = {
  phase: 'new',
  run: '',
  orocrmCursor: undefined,
  outlookCursor: undefined,
  orocrmHorizon: undefined,
  outlookHorizon: undefined,
  explained: '',
  readAt: {},
  lastSuccess: undefined,
  lastRun: '',
  sweptAt: undefined,
  keyFields: [],
};

/** One row per mailbox and entity. */
export const progressState = (table: Table): ProgressState => ({
  async load(mailbox, entity) {
    const row = await table.load(encodeKey(mailbox), entity);
    return row === undefined
      ? { value: fresh, etag: '' }
      : { value: readRow(progressSchema, row.data, 'progress'), etag: row.etag };
  },
  save: (mailbox, entity, value, etag) =>
    table.save({ partitionKey: encodeKey(mailbox), rowKey: entity, data: value }, etag),
  async clear(mailbox) {
    const partition = encodeKey(mailbox);
    const present = await table.loadMany(partition, entityNames);
    await removeRows(table, partition, [...present.keys()]);
  },
});
