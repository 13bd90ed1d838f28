import { startDueRuns } from '../../../shared/sync/due-runs';
import { restore } from '../../../shared/sync/restore';
import { retryFailed } from '../../../shared/sync/retry-failed';
import { World } from './support/world';

async function refused(): Promise<World> {
  const world = World.of();
  for (let index = 0; index < 3; index += 1) world.orocrm.add({ firstName: `Person ${index}` });
  await world.run();
  world.orocrm.faults = ['refuse'];
  world.outlook().add({ givenName: 'Refused' });
  await world.poll();
  return world;
}

const inOrocrm = (world: World): number =>
  [...world.orocrm.records.values()].filter(({ firstName }) => firstName === 'Refused').length;

test('a record that OroCRM refuses is set aside with its reason and an alert, and not tried at every run', async () => {
  const world = await refused();
  expect([...world.kept.failed.values()]).toEqual([
    expect.objectContaining({ source: 'outlook', reason: 'The value is refused.', attempts: 1 }),
  ]);
  expect([...world.kept.alerts.values()].map(({ code }) => code)).toEqual(['record-failed']);
  const run = await world.run();
  expect(run.status).toBe('done');
  expect(inOrocrm(world)).toBe(0);
  expect(await world.quiet()).toBe(0);
});

test('it is tried again on request', async () => {
  const world = await refused();
  const [failed] = world.kept.failed.values();
  await retryFailed(world.ports, failed?.id ?? '');
  await world.settle();
  expect(inOrocrm(world)).toBe(1);
  expect([world.kept.failed.size, world.kept.alerts.size]).toEqual([0, 0]);
  expect(await world.quiet()).toBe(0);
});

test('it is tried again when it has changed', async () => {
  const world = await refused();
  const contact = [...world.outlook().records.values()].find(({ givenName }) => givenName === 'Refused');
  if (contact) world.outlook().edit(contact.id, { jobTitle: 'Corrected' });
  await world.poll();
  expect(inOrocrm(world)).toBe(1);
  expect([world.kept.failed.size, world.kept.alerts.size]).toEqual([0, 0]);
});

test('it is tried again after a day', async () => {
  const world = await refused();
  world.clock.advance(25 * 3600);
  await world.run();
  expect(inOrocrm(world)).toBe(1);
});

test('what passes is tried again by itself, later and later', async () => {
  const world = World.of();
  world.orocrm.add({ firstName: 'Person' });
  await world.run();
  world.orocrm.faults = ['throttle', 'throttle', 'throttle'];
  world.outlook().add({ givenName: 'Refused' });
  const before = world.clock.now().getTime();
  await world.poll();
  expect(inOrocrm(world)).toBe(1);
  expect(world.clock.now().getTime() - before).toBeGreaterThanOrEqual(9000);
  expect(world.kept.failed.size).toBe(0);
});

test('what was overwritten or deleted can be restored', async () => {
  const world = World.of();
  const orocrm = world.orocrm.add({ firstName: 'Ada', jobTitle: 'Analyst' });
  const other = world.orocrm.add({ firstName: 'Grace' });
  await world.run();
  const [outlook] = world.outlook().records.values();
  if (!outlook) throw new Error('There are contacts.');
  world.outlook().edit(outlook.id, { jobTitle: 'Countess' });
  await world.poll();
  const overwritten = world.kept.history.find(({ side, action }) => side === 'orocrm' && action === 'update');
  expect(overwritten?.before).toMatchObject({ jobTitle: 'Analyst' });
  await restore(world.ports, overwritten?.id ?? '');
  await world.settle();
  expect(world.orocrm.records.get(orocrm.id)?.jobTitle).toBe('Analyst');
  expect(world.outlook().records.get(outlook.id)?.jobTitle).toBe('Analyst');

  world.orocrm.records.delete(other.id);
  await world.poll();
  const deleted = world.kept.history.find(({ action }) => action === 'delete');
  await restore(world.ports, deleted?.id ?? '');
  await world.settle();
  const back = [...world.outlook().records.values()].filter(({ givenName }) => givenName === 'Grace');
  expect(back).toHaveLength(1);
  expect([...world.orocrm.records.values()].filter(({ firstName }) => firstName === 'Grace')).toHaveLength(1);
  expect(await world.quiet()).toBe(0);
});

test.each(['gone', 'agreeing'] as const)('a failed record that is %s is failed no more', async (now) => {
  const world = World.of();
  const contact = world.orocrm.add({ firstName: 'Ada' });
  await world.run();
  world.orocrm.edit(contact.id, { jobTitle: 'Countess' });
  world.outlook().faults = ['refuse'];
  await world.poll();
  expect(world.kept.failed.size).toBe(1);
  if (now === 'gone') {
    world.orocrm.add({ firstName: 'Somebody' });
    world.orocrm.records.delete(contact.id);
  } else world.orocrm.edit(contact.id, { jobTitle: '' });
  world.clock.advance(25 * 3600);
  await startDueRuns(world.ports);
  await world.settle();
  expect(world.kept.failed.size).toBe(0);
  expect([...world.kept.alerts.values()].map(({ code }) => code)).not.toContain('record-failed');
});
