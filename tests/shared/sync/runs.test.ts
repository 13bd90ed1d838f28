import { orocrmId } from '../../../shared/records/ids';
import { handleRecordsMessage } from '../../../shared/sync/handle-message';
import { describeRun } from '../../../shared/sync/runs/describe-run';
import { startRun } from '../../../shared/sync/runs/start-run';
import { World } from './support/world';

async function linked(names?: readonly string[]): Promise<World> {
  const world = World.of({}, names);
  for (let index = 0; index < 30; index += 1) world.orocrm.add({ firstName: `Person ${index}` });
  for (const mailbox of world.outlooks.keys()) await world.run({ mailbox });
  return world;
}

test('an equal request joins the run under way, another starts one of its own', async () => {
  const world = await linked();
  const { mailbox } = world;
  const first = await startRun(world.ports, { kind: 'full', mailbox });
  expect(await startRun(world.ports, { kind: 'full', mailbox })).toBe(first);
  expect(await startRun(world.ports, { kind: 'changes', mailbox })).not.toBe(first);
  await world.settle();
  expect(await startRun(world.ports, { kind: 'full', mailbox })).not.toBe(first);
});

test('a run without a mailbox has one child for each, and their sums', async () => {
  const world = await linked(['ada@example.org', 'grace@example.org']);
  const id = await startRun(world.ports, { kind: 'full' });
  expect(await describeRun(world.ports, id)).toMatchObject({ status: 'running', finishedAt: null });
  await world.settle();
  const run = await describeRun(world.ports, id);
  expect(run).toMatchObject({ status: 'done', counts: { found: 120, failed: 0, updated: 0 } });
  expect(run?.children).toHaveLength(2);
});

test('counts are live, and a message that comes twice counts once', async () => {
  const world = World.of();
  for (let index = 0; index < 30; index += 1) world.orocrm.add({ firstName: `Person ${index}` });
  const id = await startRun(world.ports, { kind: 'full', mailbox: world.mailbox });
  const seen: number[] = [];
  while (world.kept.queue.length > 0) {
    const [queued] = world.kept.queue.splice(0, 1);
    if (!queued) continue;
    await handleRecordsMessage(world.ports, queued.message);
    await handleRecordsMessage(world.ports, queued.message);
    seen.push((await describeRun(world.ports, id))?.counts.created ?? 0);
  }
  expect(seen).toContain(30);
  expect(Math.max(...seen)).toBe(30);
  expect(await describeRun(world.ports, id)).toMatchObject({
    status: 'done',
    counts: { created: 30, found: 30 },
  });
  expect(world.outlook().records.size).toBe(30);
});

test.each([
  {
    what: 'another OroCRM',
    orocrm: { url: 'https://other.example.org', organization: orocrmId('1') },
    user: 'same',
  },
  {
    what: 'another organisation',
    orocrm: { url: 'https://crm.example.org', organization: orocrmId('2') },
    user: 'same',
  },
  {
    what: 'another account',
    orocrm: { url: 'https://crm.example.org', organization: orocrmId('1') },
    user: 'other',
  },
])('$what behind a known address holds the mailbox until a resync', async ({ orocrm, user }) => {
  const world = await linked();
  const writes = world.writes;
  const real = await world.ports.connections.identity(world.mailbox);
  const graphUserId = user === 'same' ? real.graphUserId : 'another user';
  jest.spyOn(world.ports.connections, 'identity').mockResolvedValue({ ...real, orocrm, graphUserId });
  world.orocrm.add({ firstName: 'Stranger' });
  expect((await world.run()).status).toBe('failed');
  expect([...world.kept.alerts.values()].map(({ code }) => code)).toContain('mailbox-held');
  await world.poll();
  expect(world.writes).toBe(writes);

  expect((await world.run({ kind: 'resync', mode: 'relink' })).status).toBe('done');
  expect([...world.kept.alerts.values()].map(({ code }) => code)).not.toContain('mailbox-held');
  expect(world.outlook().records.size).toBe(31);
  expect(await world.quiet()).toBe(0);
});

test('a request for an entity that is not synchronised is refused', async () => {
  const world = await linked();
  await expect(
    startRun(world.ports, { kind: 'full', mailbox: world.mailbox, entities: ['tasks'] }),
  ).rejects.toMatchObject({ code: 'wrong-setting' });
});

test('a request for all mailboxes starts anew when the one before has ended', async () => {
  const world = World.of();
  world.orocrm.add({ firstName: 'Ada' });
  const first = await startRun(world.ports, { kind: 'full' });
  expect(await startRun(world.ports, { kind: 'full' })).toBe(first);
  await world.settle();
  expect((await describeRun(world.ports, first))?.status).toBe('done');
  world.clock.advance(10);
  expect(await startRun(world.ports, { kind: 'full' })).not.toBe(first);
});

test('another OroCRM is noticed by the polls, before the next run', async () => {
  const world = await linked();
  const real = await world.ports.connections.identity(world.mailbox);
  const orocrm = { url: 'https://other.example.org', organization: orocrmId('1') };
  jest.spyOn(world.ports.connections, 'identity').mockResolvedValue({ ...real, orocrm });
  const writes = world.writes;
  world.orocrm.edit(orocrmId('1'), { firstName: 'Stranger' });
  await world.poll();
  expect(world.writes).toBe(writes);
  expect([...world.kept.alerts.values()].map(({ code }) => code)).toEqual(['mailbox-held']);
});
