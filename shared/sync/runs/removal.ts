import { SyncError } from '../../errors';
import type { MailboxAddress } from '../../records/ids';
import { forgetState } from '../forget-mailbox';
import type { RecordsMessage } from '../ports/queue';
import type { Run } from '../ports/runs';
import type { Ports } from '../work';

const recentRuns = 50;
const maxClashes = 10;

/**
 * Nothing else may be asked of a mailbox whose marks are being removed: it would set them again.
 * @throws SyncError `operator`, code `guard`
 */
export async function refuseDuringRemoval(
  ports: Pick<Ports, 'runs'>,
  mailbox: MailboxAddress,
): Promise<void> {
  if (!(await isBeingRemoved(ports, mailbox))) return;
  throw new SyncError('The marks of this mailbox are being removed, and then it is forgotten.', {
    kind: 'operator',
    code: 'guard',
    action: 'Wait for the end of that run; add the mailbox again afterwards if it shall be synchronised.',
  });
}

export async function isBeingRemoved(ports: Pick<Ports, 'runs'>, mailbox: MailboxAddress): Promise<boolean> {
  const runs = await ports.runs.list(mailbox, recentRuns);
  return runs.some(({ kind, status }) => kind === 'remove-marks' && status === 'running');
}

/**
 * A held mailbox is not polled, compared or written, and waiting messages about it are dropped. It stays held when its
 * marks could not be removed: half of them are gone, so it is for a person to say what comes next.
 */
export async function holdForRemoval(
  ports: Pick<Ports, 'mailboxes'>,
  address: MailboxAddress,
): Promise<void> {
  const held = 'Its marks are being removed, or could not all be removed.';
  for (let clash = 0; clash < maxClashes; clash += 1) {
    const stored = await ports.mailboxes.load(address);
    if (!stored || stored.value.held !== '') return;
    if ((await ports.mailboxes.put({ ...stored.value, held }, stored.etag)) !== undefined) return;
  }
  throw new SyncError('The mailbox changed too often while it was to be held.', {
    kind: 'retry',
    code: 'changed-meanwhile',
  });
}

/** The end of a removal: without any trouble the mailbox is forgotten, with everything that tells of it. */
export async function closeRemoval(ports: Ports, run: Run, address: MailboxAddress): Promise<void> {
  const slices = await ports.runs.slices(run.id);
  const isWhole = !slices.some(({ id }) => id.endsWith(':failed'));
  if (isWhole && !(await isNewer(ports, run, address))) {
    await forgetState(ports, address);
    await ports.history.forget(address);
    await ports.alerts.forget(address);
    // Last, so that a repeated message finds what is left to do.
    await ports.mailboxes.remove(address);
  }
  await ports.runs.update(run.id, {
    status: isWhole ? 'done' : 'failed',
    finishedAt: ports.clock().toISOString(),
  });
}

/** The mailbox that the run was about is gone already, and somebody has added it again. */
async function isNewer(ports: Ports, run: Run, address: MailboxAddress): Promise<boolean> {
  const stored = await ports.mailboxes.load(address);
  return stored !== undefined && Date.parse(stored.value.createdAt) > Date.parse(run.startedAt);
}

/** A message about a mailbox that is gone. The process may have died between that and the word that all is done. */
export async function finishRemoval(ports: Ports, message: RecordsMessage): Promise<void> {
  if (message.kind !== 'step' || message.step !== 'close') return;
  const run = await ports.runs.load(message.runId);
  if (run?.kind === 'remove-marks' && run.status === 'running')
    await closeRemoval(ports, run, message.mailbox);
}
