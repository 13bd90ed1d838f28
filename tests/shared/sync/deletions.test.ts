import { handleRecordsMessage } from '../../../shared/sync/handle-message';
import { decideHeld } from '../../../shared/sync/held';
import { startRun } from '../../../shared/sync/runs/start-run';
import { World } from './support/world';

async function linked(count: number): Promise<World> {
  const world = World.of();
  for (let index = 0; index < count; index += 1) world.orocrm.add({ firstName: `Person ${index}` });
  await world.run();
  return world;
}

function deleteInOrocrm(world: World, count: number): void {
  for (const id of [...world.orocrm.records.keys()].slice(0, count)) world.orocrm.records.delete(id);
}

const openHeld = (world: World): string => {
  const held = [...world.kept.held.values()].find(({ decision }) => decision === 'open');
  if (!held) throw new Error('Nothing is held.');
  return held.id;
};

describe.each(['poll', 'full run'] as const)('noticed by a %s', (how) => {
  const notice = async (world: World): Promise<void> => {
    if (how === 'poll') await world.poll();
    else await world.run();
  };

  test.each([
    { records: 40, deletions: 10 },
    { records: 100, deletions: 20 },
  ])('$deletions of $records are believed', async ({ records, deletions }) => {
    const world = await linked(records);
    deleteInOrocrm(world, deletions);
    await notice(world);
    expect(world.outlook().records.size).toBe(records - deletions);
    expect(world.kept.history.filter(({ action }) => action === 'delete')).toHaveLength(deletions);
    expect(await world.quiet()).toBe(0);
  });

  test.each([
    { records: 40, deletions: 11 },
    { records: 100, deletions: 21 },
  ])('$deletions of $records are held, all of them', async ({ records, deletions }) => {
    const world = await linked(records);
    deleteInOrocrm(world, deletions);
    await notice(world);
    expect(world.outlook().records.size).toBe(records);
    expect([...world.kept.alerts.values()]).toContainEqual(
      expect.objectContaining({ code: 'deletions-held' }),
    );
    expect(await world.quiet()).toBe(0);
  });

  test('the other records of the pass go on', async () => {
    const world = await linked(40);
    deleteInOrocrm(world, 15);
    const [left] = [...world.orocrm.records.values()].slice(-1);
    if (left) world.orocrm.edit(left.id, { jobTitle: 'Countess' });
    await notice(world);
    expect(
      [...world.outlook().records.values()].filter(({ jobTitle }) => jobTitle === 'Countess'),
    ).toHaveLength(1);
  });

  test('released deletions are done', async () => {
    const world = await linked(40);
    deleteInOrocrm(world, 15);
    await notice(world);
    await decideHeld(world.ports, openHeld(world), 'released');
    await world.settle();
    expect(world.outlook().records.size).toBe(25);
    expect([...world.kept.alerts.values()].map(({ code }) => code)).not.toContain('deletions-held');
    expect(await world.quiet()).toBe(0);
  });

  test('discarded deletions leave the records, and never come back', async () => {
    const world = await linked(40);
    deleteInOrocrm(world, 15);
    await notice(world);
    await decideHeld(world.ports, openHeld(world), 'discarded');
    await world.settle();
    expect(await world.quiet()).toBe(0);
    expect(world.outlook().records.size).toBe(40);
    expect(world.orocrm.records.size).toBe(25);
  });
});

test('a slow drip of deletions is counted together', async () => {
  const world = await linked(40);
  for (let drip = 0; drip < 6; drip += 1) {
    deleteInOrocrm(world, 3);
    await world.poll();
  }
  expect(world.outlook().records.size).toBe(31);
  expect([...world.kept.alerts.values()].map(({ code }) => code)).toContain('deletions-held');
});

test('an hour later the drip is forgotten', async () => {
  const world = await linked(40);
  deleteInOrocrm(world, 8);
  await world.poll();
  world.clock.advance(3700);
  deleteInOrocrm(world, 8);
  await world.poll();
  expect(world.outlook().records.size).toBe(24);
});

test('an empty list where links exist concludes nothing', async () => {
  const world = await linked(5);
  world.orocrm.records.clear();
  await world.poll();
  const run = await world.run();
  expect(run.status).toBe('failed');
  expect(world.outlook().records.size).toBe(5);
  expect([...world.kept.alerts.values()].map(({ code }) => code)).toContain('orocrm-unreadable');
});

test('a held record that comes back in OroCRM is no candidate any more', async () => {
  const world = await linked(40);
  const kept = new Map(world.orocrm.records);
  deleteInOrocrm(world, 15);
  await world.poll();
  for (const [id, contact] of kept) world.orocrm.records.set(id, contact);
  await decideHeld(world.ports, openHeld(world), 'released');
  await world.settle();
  expect(world.outlook().records.size).toBe(40);
  expect(await world.quiet()).toBe(0);
});

test('deletions that are decided while their run goes on do not end it', async () => {
  const world = World.of({ direction: 'outlook-to-orocrm' });
  for (let index = 0; index < 15; index += 1)
    world.outlook().add({ givenName: `Marked ${index}`, mark: `${900 + index}` });
  world.orocrm.add({ firstName: 'Ada' });
  const run = await startRun(world.ports, { kind: 'full', mailbox: world.mailbox });
  for (let count = 0; world.kept.held.size === 0 && count < 20; count += 1) {
    const queued = world.kept.queue.shift();
    if (queued) await handleRecordsMessage(world.ports, queued.message);
  }
  await decideHeld(world.ports, openHeld(world), 'discarded');
  await world.settle();
  expect((await world.ports.progress.load(world.mailbox, 'contacts')).value.phase).toBe('steady');
  expect(world.kept.runs.get(run)?.status).toBe('done');
});

test('one decision ends every run that was held by it', async () => {
  const world = await linked(40);
  deleteInOrocrm(world, 15);
  const runs = [await world.run(), await world.run()];
  await world.poll();
  await decideHeld(world.ports, openHeld(world), 'released');
  await world.settle();
  expect(runs.map(({ status }) => status)).toEqual(['held', 'held']);
  expect(runs.map(({ id }) => world.kept.runs.get(id)?.status)).toEqual(['done', 'done']);
});
