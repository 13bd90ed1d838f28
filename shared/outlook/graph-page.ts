import { z } from 'zod';
import { badAnswer } from './graph-errors';

export interface GraphPage<T> {
  readonly items: readonly T[];
  /** Absolute link to the next page; a page may be empty and still have one. */
  readonly next: string | undefined;
  /** Only on the last page of a delta round. */
  readonly delta: string | undefined;
}

const links = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().nullish(),
  '@odata.deltaLink': z.string().nullish(),
});

/** One page of a collection. @throws SyncError `bad-answer` when it is none. */
export function readPage<S extends z.ZodType>(body: unknown, item: S, what: string): GraphPage<z.output<S>> {
  const parsed = links.safeParse(body);
  if (!parsed.success) throw badAnswer(what, parsed.error);
  const items = z.array(item).safeParse(parsed.data.value);
  if (!items.success) throw badAnswer(what, items.error);
  return {
    items: items.data,
    next: parsed.data['@odata.nextLink'] ?? undefined,
    delta: parsed.data['@odata.deltaLink'] ?? undefined,
  };
}
