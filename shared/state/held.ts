import { z } from 'zod';
import type { Held, HeldState } from '../sync/ports/journal';
import { encodeKey } from './keys';
import { entitySchema, mailboxSchema, runIdOrNone } from './id-schemas';
import { readRow } from './read-row';
import type { Table } from './table';

const partition = 'held';

const heldSchema: z.ZodType<Held> = z.object({
  id: z.string(),
  at: z.string(),
  mailbox: mailboxSchema,
  entity: entitySchema,
  runId: runIdOrNone,
  count: z.number().int().nonnegative(),
  of: z.number().int().nonnegative(),
  decision: z.enum(['open', 'released', 'discarded']),
});

export const heldState = (table: Table): HeldState => ({
  async put(held) {
    await table.put({ partitionKey: partition, rowKey: encodeKey(held.id), data: held });
  },
  async load(id) {
    const row = await table.load(partition, encodeKey(id));
    return row === undefined ? undefined : readRow(heldSchema, row.data, 'held deletion');
  },
});
