import { SyncError } from '../../../shared/errors';
import { forgetMailbox } from '../../../shared/sync/forget-mailbox';
import type { Run } from '../../../shared/sync/ports/runs';
import { contactKit, type Kit } from './support/kits';
import { countsOf, marksIn, remembered, remove, synchronised, type AnyWorld } from './support/removal';
import { World } from './support/world';

const kit: Kit = contactKit;

describe('a mark that cannot be removed', () => {
  async function stuck(): Promise<{ world: AnyWorld; free: () => void; run: Run }> {
    const world = await synchronised(kit);
    const outlook = world.outlook();
    const real = outlook.update.bind(outlook);
    const [id] = outlook.records.keys();
    outlook.update = async (changes) => {
      const outcomes = await real(changes.filter(({ current }) => current.id !== id));
      return changes.map(
        ({ current }) =>
          (current.id === id ? undefined : outcomes.shift()) ?? {
            ok: false,
            error: new SyncError('It is locked.', { kind: 'retry', code: 'server-error' }),
          },
      );
    };
    const started = world.clock.now().getTime();
    const run = await remove(world);
    // It was tried a few times, and waited for in between.
    expect(world.clock.now().getTime() - started).toBeGreaterThan(25_000);
    return { world, run, free: () => (outlook.update = real) };
  }

  test('is counted once with its error, and keeps the mailbox, which is not synchronised', async () => {
    const { world, run } = await stuck();
    expect(run.status).toBe('failed');
    expect(await countsOf(world, run)).toEqual({ found: 16, updated: 15, failed: 1 });
    const errors = (await world.ports.runs.slices(run.id)).flatMap((slice) => slice.errors);
    expect(errors.map(({ message }) => message)).toEqual([
      'It is locked.',
      `Marks of ${kit.entity} that could not be removed: 1.`,
    ]);
    expect(marksIn(world)).toHaveLength(1);
    expect(world.kept.mailboxes.get(world.mailbox)?.held).toContain('marks');
    expect([...world.kept.alerts.values()].map(({ code }) => code)).toEqual(['run-failed']);
    expect(await world.run()).toMatchObject({ status: 'failed' });
    world.orocrm.add(kit.orocrm('Fresh', 1));
    await world.poll();
    expect(marksIn(world)).toHaveLength(1);
  });

  test('goes by another try', async () => {
    const { world, free } = await stuck();
    free();
    expect(await remove(world)).toMatchObject({ status: 'done' });
    expect([marksIn(world), await remembered(world)]).toEqual([[], []]);
  });

  test('stays where the mailbox is forgotten all the same', async () => {
    const { world } = await stuck();
    expect(await forgetMailbox(world.ports, world.mailbox)).toBe(true);
    expect(marksIn(world)).toHaveLength(1);
    expect(world.kept.mailboxes.size).toBe(0);
  });

  test('does not matter to who wants the mailbox back: a resync ends the hold', async () => {
    const { world, free } = await stuck();
    free();
    expect(await world.run({ kind: 'resync', mode: 'relink' })).toMatchObject({ status: 'done' });
    expect(marksIn(world)).toHaveLength(16);
    expect(world.orocrm.records.size).toBe(16);
    expect(await world.quiet()).toBe(0);
  });
});

describe('a mailbox that cannot be read', () => {
  const refuse = (world: AnyWorld, code: SyncError['code']): void => {
    world.outlook().marked = () =>
      Promise.reject(new SyncError(`Refused: ${code}.`, { kind: 'operator', code }));
  };

  test('because it is gone is forgotten, and the run says so', async () => {
    const world = await synchronised(kit);
    refuse(world, 'mailbox-unavailable');
    const run = await remove(world);
    expect(run.status).toBe('done');
    const errors = (await world.ports.runs.slices(run.id)).flatMap((slice) => slice.errors);
    expect(errors).toMatchObject([{ message: 'Nothing to remove: Refused: mailbox-unavailable.' }]);
    expect(await remembered(world)).toEqual([]);
  });

  test('for want of a permission keeps its marks and is kept', async () => {
    const world = await synchronised(kit);
    refuse(world, 'forbidden');
    expect(await remove(world)).toMatchObject({ status: 'failed' });
    expect(world.kept.mailboxes.size).toBe(1);
  });

  test('for want of a permission that it never had is forgotten', async () => {
    const world = World.with(kit);
    refuse(world, 'forbidden');
    expect(await remove(world)).toMatchObject({ status: 'done' });
    expect(world.kept.mailboxes.size).toBe(0);
  });

  test('for the moment is waited for', async () => {
    const world = await synchronised(kit);
    const outlook = world.outlook();
    const real = outlook.marked.bind(outlook);
    let refusals = 3;
    outlook.marked = (cursor) =>
      refusals-- > 0
        ? Promise.reject(new SyncError('Down.', { kind: 'retry', code: 'server-error' }))
        : real(cursor);
    expect(await remove(world)).toMatchObject({ status: 'done' });
    expect(marksIn(world)).toEqual([]);
  });
});
