import { forgetMailbox } from '../../../shared/sync/forget-mailbox';
import { startDueRuns } from '../../../shared/sync/due-runs';
import { handleRecordsMessage } from '../../../shared/sync/handle-message';
import { startRun } from '../../../shared/sync/runs/start-run';
import { World } from './support/world';

test('a mailbox that is removed during its first sync and added again is synchronised', async () => {
  const world = World.of();
  world.orocrm.add({ firstName: 'Ada' });
  const mailbox = world.kept.mailboxes.get(world.mailbox);
  const run = await startRun(world.ports, { kind: 'full', mailbox: world.mailbox });
  for (let count = 0; count < 3; count += 1) {
    const queued = world.kept.queue.shift();
    if (queued) await handleRecordsMessage(world.ports, queued.message);
  }
  await forgetMailbox(world.ports, world.mailbox);
  await world.settle();
  expect(world.kept.runs.get(run)?.status).toBe('failed');
  if (mailbox) world.kept.mailboxes.set(mailbox.address, mailbox);
  world.clock.advance(600);
  await startDueRuns(world.ports);
  await world.settle();
  expect((await world.ports.progress.load(world.mailbox, 'contacts')).value.phase).toBe('steady');
  expect(world.outlook().records.size).toBe(1);
});
