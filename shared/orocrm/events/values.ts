import { z } from 'zod';
import { parseOrocrmId } from '../../records/ids';
import { wholeSecond } from '../walk';

/** `2016-10-14T22:00:00+00:00` as `2016-10-14T22:00:00Z`. */
export const instantSchema = z.string().transform((text, context) => {
  const time = new Date(text);
  if (!Number.isNaN(time.getTime())) return wholeSecond(time);
  context.addIssue({ code: 'custom', message: 'no instant' });
  return z.NEVER;
});

/** An id, as a number or as text: columns of a query come as either. */
export const idSchema = z.union([z.number(), z.string()]).transform((value, context) => {
  const id = parseOrocrmId(String(value));
  if (id !== undefined) return id;
  context.addIssue({ code: 'custom', message: 'no id' });
  return z.NEVER;
});

/** The id of something else; undefined for none. */
export const referenceSchema = idSchema.nullish().transform((id) => id ?? undefined);

export const numberSchema = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .nullish()
  .transform((value) => value ?? undefined);

/** A flag, which older versions of PHP and the database show as 0 or 1. */
export const flagSchema = z
  .union([z.boolean(), z.number(), z.string()])
  .nullish()
  .transform((value) => value === true || value === 1 || value === '1' || value === 'true');

/** An instant as OroCRM's own clients write it into a body: with an offset (reference 3.1). */
export const sentInstant = (instant: string): string => instant.replace(/Z$/, '+00:00');
