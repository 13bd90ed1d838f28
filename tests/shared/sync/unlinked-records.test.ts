import type { Settings } from '../../../shared/sync/ports/settings';
import { World } from './support/world';

type Direction = Settings['direction'];
const directions: readonly Direction[] = ['orocrm-to-outlook', 'outlook-to-orocrm', 'bidirectional'];
const toOutlook = (direction: Direction) => direction !== 'outlook-to-orocrm';
const toOrocrm = (direction: Direction) => direction !== 'orocrm-to-outlook';

/** A mailbox whose first sync is over, with enough links that one more deletion is believed. */
async function steady(direction: Direction): Promise<World> {
  const world = World.of();
  for (let index = 0; index < 12; index += 1) world.orocrm.add({ firstName: `Old ${index}` });
  await world.run();
  world.settings({ direction });
  await world.poll();
  return world;
}

const name = { firstName: 'Ada', lastName: 'Byron' };
const outlookName = { givenName: 'Ada', surname: 'Byron' };

describe.each(['poll', 'full run'] as const)('noticed by a %s', (how) => {
  const notice = async (world: World): Promise<void> => {
    if (how === 'poll') await world.poll();
    else await world.run();
  };

  describe.each(directions)('%s', (direction) => {
    test('an OroCRM record without a match', async () => {
      const world = await steady(direction);
      const orocrm = world.orocrm.add(name);
      await notice(world);
      const made = [...world.outlook().records.values()].filter(({ surname }) => surname === 'Byron');
      expect(made.map(({ mark }) => mark)).toEqual(toOutlook(direction) ? [orocrm.id] : []);
      expect(await world.quiet()).toBe(0);
    });

    test('an Outlook record without a mark or a match', async () => {
      const world = await steady(direction);
      const outlook = world.outlook().add(outlookName);
      await notice(world);
      const made = [...world.orocrm.records.values()].filter(({ lastName }) => lastName === 'Byron');
      expect(made).toHaveLength(toOrocrm(direction) ? 1 : 0);
      expect(world.outlook().records.get(outlook.id)?.mark).toBe(made[0]?.id ?? '');
      expect(await world.quiet()).toBe(0);
    });

    test('both sides gain a record with the same key: the oldest in Outlook is linked', async () => {
      const world = await steady(direction);
      const older = world.outlook().add({ ...outlookName, createdAt: '2026-01-01T00:00:00Z' });
      const younger = world.outlook().add({ ...outlookName, createdAt: '2026-02-01T00:00:00Z' });
      const orocrm = world.orocrm.add({ ...name, jobTitle: 'Analyst' });
      await notice(world);
      if (direction === 'bidirectional') {
        expect(world.outlook().records.get(older.id)).toMatchObject({
          mark: orocrm.id,
          jobTitle: 'Analyst',
        });
        const second = world.outlook().records.get(younger.id);
        expect(second?.mark).not.toBe('');
        expect(second?.mark).not.toBe(orocrm.id);
        expect(world.orocrm.records.size).toBe(14);
      } else if (direction === 'orocrm-to-outlook') {
        expect(world.outlook().records.get(older.id)).toMatchObject({
          mark: orocrm.id,
          jobTitle: 'Analyst',
        });
        expect(world.outlook().records.get(younger.id)?.mark).toBe('');
      } else {
        expect(world.orocrm.records.size).toBe(15);
        expect(world.outlook().records.get(older.id)?.jobTitle).toBe('');
      }
      expect(await world.quiet()).toBe(0);
    });

    test('an Outlook record whose mark names an unlinked OroCRM record', async () => {
      const world = await steady(direction);
      const orocrm = world.orocrm.add({ ...name, jobTitle: 'Analyst' });
      const outlook = world.outlook().add({ ...outlookName, mark: orocrm.id, jobTitle: 'Poet' });
      await notice(world);
      const title = toOutlook(direction) ? 'Analyst' : 'Poet';
      expect(world.orocrm.records.get(orocrm.id)?.jobTitle).toBe(title);
      expect(world.outlook().records.get(outlook.id)?.jobTitle).toBe(title);
      expect([...world.outlook().records.values()].filter(({ mark }) => mark === orocrm.id)).toHaveLength(1);
      expect(await world.quiet()).toBe(0);
    });

    test.each(['999', 'not an id'])(
      'an Outlook record whose mark names no OroCRM record (%s)',
      async (mark) => {
        const world = await steady(direction);
        const outlook = world.outlook().add({ ...outlookName, mark });
        await notice(world);
        expect(world.outlook().records.has(outlook.id)).toBe(!toOrocrm(direction));
        expect(world.outlook().deleted.has(outlook.id)).toBe(toOrocrm(direction));
        expect(await world.quiet()).toBe(0);
      },
    );

    test('an equal copy of a linked record is ignored, with an alert', async () => {
      const world = await steady(direction);
      const [original] = world.outlook().records.values();
      const copy = world.outlook().add({ ...original });
      await notice(world);
      expect(world.outlook().records.get(copy.id)).toEqual(copy);
      expect([...world.kept.alerts.values()].map(({ code }) => code)).toContain('copied-record');
      expect(await world.quiet()).toBe(0);
    });

    test('a changed copy of a linked record loses its mark and is new', async () => {
      const world = await steady(direction);
      const [original] = world.outlook().records.values();
      const copy = world.outlook().add({ ...original, givenName: 'Changed' });
      await notice(world);
      const made = [...world.orocrm.records.values()].filter(({ firstName }) => firstName === 'Changed');
      expect(made).toHaveLength(toOrocrm(direction) ? 1 : 0);
      expect(world.outlook().records.get(copy.id)?.mark).toBe(made[0]?.id ?? '');
      expect(world.outlook().records.get(original?.id ?? copy.id)).toEqual(original);
      expect(await world.quiet()).toBe(0);
    });
  });
});

test('a contact that a colleague has just entered in OroCRM is not doubled by the one in Outlook', async () => {
  const world = await steady('bidirectional');
  world.outlook().add(outlookName);
  world.orocrm.add(name);
  // Outlook is polled first, and its poll alone sees nothing of the OroCRM record.
  await world.poll();
  expect([...world.orocrm.records.values()].filter(({ lastName }) => lastName === 'Byron')).toHaveLength(1);
  expect([...world.outlook().records.values()].filter(({ surname }) => surname === 'Byron')).toHaveLength(1);
  expect(await world.quiet()).toBe(0);
});

test('a deleted record that is restored beside its successor is a copy', async () => {
  const world = await steady('bidirectional');
  const [original] = world.outlook().records.values();
  if (!original) throw new Error('There are contacts.');
  world.outlook().drop(original.id);
  await world.poll();
  expect([...world.outlook().records.values()].filter(({ mark }) => mark === original.mark)).toHaveLength(1);
  world.outlook().add(original);
  await world.poll();
  expect([...world.kept.alerts.values()].map(({ code }) => code)).toContain('copied-record');
  expect(world.orocrm.records.size).toBe(12);
  expect(await world.quiet()).toBe(0);
});
