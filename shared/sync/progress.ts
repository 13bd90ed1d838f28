import { SyncError } from '../errors';
import type { MailboxAddress } from '../records/ids';
import type { EntityName } from '../records/record';
import type { EntityProgress } from './ports/state';
import type { Ports } from './work';

/** Polls and the mailbox's own session write the same row: on a clash the change is applied to what is there now. */
const maxClashes = 10;

/** Changes the progress of one mailbox and entity. @returns what was saved. */
export async function updateProgress(
  ports: Pick<Ports, 'progress'>,
  mailbox: MailboxAddress,
  entity: EntityName,
  change: (progress: EntityProgress) => EntityProgress,
): Promise<EntityProgress> {
  for (let clash = 0; clash < maxClashes; clash += 1) {
    const { value, etag } = await ports.progress.load(mailbox, entity);
    const next = change(value);
    if (next === value || (await ports.progress.save(mailbox, entity, next, etag)) !== undefined) return next;
  }
  throw new SyncError(`The progress of ${entity} changed too often while it was saved.`, {
    kind: 'retry',
    code: 'server-error',
  });
}
