import { SyncError } from '../errors';
import type { MailboxAddress } from '../records/ids';
import { sides, type EntityName, type Side } from '../records/record';
import type { EntityProgress } from './ports/state';
import type { Ports } from './work';

/** Polls and the mailbox's own session write the same row: on a clash the change is applied to what is there now. */
const maxClashes = 10;

/** Changes the progress of one mailbox and entity; a new success is counted. @returns what was saved. */
export async function updateProgress(
  ports: Pick<Ports, 'progress' | 'metrics'>,
  mailbox: MailboxAddress,
  entity: EntityName,
  change: (progress: EntityProgress) => EntityProgress,
): Promise<EntityProgress> {
  for (let clash = 0; clash < maxClashes; clash += 1) {
    const { value, etag } = await ports.progress.load(mailbox, entity);
    const next = change(value);
    if (next === value) return next;
    if ((await ports.progress.save(mailbox, entity, next, etag)) === undefined) continue;
    if (next.lastSuccess !== value.lastSuccess) ports.metrics.record('sync.successes', 1, { entity });
    return next;
  }
  throw new SyncError(`The progress of ${entity} changed too often while it was saved.`, {
    kind: 'retry',
    code: 'server-error',
  });
}

/** Notes that sides were read without trouble; a success is when both were, so a side that is out of reach shows. */
export function withRead(progress: EntityProgress, at: Date, of: readonly Side[] = sides): EntityProgress {
  const readAt = { ...progress.readAt, ...Object.fromEntries(of.map((side) => [side, at.toISOString()])) };
  const { orocrm, outlook } = readAt;
  if (orocrm === undefined || outlook === undefined) return { ...progress, readAt };
  return { ...progress, readAt, lastSuccess: orocrm < outlook ? orocrm : outlook };
}
