import type { OrocrmRecord, OutlookRecord } from '../../../shared/records/record';
import type { Settings } from '../../../shared/sync/ports/settings';
import { kits, type Kit } from './support/kits';
import { World } from './support/world';

type Direction = Settings['direction'];
const directions: readonly Direction[] = ['orocrm-to-outlook', 'outlook-to-orocrm', 'bidirectional'];
const toOutlook = (direction: Direction) => direction !== 'outlook-to-orocrm';
const toOrocrm = (direction: Direction) => direction !== 'orocrm-to-outlook';

/** A mailbox whose first sync is over, with enough links that one more deletion is believed. */
async function steady(kit: Kit, direction: Direction) {
  const world = World.with(kit);
  for (let index = 0; index < 12; index += 1) world.orocrm.add(kit.orocrm(`Old ${index}`, 0));
  await world.run();
  world.settings({ direction });
  await world.poll();
  return world;
}

type AnyWorld = World<OrocrmRecord, OutlookRecord>;

function expectEqualPair(
  world: AnyWorld,
  orocrm: OrocrmRecord | undefined,
  outlook: OutlookRecord | undefined,
): void {
  if (!orocrm || !outlook) throw new Error('One of the two is gone.');
  expect(outlook.mark).toBe(orocrm.id);
  expect(world.view({ outlook })).toEqual(world.view({ orocrm }));
}

