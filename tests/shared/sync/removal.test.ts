import { mailboxAddress } from '../../../shared/records/ids';
import { configureMailbox } from '../../../shared/sync/configure-mailbox';
import { startDueRuns } from '../../../shared/sync/due-runs';
import { handleRecordsMessage } from '../../../shared/sync/handle-message';
import { planPolls } from '../../../shared/sync/polls/plan-polls';
import type { Run } from '../../../shared/sync/ports/runs';
import { startRemoval } from '../../../shared/sync/runs/start-removal';
import { startRun } from '../../../shared/sync/runs/start-run';
import { contactKit, kits, type Kit } from './support/kits';
import { contents, countsOf, marksIn, remembered, remove, synchronised } from './support/removal';
import { World } from './support/world';

const [ada, bob] = ['ada@example.org', 'bob@example.org'] as const;

describe.each(kits)('of $name', (kit) => {
  test('every mark goes, the records stay, and nothing is remembered', async () => {
    const world = await synchronised(kit);
    await world.ports.secrets.save({ of: 'mailbox', mailbox: world.mailbox }, 'secret');
    await world.ports.alerts.raise({
      severity: 'info',
      code: 'any',
      mailbox: world.mailbox,
      message: 'Any.',
    });
    const [left, right] = [[...world.orocrm.records.values()], contents(world)];
    const run = await remove(world);
    expect(run).toMatchObject({ kind: 'remove-marks', status: 'done' });
    expect(await countsOf(world, run)).toEqual({ found: 16, updated: 16, failed: 0 });
    expect(marksIn(world)).toEqual([]);
    expect([[...world.orocrm.records.values()], contents(world)]).toEqual([left, right]);
    expect(await remembered(world)).toEqual([]);
    expect(await startRemoval(world.ports, world.mailbox)).toBeUndefined();
  });
});

const kit: Kit = contactKit;

test('a process that dies at any write leaves nothing undone', async () => {
  for (let write = 1; write <= 24; write += 1) {
    const world = await synchronised(kit);
    const right = contents(world);
    const id = await startRemoval(world.ports, world.mailbox);
    world.crashing.arm(write);
    await world.settle();
    expect(id && world.kept.runs.get(id)?.status).toBe('done');
    expect(marksIn(world)).toEqual([]);
    expect(contents(world)).toEqual(right);
    expect(await remembered(world)).toEqual([]);
  }
});

test('a process that dies between the mailbox and the end of the run ends the run', async () => {
  const world = await synchronised(kit);
  const id = await startRemoval(world.ports, world.mailbox);
  while (!world.kept.queue.some(({ message }) => message.kind === 'step' && message.step === 'close')) {
    const [queued] = world.kept.queue.splice(0, 1);
    if (queued) await handleRecordsMessage(world.ports, queued.message);
  }
  await world.ports.mailboxes.remove(world.mailbox);
  await world.settle();
  expect(id && world.kept.runs.get(id)?.status).toBe('done');
  expect(await remembered(world)).toEqual([]);
});

test('messages that come twice do no harm, nor does who asks twice', async () => {
  const world = await synchronised(kit);
  const first = await startRemoval(world.ports, world.mailbox);
  expect(await startRemoval(world.ports, world.mailbox)).toBe(first);
  const seen = [];
  for (let queued = world.kept.queue.shift(); queued; queued = world.kept.queue.shift()) {
    seen.push(queued.message);
    await handleRecordsMessage(world.ports, queued.message);
    const sent = world.kept.queue.length;
    await handleRecordsMessage(world.ports, queued.message);
    world.kept.queue.splice(sent);
  }
  for (const message of seen) await handleRecordsMessage(world.ports, message);
  expect(world.kept.queue).toEqual([]);
  const run = first && world.kept.runs.get(first);
  expect(run && run.status).toBe('done');
  expect(run && (await countsOf(world, run))).toEqual({ found: 16, updated: 16, failed: 0 });
  expect([marksIn(world), await remembered(world)]).toEqual([[], []]);
});

