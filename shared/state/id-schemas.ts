import { z } from 'zod';
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
