import { mailboxAddress } from '../../../../shared/records/ids';
import type { OrocrmRecord, OutlookRecord } from '../../../../shared/records/record';
import type { Run } from '../../../../shared/sync/ports/runs';
import { startRemoval } from '../../../../shared/sync/runs/start-removal';
import type { Kit } from './kits';
import { World } from './world';

export type AnyWorld = World<OrocrmRecord, OutlookRecord>;

/** Sixteen pairs, half of them made by either side: more than two pages of Outlook's. */
export async function synchronised(kit: Kit): Promise<AnyWorld> {
  const world = World.with(kit);
  const one = world.orocrm.add(kit.orocrm('Left', 8));
  for (let count = 0; count < 8; count += 1) {
    if (count > 0) world.orocrm.add(kit.orocrm(`Left ${count}`, count));
    world.outlook().add(kit.outlook(`Right ${count}`, count));
  }
  await world.run();
  world.orocrm.edit(one.id, kit.orocrm('Left', 9));
  await world.run();
  expect([world.kept.history.length, world.orocrm.records.size]).toEqual([1, 16]);
  expect(marksIn(world)).toHaveLength(16);
  return world;
}

/** The marks that a mailbox carries. */
export const marksIn = (world: AnyWorld, address?: string): string[] =>
  [...world.outlook(address).records.values()].flatMap(({ mark }) => (mark === '' ? [] : [mark]));

/** What people see of a mailbox. */
export const contents = (world: AnyWorld): unknown[] =>
  [...world.outlook().records.values()].map((record) => ({ ...record, mark: '', version: '' }));

/** Removes the marks of a mailbox, to the end. */
export async function remove(world: AnyWorld, address: string = world.mailbox): Promise<Run> {
  const id = await startRemoval(world.ports, mailboxAddress(address));
  await world.settle();
  const run = id && world.kept.runs.get(id);
  if (!run) throw new Error('The run is lost.');
  return run;
}

/** Everything that the tables hold about the mailbox, except its runs. */
export async function remembered({ ports, kept, mailbox, kit }: AnyWorld): Promise<unknown[]> {
  const state = ports.records(mailbox, kit.entity);
  return [
    ...(await state.orocrmIds()),
    ...(await state.outlookIds()),
    ...(await state.deletions()),
    ...[...kept.progress.keys()].filter((key) => key.startsWith(mailbox)),
    ...[...kept.failed.values(), ...kept.alerts.values(), ...kept.history, ...kept.mailboxes.values()].filter(
      (one) => ('address' in one ? one.address : one.mailbox) === mailbox,
    ),
    ...kept.secrets.keys(),
  ];
}

/** What a run says that it has done in Outlook. */
export const countsOf = async (world: AnyWorld, run: Run) => {
  const slices = await world.ports.runs.slices(run.id);
  const sum = (name: 'found' | 'updated' | 'failed'): number =>
    slices.reduce((total, { counts }) => total + counts.outlook[name], 0);
  return { found: sum('found'), updated: sum('updated'), failed: sum('failed') };
};
