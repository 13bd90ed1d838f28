import { z } from 'zod';
import {
  entitySchema,
  mailboxSchema,
  orocrmIdSchema,
  outlookIdSchema,
  runIdSchema,
  sideSchema,
} from '../state/id-schemas';
import type { PollMessage, RecordsMessage } from '../sync/ports/queue';

const attempt = z.number().int().nonnegative();

const ref = z.discriminatedUnion('side', [
  z.object({ side: z.literal('orocrm'), id: orocrmIdSchema }),
  z.object({ side: z.literal('outlook'), id: outlookIdSchema }),
]);

const bodies = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('reconcile'),
    mailbox: mailboxSchema,
    entity: entitySchema,
    refs: z.array(ref).min(1),
    attempt,
  }),
  z.object({
    kind: z.literal('step'),
    mailbox: mailboxSchema,
    entity: entitySchema,
    runId: runIdSchema,
    step: z.string().min(1),
    number: z.number().int().nonnegative(),
    cursor: z.string().optional(),
    attempt,
  }),
  z.object({
    kind: z.literal('deletions'),
    mailbox: mailboxSchema,
    entity: entitySchema,
    attempt,
    heldId: z.string().min(1).optional(),
  }),
]);

/** A key that may be absent is never there with nothing in it. */
export const recordsMessageSchema: z.ZodType<RecordsMessage> = bodies.transform((body): RecordsMessage => {
  switch (body.kind) {
    case 'reconcile':
      return body;
    case 'step': {
      const { cursor, ...rest } = body;
      return cursor === undefined ? rest : { ...rest, cursor };
    }
    case 'deletions': {
      const { heldId, ...rest } = body;
      return heldId === undefined ? rest : { ...rest, heldId };
    }
  }
});

export const pollMessageSchema: z.ZodType<PollMessage> = z.object({
  side: sideSchema,
  shard: z.string().min(1),
  due: z.iso.datetime(),
});
