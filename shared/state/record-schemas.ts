import { z } from 'zod';
import type { Digest } from '../records/ids';
import type { DeletionCandidate, Intent, Link, OrocrmRow, OutlookRow } from '../sync/ports/state';
import {
  digestOrNone,
  digestSchema,
  orocrmIdOrNone,
  orocrmIdSchema,
  outlookIdSchema,
  runIdOrNone,
} from './id-schemas';

/** '' is the baseline that nothing equals: what its user has entered is still to be written to the other side. */
const baseline = z.string().transform((text) => text as Digest);
const digests = z.record(z.string(), baseline);

const link: z.ZodType<Link> = z.object({
  orocrmId: orocrmIdSchema,
  outlookId: outlookIdSchema,
  orocrmBase: digests,
  outlookBase: digests,
  orocrmSeen: z.string(),
  outlookSeen: z.string(),
  foreign: z.literal(true).exactOptional(),
});

export const orocrmRowSchema: z.ZodType<OrocrmRow> = z.discriminatedUnion('state', [
  z.object({ state: z.literal('linked'), id: orocrmIdSchema, link }),
  z.object({
    state: z.literal('candidate'),
    id: orocrmIdSchema,
    key: digestOrNone,
    createdAt: z.string(),
  }),
  z.object({ state: z.literal('unlinked'), id: orocrmIdSchema }),
]);

export const outlookRowSchema: z.ZodType<OutlookRow> = z.discriminatedUnion('state', [
  z.object({ state: z.literal('linked'), id: outlookIdSchema, orocrmId: orocrmIdSchema }),
  z.object({
    state: z.literal('candidate'),
    id: outlookIdSchema,
    key: digestOrNone,
    createdAt: z.string(),
  }),
  z.object({ state: z.literal('marked'), id: outlookIdSchema, mark: z.string(), run: runIdOrNone }),
  z.object({ state: z.literal('unlinked'), id: outlookIdSchema, mark: z.string() }),
  z.object({ state: z.literal('twin'), id: outlookIdSchema, mark: z.string() }),
]);

export const intentSchema: z.ZodType<Intent> = z.discriminatedUnion('side', [
  z.object({ side: z.literal('outlook'), orocrmId: orocrmIdSchema, at: z.string() }),
  z.object({
    side: z.literal('orocrm'),
    outlookId: outlookIdSchema,
    at: z.string(),
    content: digestSchema,
  }),
]);

export const deletionSchema: z.ZodType<DeletionCandidate> = z.object({
  outlookId: outlookIdSchema,
  orocrmId: orocrmIdOrNone,
  rule: z.string(),
  at: z.string(),
  state: z.enum(['pending', 'held', 'deleted']),
  heldId: z.string(),
  run: runIdOrNone,
});