describe.each(kits)('$name', (kit) => {
  describe.each(['poll', 'full run'] as const)('noticed by a %s', (how) => {
    const notice = async (world: AnyWorld): Promise<void> => {
      if (how === 'poll') await world.poll();
      else await world.run();
    };

    describe.each(directions)('%s', (direction) => {
      test('an OroCRM record without a match', async () => {
        const world = await steady(kit, direction);
        const orocrm = world.orocrm.add(kit.orocrm('Ada', 1));
        await notice(world);
        const made = [...world.outlook().records.values()].filter((one) => kit.nameInOutlook(one) === 'Ada');
        expect(made.map(({ mark }) => mark)).toEqual(toOutlook(direction) ? [orocrm.id] : []);
        expect(await world.quiet()).toBe(0);
      });

      test('an Outlook record without a mark or a match', async () => {
        const world = await steady(kit, direction);
        const outlook = world.outlook().add(kit.outlook('Ada', 2));
        await notice(world);
        const made = [...world.orocrm.records.values()].filter((one) => kit.nameInOrocrm(one) === 'Ada');
        expect(made).toHaveLength(toOrocrm(direction) ? 1 : 0);
        expect(world.outlook().records.get(outlook.id)?.mark).toBe(made[0]?.id ?? '');
        expect(await world.quiet()).toBe(0);
      });

      test('both sides gain a record with the same key: the oldest in Outlook is linked', async () => {
        const world = await steady(kit, direction);
        const older = world.outlook().add({ ...kit.outlook('Ada', 2), createdAt: '2026-01-01T00:00:00Z' });
        const younger = world.outlook().add({ ...kit.outlook('Ada', 2), createdAt: '2026-02-01T00:00:00Z' });
        const orocrm = world.orocrm.add(kit.orocrm('Ada', 1));
        await notice(world);
        if (direction === 'bidirectional') {
          expectEqualPair(world, orocrm, world.outlook().records.get(older.id));
          const second = world.outlook().records.get(younger.id);
          expect(second?.mark).not.toBe('');
          expect(second?.mark).not.toBe(orocrm.id);
          expect(world.orocrm.records.size).toBe(14);
        } else if (direction === 'orocrm-to-outlook') {
          expectEqualPair(world, orocrm, world.outlook().records.get(older.id));
          expect(world.outlook().records.get(younger.id)?.mark).toBe('');
        } else {
          expect(world.orocrm.records.size).toBe(15);
          expect(world.outlook().records.get(older.id)).toMatchObject(kit.outlook('Ada', 2));
        }
        expect(await world.quiet()).toBe(0);
      });

      test('an Outlook record whose mark names an unlinked OroCRM record', async () => {
        const world = await steady(kit, direction);
        const orocrm = world.orocrm.add(kit.orocrm('Ada', 1));
        const outlook = world.outlook().add({ ...kit.outlook('Ada', 2), mark: orocrm.id });
        await notice(world);
        const left = world.orocrm.records.get(orocrm.id);
        expectEqualPair(world, left, world.outlook().records.get(outlook.id));
        if (toOutlook(direction)) expect(left).toMatchObject(kit.orocrm('Ada', 1));
        else expect(world.outlook().records.get(outlook.id)).toMatchObject(kit.outlook('Ada', 2));
        expect([...world.outlook().records.values()].filter(({ mark }) => mark === orocrm.id)).toHaveLength(
          1,
        );
        expect(await world.quiet()).toBe(0);
      });

      test.each(['999', 'not an id'])(
        'an Outlook record whose mark names no OroCRM record (%s)',
        async (mark) => {
          const world = await steady(kit, direction);
          const outlook = world.outlook().add({ ...kit.outlook('Ada', 2), mark });
          await notice(world);
          expect(world.outlook().records.has(outlook.id)).toBe(!toOrocrm(direction));
          expect(world.outlook().deleted.has(outlook.id)).toBe(toOrocrm(direction));
          expect(await world.quiet()).toBe(0);
        },
      );

      test('an equal copy of a linked record is ignored, with an alert', async () => {
        const world = await steady(kit, direction);
        const [original] = world.outlook().records.values();
        const copy = world.outlook().add({ ...original });
        await notice(world);
        expect(world.outlook().records.get(copy.id)).toEqual(copy);
        expect([...world.kept.alerts.values()].map(({ code }) => code)).toContain('copied-record');
        expect(await world.quiet()).toBe(0);
      });

      test('a changed copy of a linked record loses its mark and is new', async () => {
        const world = await steady(kit, direction);
        const [original] = world.outlook().records.values();
        const copy = world.outlook().add({ ...original, ...kit.outlook('Changed', 5) });
        await notice(world);
        const made = [...world.orocrm.records.values()].filter((one) => kit.nameInOrocrm(one) === 'Changed');
        expect(made).toHaveLength(toOrocrm(direction) ? 1 : 0);
        expect(world.outlook().records.get(copy.id)?.mark).toBe(made[0]?.id ?? '');
        expect(world.outlook().records.get(original?.id ?? copy.id)).toEqual(original);
        expect(await world.quiet()).toBe(0);
      });
    });
  });

  test('a record that a colleague has just entered in OroCRM is not doubled by the one in Outlook', async () => {
    const world = await steady(kit, 'bidirectional');
    world.outlook().add(kit.outlook('Ada', 1));
    world.orocrm.add(kit.orocrm('Ada', 2));
    // Outlook is polled first, and its poll alone sees nothing of the OroCRM record.
    await world.poll();
    expect([...world.orocrm.records.values()].filter((one) => kit.nameInOrocrm(one) === 'Ada')).toHaveLength(
      1,
    );
    expect(
      [...world.outlook().records.values()].filter((one) => kit.nameInOutlook(one) === 'Ada'),
    ).toHaveLength(1);
    expect(await world.quiet()).toBe(0);
  });

  test('a deleted record that is restored beside its successor is a copy', async () => {
    const world = await steady(kit, 'bidirectional');
    const [original] = world.outlook().records.values();
    if (!original) throw new Error('There are contacts.');
    world.outlook().drop(original.id);
    await world.poll();
    expect([...world.outlook().records.values()].filter(({ mark }) => mark === original.mark)).toHaveLength(
      1,
    );
    world.outlook().add(original);
    await world.poll();
    expect([...world.kept.alerts.values()].map(({ code }) => code)).toContain('copied-record');
    expect(world.orocrm.records.size).toBe(12);
    expect(await world.quiet()).toBe(0);
  });
});
