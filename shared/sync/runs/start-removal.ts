import { SyncError } from '../../errors';
import { runId, type MailboxAddress, type RunId } from '../../records/ids';
import type { Run } from '../ports/runs';
import type { Ports } from '../work';
import { holdForRemoval } from './removal';
import { sendStart, underWay } from './start-run';

/**
 * Starts the run that takes the marks of all record types out of a mailbox and then forgets it, or joins the one under
 * way. The run comes first: whoever would set marks again looks for it. Its first message holds the mailbox as well, so
 * whatever the session has before it may still be done.
 * @returns the id of the run to watch; undefined where there is no such mailbox.
 */
export async function startRemoval(ports: Ports, mailbox: MailboxAddress): Promise<RunId | undefined> {
  if (!(await ports.mailboxes.load(mailbox))) return undefined;
  const { entities } = ports.connections;
  const run: Run = {
    ...{ id: runId(ports.newId()), kind: 'remove-marks', mailbox, parent: undefined, children: [] },
    // All that there are, whatever the settings say now. The mode is of no meaning here.
    ...{ entities, mode: 'relink', dryRun: false, confirmed: false },
    ...{ startedAt: ports.clock().toISOString(), finishedAt: undefined, status: 'running', heldId: '' },
  };
  const [first] = entities;
  if (first === undefined)
    throw new SyncError('Nothing is synchronised.', { kind: 'operator', code: 'guard' });
  const joined = await underWay(ports, run);
  if (joined === undefined) {
    await ports.runs.create(run);
    await sendStart(ports, mailbox, first, run.id);
  }
  await holdForRemoval(ports, mailbox);
  return joined ?? run.id;
}
