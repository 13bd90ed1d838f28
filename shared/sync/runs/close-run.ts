import type { RecordsMessage } from '../ports/queue';
import type { Run } from '../ports/runs';
import { updateProgress, withRead } from '../progress';
import type { Ports } from '../work';
import { closeRemoval } from './removal';

/** The last message of a run: each slice sends the next one, so every slice is handled when it comes. */
export async function closeRun(
  ports: Ports,
  run: Run,
  message: Extract<RecordsMessage, { kind: 'step' }>,
): Promise<void> {
  if (run.kind === 'remove-marks') return closeRemoval(ports, run, message.mailbox);
  const slices = await ports.runs.slices(run.id);
  const failed = slices.filter(({ id }) => id.endsWith(':failed')).map(({ entity }) => entity);
  // A person may have decided while the run went on.
  const held = run.heldId !== '' && ((await ports.held.load(run.heldId))?.decision ?? 'open') === 'open';
  await ports.runs.update(run.id, {
    status: failed.length > 0 ? 'failed' : held ? 'held' : 'done',
    finishedAt: ports.clock().toISOString(),
  });
  if (run.dryRun) return;
  for (const entity of run.entities.filter((name) => !failed.includes(name))) {
    await updateProgress(ports, message.mailbox, entity, (progress) => ({
      ...withRead(progress, ports.clock()),
      lastRun: run.id,
    }));
    await ports.alerts.clear({ code: 'run-failed', mailbox: message.mailbox, entity });
  }
}
