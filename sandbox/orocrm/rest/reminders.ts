import { z } from 'zod';
import type { Json } from '../jsonapi/json';

/** `[{"method":"email","interval":{"number":15,"unit":"M"}}]`; numbers may come as text, as forms send them. */
export const remindersSchema = z.array(
  z.strictObject({
    method: z.enum(['email', 'web_socket']),
    interval: z.strictObject({
      number: z.coerce.number().int().positive(),
      unit: z.enum(['M', 'H', 'D', 'W']),
    }),
  }),
);

/** Reminders of a request; undefined where they have another shape. Null and the empty text mean none. */
export function readReminders(value: Json): z.output<typeof remindersSchema> | undefined {
  if (value === null || value === '') return [];
  const read = remindersSchema.safeParse(value);
  return read.success ? read.data : undefined;
}
