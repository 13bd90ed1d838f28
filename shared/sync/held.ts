import { SyncError } from '../errors';
import { discardDeletions } from './deletions';
import { endHeldRuns } from './held-runs';
import { openWork } from './open-work';
import type { Held } from './ports/journal';
import type { Ports } from './work';

/**
 * A person's decision on held deletions: `released` deletes them, `discarded` keeps the records, unlinked and
 * remembered (spec 7).
 * @throws SyncError `operator`: `not-found` for an unknown id, `guard` when it was decided already.
 */
export async function decideHeld(
  ports: Ports,
  id: string,
  decision: 'released' | 'discarded',
): Promise<Held> {
  const held = await ports.held.load(id);
  if (!held)
    throw new SyncError('There are no held deletions with this id.', { kind: 'operator', code: 'not-found' });
  if (held.decision !== 'open') {
    throw new SyncError(`These deletions were ${held.decision} already.`, {
      kind: 'operator',
      code: 'guard',
    });
  }
  const { mailbox, entity } = held;
  const decided: Held = { ...held, decision };
  await ports.held.put(decided);
  if (decision === 'released') {
    await ports.queue.sendRecords([{ kind: 'deletions', mailbox, entity, heldId: id, attempt: 0 }]);
  } else {
    await discardDeletions(await openWork(ports, mailbox, entity), id);
  }
  await ports.alerts.clear({ code: 'deletions-held', mailbox, entity });
  await endHeldRuns(ports, mailbox, id);
  return decided;
}
