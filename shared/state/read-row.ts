import type { z } from 'zod';
import { SyncError } from '../errors';

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
