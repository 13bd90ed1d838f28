import { describeRun } from '../../../shared/sync/runs/describe-run';
import { startRun } from '../../../shared/sync/runs/start-run';
import type { Settings } from '../../../shared/sync/ports/settings';
import { contactKit, kits, type Kit } from './support/kits';
import { World } from './support/world';

const directions = ['orocrm-to-outlook', 'outlook-to-orocrm', 'bidirectional'] as const;

/** One of each: marked and there, marked and unknown, key match, only in OroCRM, only in Outlook. */
function prepared(kit: Kit, direction: Settings['direction'], settings: Partial<Settings> = {}) {
  const world = World.with(kit, { direction, ...settings });
  const there = world.orocrm.add(kit.orocrm('Marked', 1));
  const matched = world.orocrm.add(kit.orocrm('Match', 1));
  const onlyOrocrm = world.orocrm.add(kit.orocrm('Only OroCRM', 1));
  const marked = world.outlook().add({ ...kit.outlook('Marked', 2), mark: there.id });
  const stray = world.outlook().add({ ...kit.outlook('Stray', 2), mark: '4711' });
  const match = world.outlook().add(kit.outlook('match', 2));
  const onlyOutlook = world.outlook().add(kit.outlook('Only Outlook', 2));
  return { world, there, matched, onlyOrocrm, marked, stray, match, onlyOutlook };
}

describe.each(kits)('$name', (kit) => {
  describe.each(directions)('%s', (direction) => {
    const toOutlook = direction !== 'outlook-to-orocrm';
    const toOrocrm = direction !== 'orocrm-to-outlook';

    test('rebuild deletes what is marked, matches by key, creates the rest', async () => {
      const { world, there, matched, onlyOrocrm, marked, stray, match, onlyOutlook } = prepared(
        kit,
        direction,
      );
      const run = await world.run({ kind: 'resync', mode: 'rebuild', confirm: true });
      expect(run.status).toBe('done');
      const outlook = world.outlook();
      expect(outlook.deleted.has(marked.id) && outlook.deleted.has(stray.id)).toBe(true);
      const byMark = (id: string) => [...outlook.records.values()].filter(({ mark }) => mark === id);
      expect(byMark(there.id)).toHaveLength(toOutlook ? 1 : 0);
      expect(byMark(onlyOrocrm.id)).toHaveLength(toOutlook ? 1 : 0);
      if (toOutlook) {
        const linked = outlook.records.get(match.id);
        expect(linked?.mark).toBe(matched.id);
        expect(linked && world.view({ outlook: linked })).toEqual(world.view({ orocrm: matched }));
      }
      const created = [...world.orocrm.records.values()].filter(
        (one) => kit.nameInOrocrm(one) === 'Only Outlook',
      );
      expect(created).toHaveLength(toOrocrm ? 1 : 0);
      expect(outlook.records.get(onlyOutlook.id)?.mark).toBe(created[0]?.id ?? '');
      // In one direction only, a key match is no link: Outlook's record is created in OroCRM (spec 3).
      expect(world.orocrm.records.size).toBe(direction === 'outlook-to-orocrm' ? 5 : toOrocrm ? 4 : 3);
      expect(await world.quiet()).toBe(0);
    });

    test('relink deletes nothing: it links by mark, and clears marks that name no record', async () => {
      const { world, there, marked, stray, match, matched } = prepared(kit, direction);
      const run = await world.run({ kind: 'resync', mode: 'relink' });
      expect(run.status).toBe('done');
      const outlook = world.outlook();
      expect(outlook.deleted.size).toBe(0);
      const [left, right] = [world.orocrm.records.get(there.id), outlook.records.get(marked.id)];
      expect(right?.mark).toBe(there.id);
      expect(right && world.view({ outlook: right })).toEqual(left && world.view({ orocrm: left }));
      if (toOutlook) expect(left).toMatchObject(kit.orocrm('Marked', 1));
      else expect(right).toMatchObject(kit.outlook('Marked', 2));
      const strayMark = outlook.records.get(stray.id)?.mark;
      expect(strayMark === '').toBe(!toOrocrm);
      expect(strayMark).not.toBe('4711');
      if (toOutlook) expect(outlook.records.get(match.id)?.mark).toBe(matched.id);
      expect(await world.quiet()).toBe(0);
    });

    test.each(['rebuild', 'relink'] as const)(
      'a dry run of %s says what it would do and does nothing',
      async (mode) => {
        const dry = prepared(kit, direction);
        const both = () => JSON.stringify([[...dry.world.orocrm.records], [...dry.world.outlook().records]]);
        const before = both();
        const run = await dry.world.run({ kind: 'resync', mode, dryRun: true });
        expect(both()).toBe(before);
        expect([dry.world.writes, dry.world.kept.history.length, dry.world.kept.progress.size]).toEqual([
          0, 0, 0,
        ]);
        const preview = (await describeRun(dry.world.ports, run.id))?.preview ?? [];

        const real = prepared(kit, direction);
        await real.world.run({ kind: 'resync', mode, confirm: true });
        const count = (side: string, action: string) =>
          preview.filter((item) => item.side === side && item.action === action).length;
        expect(count('outlook', 'delete')).toBe(real.world.outlook().deleted.size);
        expect(count('orocrm', 'create')).toBe(real.world.orocrm.records.size - 3);
        expect(count('outlook', 'create')).toBe(
          real.world.outlook().records.size + real.world.outlook().deleted.size - 4,
        );
      },
    );
  });
});

test('a rebuild that nothing would bring back is refused unless confirmed', async () => {
  const { world } = prepared(contactKit, 'outlook-to-orocrm');
  await expect(
    startRun(world.ports, { kind: 'resync', mode: 'rebuild', mailbox: world.mailbox }),
  ).rejects.toMatchObject({ code: 'guard' });
});

test('marks of this installation without links are linked again, with an alert, and nothing is deleted', async () => {
  const world = World.of();
  for (let index = 0; index < 15; index += 1) world.orocrm.add({ firstName: `Person ${index}` });
  await world.run();
  world.kept.records.clear();
  world.kept.progress.clear();
  const writes = world.writes;
  await world.run();
  expect(world.writes).toBe(writes);
  expect(world.outlook().deleted.size).toBe(0);
  expect([...world.kept.alerts.values()].map(({ code }) => code)).toContain('marks-without-links');
  expect(await world.quiet()).toBe(0);
});

test('marks of another installation are no links: the first sync rebuilds', async () => {
  const world = World.of();
  for (let index = 0; index < 15; index += 1) {
    const { id } = world.orocrm.add({ firstName: `Person ${index}` });
    world.outlook().add({ givenName: `Stranger ${index}`, mark: id });
  }
  await world.run();
  expect(world.outlook().deleted.size).toBe(15);
  expect(world.outlook().records.size).toBe(15);
  expect(await world.quiet()).toBe(0);
});