test('what the queue still holds, timers and people set no mark meanwhile', async () => {
  const world = await synchronised(kit);
  const { ports, mailbox, kept } = world;
  const fresh = world.orocrm.add(kit.orocrm('Fresh', 1));
  const look = {
    kind: 'reconcile',
    refs: [{ side: 'orocrm', id: fresh.id }],
    ...{ mailbox, entity: kit.entity, attempt: 0 },
  } as const;
  const resync = await startRun(ports, { kind: 'resync', mode: 'relink', mailbox });
  const full = await startRun(ports, { kind: 'full', mailbox });
  const removal = await startRemoval(ports, mailbox);
  await ports.queue.sendRecords([look, { kind: 'deletions', mailbox, entity: kit.entity, attempt: 0 }, look]);
  const asked = { code: 'guard', kind: 'operator' };
  await expect(startRun(ports, { kind: 'resync', mailbox })).rejects.toMatchObject(asked);
  await expect(startRun(ports, { kind: 'full', mailbox, dryRun: true })).rejects.toMatchObject(asked);
  const stored = kept.mailboxes.get(mailbox);
  const test = () => ports.connections.identity(mailbox);
  if (stored) await expect(configureMailbox(ports, test, stored, undefined)).rejects.toMatchObject(asked);
  const all = await startRun(ports, { kind: 'full' });
  expect(kept.runs.get(all)).toMatchObject({ status: 'done', children: [] });
  const polls = kept.polls.length;
  world.clock.advance(24 * 3600);
  await planPolls(ports, 'outlook');
  await planPolls(ports, 'orocrm');
  await startDueRuns(ports);
  expect(kept.polls).toHaveLength(polls);
  await world.settle();
  expect([resync, full].map((id) => kept.runs.get(id)?.status)).toEqual(['failed', 'failed']);
  expect(removal && kept.runs.get(removal)?.status).toBe('done');
  expect(marksIn(world)).toEqual([]);
  expect(await remembered(world)).toEqual([]);
  // A message that comes late finds no mailbox.
  const { writes } = world;
  await handleRecordsMessage(ports, look);
  expect(world.writes).toBe(writes);
});

test('a resync that was asked for at the same moment does not take the mailbox back', async () => {
  const world = await synchronised(kit);
  const { ports, mailbox, kept } = world;
  const removal = await startRemoval(ports, mailbox);
  const [first] = kept.queue.splice(0, 1);
  // Its run was made by a request that had looked for a removal just before there was one.
  const run = removal && kept.runs.get(removal);
  if (!run || !first) throw new Error('There is a run.');
  const late: Run = { ...run, id: 'late' as Run['id'], kind: 'resync', mode: 'relink' };
  await handleRecordsMessage(ports, first.message);
  await ports.runs.create(late);
  await ports.queue.sendRecords([{ ...first.message, runId: late.id } as typeof first.message]);
  await world.settle();
  expect(kept.runs.get('late')?.status).toBe('failed');
  expect(kept.runs.get(run.id)?.status).toBe('done');
  expect([marksIn(world), await remembered(world)]).toEqual([[], []]);
});

test('the mailbox of a colleague is left as it is', async () => {
  const world = World.with(kit, {}, [ada, bob]);
  const { id } = world.orocrm.add(kit.orocrm('Shared', 1));
  for (const address of [ada, bob]) await world.run({ mailbox: mailboxAddress(address) });
  const before = [...world.outlook(bob).records.values()];
  await remove(world, ada);
  expect([marksIn(world, ada), [...world.outlook(bob).records.values()]]).toEqual([[], before]);
  world.orocrm.edit(id, kit.orocrm('Shared', 2));
  await world.run({ mailbox: mailboxAddress(bob) });
  expect([...world.outlook(bob).records.values()]).toMatchObject([{ ...kit.outlook('Shared', 2), mark: id }]);
});

test('a mailbox that is added again is matched by its keys', async () => {
  const world = await synchronised(kit);
  const stored = world.kept.mailboxes.get(world.mailbox);
  await remove(world);
  world.clock.advance(600);
  if (stored)
    await world.ports.mailboxes.put({ ...stored, held: '', createdAt: world.clock.now().toISOString() });
  await world.run();
  expect([world.orocrm.records.size, world.outlook().records.size]).toEqual([16, 16]);
  expect(marksIn(world)).toHaveLength(16);
});
