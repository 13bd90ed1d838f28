import { z } from 'zod';
import { GraphError } from '../errors';

const itemSchema = z.object({
  id: z.string().min(1),
  method: z.string().min(1),
  url: z.string().min(1),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).optional(),
});

const batchSchema = z.object({ requests: z.array(itemSchema) });

export type BatchItem = z.infer<typeof itemSchema>;

/** `free`: any order; `serial`: each after the one before; `first`: the first, then the others in any order. */
export type BatchOrder = 'free' | 'serial' | 'first';

const LARGEST = 20;

function refused(message: string): GraphError {
  return new GraphError(400, 'BadRequest', message);
}

function header(item: BatchItem, name: string): string | undefined {
  return Object.entries(item.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}

function checkItem(item: BatchItem): void {
  if (!item.url.startsWith('/') || item.url.startsWith('//')) {
    throw refused(`The url of request '${item.id}' has to be relative: '${item.url}'.`);
  }
  if (item.body === undefined || item.body === null) return;
  if (header(item, 'content-type') === undefined) {
    throw refused(`Write request id : ${item.id} does not contain Content-Type header or body.`);
  }
}

function orderOf(items: readonly BatchItem[]): BatchOrder {
  const ids = items.map(({ id }) => id.toLowerCase());
  const depends = items.map(({ dependsOn }) => (dependsOn ?? []).map((id) => id.toLowerCase()));
  for (const [index, parents] of depends.entries()) {
    const unknown = parents.find((parent) => !ids.slice(0, index).includes(parent));
    if (unknown !== undefined) throw refused(`dependsOn names '${unknown}', which is no earlier request.`);
  }
  if (depends.every((parents) => parents.length === 0)) return 'free';
  const [, ...rest] = depends;
  if (rest.every((parents, index) => parents.length === 1 && parents[0] === ids[index])) return 'serial';
  if (rest.every((parents) => parents.length === 1 && parents[0] === ids[0])) return 'first';
  // All sequential or all parallel (reference: Graph 4.1).
  throw refused('dependsOn is used by all requests in sequence, by all for the first, or by none.');
}

/**
 * Reads the body of a `$batch`.
 * @throws GraphError 400 for more than 20 items, repeated ids, absolute urls, bodies without Content-Type,
 * mixed dependencies
 */
export function readBatch(body: unknown): { items: readonly BatchItem[]; order: BatchOrder } {
  const parsed = batchSchema.safeParse(body);
  if (!parsed.success) throw refused(`Invalid batch payload format: ${z.prettifyError(parsed.error)}`);
  const items = parsed.data.requests;
  if (items.length === 0) throw refused('Invalid batch payload format.');
  if (items.length > LARGEST) throw refused(`Number of batch request steps exceeds the maximum value of 20.`);
  const ids = new Set(items.map(({ id }) => id.toLowerCase()));
  if (ids.size < items.length) throw refused('Request Id values have to be unique, whatever their case.');
  for (const item of items) checkItem(item);
  return { items, order: orderOf(items) };
}

/** An item's headers with their names in lower case. */
export function headersOf(item: BatchItem): Record<string, string> {
  return Object.fromEntries(
    Object.entries(item.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
