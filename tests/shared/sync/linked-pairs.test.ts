import type { OrocrmRecord, OutlookRecord } from '../../../shared/records/record';
import { decideLinked, type LinkedAction, type PairState } from '../../../shared/rules/decision-table';
import type { Settings } from '../../../shared/sync/ports/settings';
import { contactKit, kits, type Kit } from './support/kits';
import { World } from './support/world';

const directions = ['orocrm-to-outlook', 'outlook-to-orocrm', 'bidirectional'] as const;
const resolutions = ['orocrm-wins', 'outlook-wins'] as const;
const states: readonly PairState[] = ['same', 'changed', 'gone'];

interface Case {
  readonly orocrm: PairState;
  readonly outlook: PairState;
  readonly direction: Settings['direction'];
  readonly conflictResolution: Settings['conflictResolution'];
  readonly action: LinkedAction;
}

const cases: Case[] = states.flatMap((orocrm) =>
  states.flatMap((outlook) =>
    directions.flatMap((direction) =>
      resolutions.map((conflictResolution) => ({
        orocrm,
        outlook,
        direction,
        conflictResolution,
        action: decideLinked({ orocrm, outlook, direction, conflictResolution }),
      })),
    ),
  ),
);

/** Some company for the pair, so that a deletion is never an empty list. */
const others = 12;

async function linkedPair(kit: Kit, one: Case) {
  const world = World.with(kit);
  const orocrm = world.orocrm.add(kit.orocrm('Ada', 1));
  for (let index = 0; index < others; index += 1) world.orocrm.add(kit.orocrm(`Other ${index}`, 0));
  await world.run();
  const outlook = [...world.outlook().records.values()].find(({ mark }) => mark === orocrm.id);
  if (!outlook) throw new Error('The pair was not made.');
  world.settings({ direction: one.direction, conflictResolution: one.conflictResolution });
  await world.poll();

  if (one.orocrm === 'changed') world.orocrm.edit(orocrm.id, kit.orocrm('Ada', 2));
  if (one.orocrm === 'gone') world.orocrm.records.delete(orocrm.id);
  if (one.outlook === 'changed') world.outlook().edit(outlook.id, kit.outlook('Ada', 3));
  if (one.outlook === 'gone') world.outlook().drop(outlook.id);
  return { world, orocrm, outlook };
}

type AnyWorld = World<OrocrmRecord, OutlookRecord>;

function expectAction(
  action: LinkedAction,
  world: AnyWorld,
  orocrm: OrocrmRecord,
  outlook: OutlookRecord,
  before: { readonly orocrm: OrocrmRecord | undefined; readonly outlook: OutlookRecord | undefined },
): void {
  const left = world.orocrm.records.get(orocrm.id);
  const right = world.outlook().records.get(outlook.id);
  const marked = [...world.outlook().records.values()].filter(({ mark }) => mark === orocrm.id);
  switch (action) {
    case 'none':
      expect([left, right]).toEqual([before.orocrm, before.outlook]);
      return;
    case 'update-outlook':
      expect(left && right && world.view({ outlook: right })).toEqual(left && world.view({ orocrm: left }));
      expect(left).toEqual(before.orocrm);
      return;
    case 'update-orocrm':
      expect(left && right && world.view({ orocrm: left })).toEqual(right && world.view({ outlook: right }));
      expect(right).toEqual(before.outlook);
      return;
    case 'create-outlook':
      expect(right).toBeUndefined();
      expect(marked.map((made) => world.view({ outlook: made }))).toEqual(
        left ? [world.view({ orocrm: left })] : [],
      );
      return;
    case 'delete-outlook':
      expect(right).toBeUndefined();
      expect(world.outlook().deleted.get(outlook.id)).toBeDefined();
      return;
    case 'unlink':
    case 'forget':
      expect([left, right]).toEqual([before.orocrm, before.outlook]);
      expect(marked.length).toBe(right ? 1 : 0);
  }
}

describe.each(kits)('$name', (kit) => {
  describe.each(['poll', 'full run'] as const)('linked pairs, noticed by a %s', (how) => {
    // What notices a change is the same for all record types: contacts play every row by both, the others in turn.
    const turn = how === 'poll' ? 0 : 1;
    test.each(kit === contactKit ? cases : cases.filter((_, index) => index % 2 === turn))(
      'orocrm $orocrm, outlook $outlook, $direction, $conflictResolution: $action',
      async (one) => {
        const { world, orocrm, outlook } = await linkedPair(kit, one);
        const before = {
          orocrm: world.orocrm.records.get(orocrm.id),
          outlook: world.outlook().records.get(outlook.id),
        };
        if (how === 'poll') await world.poll();
        else await world.run();
        expectAction(one.action, world, orocrm, outlook, before);
        expect(await world.quiet()).toBe(0);
        expectAction(one.action, world, orocrm, outlook, {
          orocrm: world.orocrm.records.get(orocrm.id),
          outlook: world.outlook().records.get(outlook.id),
        });
        expect([...world.kept.failed.values()]).toEqual([]);
      },
    );
  });

  test('both changed to the same values is no conflict', async () => {
    const one = {
      orocrm: 'same',
      outlook: 'same',
      direction: 'bidirectional',
      conflictResolution: 'orocrm-wins',
    } as const;
    const { world, orocrm, outlook } = await linkedPair(kit, { ...one, action: 'none' });
    world.orocrm.edit(orocrm.id, kit.orocrm('Ada', 2));
    world.outlook().edit(outlook.id, kit.outlook('Ada', 2));
    const writes = world.writes;
    const run = await world.run();
    expect(world.writes).toBe(writes);
    expect(run.status).toBe('done');
    expect(await world.quiet()).toBe(0);
  });
});
