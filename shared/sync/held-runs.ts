import type { MailboxAddress } from '../records/ids';
import type { Ports } from './work';

/** How many of a mailbox's latest runs may wait for one decision: each comparison meanwhile is held by it, too. */
const recentRuns = 100;

/**
 * The deletions with this id wait no more: every run that they hold is done. A run that still goes on is left alone;
 * it looks for the decision when it ends.
 */
export async function endHeldRuns(
  ports: Pick<Ports, 'runs'>,
  mailbox: MailboxAddress,
  heldId: string,
): Promise<void> {
  const runs = await ports.runs.list(mailbox, recentRuns);
  for (const run of runs) {
    if (run.status === 'held' && run.heldId === heldId) await ports.runs.update(run.id, { status: 'done' });
  }
}
