import { createHash } from 'node:crypto';
import { z } from 'zod';
import { GraphError } from '../errors';

const withinSchema = z.strictObject({
  /** Version of the change in the feed. */
  version: z.int(),
  /** The item. */
  number: z.int(),
  /** Version of the item when its rows were counted; 0 for one that is gone. */
  written: z.int(),
  rows: z.int(),
});

const positionSchema = z.strictObject({
  /** What the round runs over, for example a folder of a mailbox. */
  scope: z.string(),
  /** `skip`: inside a round; `delta`: between two. */
  kind: z.enum(['skip', 'delta']),
  generation: z.int(),
  /** The round reports versions above this one; 0 = everything that is there. */
  since: z.int(),
  /** Inside a round: the newest version that belongs to it, and the newest already sent. */
  upTo: z.int().optional(),
  sent: z.int().optional(),
  select: z.array(z.string()).optional(),
  expand: z.array(z.string()).optional(),
  /** Inside a round: the change after `sent` of which only the first rows were sent. */
  within: withinSchema.optional(),
  /** Inside a round: items of which it sent some rows, and that then changed. */
  torn: z.array(z.int()).optional(),
  /** The items that were torn in the round before: nobody has them whole. */
  again: z.array(z.int()).optional(),
  /** The window of a calendar view, frozen when the round was begun (reference: Graph 2.2). */
  window: z.strictObject({ from: z.string(), to: z.string() }).optional(),
  /** Page size, where the round was begun with `$top`. */
  top: z.int().optional(),
});

/** Where a delta round stands. All of it is in the link, so a restart of the simulator loses none. */
export type DeltaPosition = z.infer<typeof positionSchema>;

const checksum = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 11);

/** An opaque token for a `$skiptoken` or `$deltatoken`. */
export function writeToken(position: DeltaPosition): string {
  const text = JSON.stringify(position);
  return `${checksum(text)}${Buffer.from(text).toString('base64url')}`;
}

/**
 * Reads a token back.
 * @throws GraphError 400 for one that was cut, changed, or is of the other kind or of another folder.
 */
export function readToken(token: string, expected: Pick<DeltaPosition, 'scope' | 'kind'>): DeltaPosition {
  const text = Buffer.from(token.slice(11), 'base64url').toString('utf8');
  const position = checksum(text) === token.slice(0, 11) ? positionSchema.parse(JSON.parse(text)) : undefined;
  if (position?.scope !== expected.scope || position.kind !== expected.kind) {
    throw new GraphError(400, 'ErrorInvalidUrlQuery', 'Badly formed token.');
  }
  return position;
}

/** 410 for a token of a generation that is gone (reference: Graph 1.3). */
export function syncStateNotFound(generation: number): GraphError {
  return new GraphError(
    410,
    'SyncStateNotFound',
    `The sync state generation is not found; generation=${generation};`,
  );
}
