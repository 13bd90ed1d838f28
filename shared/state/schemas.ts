import { z } from 'zod';
import { SyncError } from '../errors';
import {
  mailboxAddress,
  outlookId,
  parseOrocrmId,
  runId,
  type Digest,
  type OrocrmId,
  type RunId,
} from '../records/ids';
import { entityNames, sides } from '../records/record';

export const orocrmIdSchema = z.string().transform((text, context): OrocrmId => {
  const id = parseOrocrmId(text);
  if (id === undefined) {
    context.addIssue('not an OroCRM id');
    return z.NEVER;
  }
  return id;
});
export const outlookIdSchema = z.string().min(1).transform(outlookId);
export const mailboxSchema = z.string().min(1).transform(mailboxAddress);
export const runIdSchema = z.string().min(1).transform(runId);
export const digestSchema = z
  .string()
  .min(1)
  .transform((text) => text as Digest);

const none = z.literal('');
export const orocrmIdOrNone = z.union([none, orocrmIdSchema]);
export const outlookIdOrNone = z.union([none, outlookIdSchema]);
export const digestOrNone = z.union([none, digestSchema]);
export const runIdOrNone: z.ZodType<RunId | ''> = z.union([none, runIdSchema]);

export const entitySchema = z.enum(entityNames);
export const sideSchema = z.enum(sides);

/**
 * What a row says. A row that another version of the code (or another hand) wrote and that does not fit is a fault
 * for a person: trying again would not help, and guessing could delete records.
 * @throws SyncError `operator`.
 */
export function readRow<T>(schema: z.ZodType<T>, data: unknown, what: string): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new SyncError(`A stored ${what} cannot be understood (${fields}).`, {
    kind: 'operator',
    code: 'bad-answer',
    action: 'Resynchronise the mailbox, or restore the tables from a backup.',
  });
}
