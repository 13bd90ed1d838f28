import type { MailboxAddress } from '../records/ids';
import type { Ports } from './work';

/** Forgets a mailbox: links, cursors and its secret go; the records on both sides stay as they are. */
export async function forgetMailbox(ports: Ports, address: MailboxAddress): Promise<boolean> {
  const removed = await ports.mailboxes.remove(address);
  await endRuns(ports, address);
  await forgetState(ports, address);
  return removed;
}

/** Forgets what is known of a mailbox but not the mailbox itself, nor what a person may still want to read. */
export async function forgetState(ports: Ports, address: MailboxAddress): Promise<void> {
  for (const entity of ports.connections.entities) {
    const state = ports.records(address, entity);
    await ports.sharing.remove(entity, address, await state.orocrmIds());
    await state.clear();
  }
  await ports.progress.clear(address);
  await ports.secrets.remove({ of: 'mailbox', mailbox: address });
  const failed = await ports.failed.list(address);
  await ports.failed.remove(
    address,
    failed.map(({ id }) => id),
  );
}

/** More runs of one mailbox are never under way at once. */
const recentRuns = 100;

/** Messages of a mailbox that does not take part any more are dropped: its runs would go on for ever, and be joined. */
export async function endRuns(ports: Ports, address: MailboxAddress, but?: string): Promise<void> {
  for (const run of await ports.runs.list(address, recentRuns)) {
    if (run.status !== 'running' || run.id === but) continue;
    await ports.runs.update(run.id, { status: 'failed', finishedAt: ports.clock().toISOString() });
  }
}
