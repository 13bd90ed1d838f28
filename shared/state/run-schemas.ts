import { z } from 'zod';
import { countNames, type Counts, type Run, type Slice } from '../sync/ports/runs';
import {
  entitySchema,
  mailboxSchema,
  orocrmIdOrNone,
  outlookIdOrNone,
  runIdSchema,
  sideSchema,
} from './id-schemas';

export const runSchema: z.ZodType<Run> = z
  .object({
    id: runIdSchema,
    kind: z.enum(['full', 'changes', 'resync', 'remove-marks']),
    mailbox: mailboxSchema.optional(),
    parent: runIdSchema.optional(),
    children: z.array(runIdSchema),
    entities: z.array(entitySchema),
    mode: z.enum(['rebuild', 'relink']),
    dryRun: z.boolean(),
    confirmed: z.boolean(),
    startedAt: z.string(),
    finishedAt: z.string().optional(),
    status: z.enum(['running', 'done', 'failed', 'held']),
    heldId: z.string(),
  })
  .transform((run) => ({
    ...run,
    mailbox: run.mailbox,
    parent: run.parent,
    finishedAt: run.finishedAt,
  }));

const counts: z.ZodType<Counts> = z.record(z.enum(countNames), z.number().int().nonnegative());

export const sliceSchema: z.ZodType<Slice> = z.object({
  id: z.string(),
  entity: entitySchema,
  next: z.string(),
  counts: z.record(sideSchema, counts),
  errors: z.array(z.object({ entity: entitySchema, record: z.string(), message: z.string() })),
  preview: z.array(
    z.object({
      entity: entitySchema,
      side: sideSchema,
      action: z.enum(['create', 'update', 'delete', 'link', 'stamp', 'clear-stamp']),
      rule: z.string(),
      orocrmId: orocrmIdOrNone,
      outlookId: outlookIdOrNone,
      fields: z.array(z.string()),
    }),
  ),
});
