import type { OrocrmContact, OutlookContact } from '../../../shared/records/contact';
import { decideLinked, type LinkedAction, type PairState } from '../../../shared/rules/decision-table';
import type { Settings } from '../../../shared/sync/ports/settings';
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

async function linkedPair(one: Case) {
  const world = World.of();
  const orocrm = world.orocrm.add({ firstName: 'Ada', lastName: 'Byron', jobTitle: 'Analyst', fax: '1' });
  for (let index = 0; index < others; index += 1) world.orocrm.add({ firstName: `Other ${index}` });
  await world.run();
  const outlook = [...world.outlook().records.values()].find(({ mark }) => mark === orocrm.id);
  if (!outlook) throw new Error('The pair was not made.');
  world.settings({ direction: one.direction, conflictResolution: one.conflictResolution });
  await world.poll();

  if (one.orocrm === 'changed') world.orocrm.edit(orocrm.id, { jobTitle: 'Countess' });
  if (one.orocrm === 'gone') world.orocrm.records.delete(orocrm.id);
  if (one.outlook === 'changed') world.outlook().edit(outlook.id, { jobTitle: 'Poet', fax: '2' });
  if (one.outlook === 'gone') world.outlook().drop(outlook.id);
  return { world, orocrm, outlook };
}

function expectAction(
  action: LinkedAction,
  world: World,
  orocrm: OrocrmContact,
  outlook: OutlookContact,
  before: { readonly orocrm: OrocrmContact | undefined; readonly outlook: OutlookContact | undefined },
): void {
  const left = world.orocrm.records.get(orocrm.id);
  const right = world.outlook().records.get(outlook.id);
  const marked = [...world.outlook().records.values()].filter(({ mark }) => mark === orocrm.id);
  switch (action) {
    case 'none':
      expect([left, right]).toEqual([before.orocrm, before.outlook]);
      return;
    case 'update-outlook':
      expect(right).toMatchObject({ jobTitle: left?.jobTitle, fax: left?.fax });
      expect(left).toEqual(before.orocrm);
      return;
    case 'update-orocrm':
      expect(left).toMatchObject({ jobTitle: right?.jobTitle, fax: right?.fax });
      expect(right).toEqual(before.outlook);
      return;
    case 'create-outlook':
      expect(right).toBeUndefined();
      expect(marked).toHaveLength(1);
      expect(marked[0]).toMatchObject({ givenName: 'Ada', jobTitle: left?.jobTitle });
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

describe.each(['poll', 'full run'] as const)('linked pairs, noticed by a %s', (how) => {
  test.each(cases)(
    'orocrm $orocrm, outlook $outlook, $direction, $conflictResolution: $action',
    async (one) => {
      const { world, orocrm, outlook } = await linkedPair(one);
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
  const { world, orocrm, outlook } = await linkedPair({ ...one, action: 'none' });
  world.orocrm.edit(orocrm.id, { jobTitle: 'Countess' });
  world.outlook().edit(outlook.id, { jobTitle: 'Countess' });
  const writes = world.writes;
  const run = await world.run();
  expect(world.writes).toBe(writes);
  expect(run.status).toBe('done');
  expect(await world.quiet()).toBe(0);
});
