import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import type { View } from '../../../shared/mapping/lens';
import type { OrocrmId, OutlookId } from '../../../shared/records/ids';
import type { OrocrmRecord, OutlookRecord } from '../../../shared/records/record';
import { keptValues } from '../../../shared/sync/ports/journal';
import { decideHeld } from '../../../shared/sync/held';
import type { Fault } from './support/fake-orocrm';
import { kits, type Kit } from './support/kits';
import { World } from './support/world';

type Step =
  | {
      readonly do: 'add' | 'edit' | 'delete';
      readonly side: 'orocrm' | 'outlook';
      readonly pick: number;
      readonly value: number;
    }
  | { readonly do: 'poll' | 'run' }
  | { readonly do: 'faults'; readonly side: 'orocrm' | 'outlook'; readonly faults: (Fault | undefined)[] }
  | { readonly do: 'unreadable'; readonly side: 'orocrm' | 'outlook'; readonly on: boolean }
  | { readonly do: 'crash'; readonly writes: number }
  | { readonly do: 'expire' };

const side = fc.constantFrom('orocrm' as const, 'outlook' as const);
const fault = fc.constantFrom<Fault | undefined>('refuse', 'throttle', 'lose-answer', undefined, undefined);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('add' as const, 'edit' as const, 'delete' as const),
      side,
      pick: fc.nat(30),
      value: fc.nat(999),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('poll' as const, 'run' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('faults' as const),
      side,
      faults: fc.array(fault, { maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unreadable' as const), side, on: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('crash' as const), writes: fc.integer({ min: 1, max: 12 }) }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'expire' }) },
);

/** What a person made of a record, whole. */
type Edit =
  | { readonly name: string; readonly side: 'orocrm'; readonly record: OrocrmRecord }
  | { readonly name: string; readonly side: 'outlook'; readonly record: OutlookRecord };

/** Plays a history. Every record that a person makes has a name of its own; its detail is what they edit. */
class Player {
  readonly world: World<OrocrmRecord, OutlookRecord>;
  readonly edits = new Map<string, Edit>();
  readonly deleted = new Set<string>();
  private named = 0;

  constructor(private readonly kit: Kit) {
    this.world = World.with(kit);
  }

  async play(steps: readonly Step[]): Promise<void> {
    for (let index = 0; index < 12; index += 1) this.add('orocrm', 0);
    for (const one of steps) await this.step(one);
  }

  private async step(one: Step): Promise<void> {
    const { world } = this;
    switch (one.do) {
      case 'add':
        this.add(one.side, one.value);
        break;
      case 'edit':
      case 'delete':
        this.touch(one.do, one.side, one.pick, one.value);
        break;
      case 'poll':
        await world.poll();
        break;
      case 'run':
        await world.run();
        break;
      case 'faults':
        (one.side === 'orocrm' ? world.orocrm : world.outlook()).faults = [...one.faults];
        break;
      case 'unreadable':
        (one.side === 'orocrm' ? world.orocrm : world.outlook()).unreadable = one.on;
        break;
      case 'crash':
        world.crashing.arm(one.writes);
        break;
      case 'expire':
        world.outlook().expired = true;
    }
  }

  private add(where: 'orocrm' | 'outlook', value: number): void {
    const name = `Person ${++this.named}`;
    if (where === 'orocrm') this.world.orocrm.add(this.kit.orocrm(name, value));
    else this.world.outlook().add(this.kit.outlook(name, value));
  }

  private touch(what: 'edit' | 'delete', where: 'orocrm' | 'outlook', pick: number, value: number): void {
    const { world, kit } = this;
    world.clock.advance(2);
    const records =
      where === 'orocrm'
        ? [...world.orocrm.records.values()].map((one) => ({ id: one.id, name: kit.nameInOrocrm(one) }))
        : [...world.outlook().records.values()].map((one) => ({ id: one.id, name: kit.nameInOutlook(one) }));
    const record = records[pick % Math.max(1, records.length)];
    if (!record) return;
    if (what === 'edit') {
      const { blankOrocrm, blankOutlook } = kit.mapping;
      const edit: Edit = {
        name: record.name,
        ...(where === 'orocrm'
          ? { side: where, record: { ...blankOrocrm, ...kit.orocrm(record.name, value) } }
          : { side: where, record: { ...blankOutlook, ...kit.outlook(record.name, value) } }),
      };
      if (edit.side === 'orocrm') world.orocrm.edit(record.id as OrocrmId, kit.orocrm(record.name, value));
      else world.outlook().edit(record.id as OutlookId, kit.outlook(record.name, value));
      this.edits.set(`${where}:${record.name}`, edit);
    } else {
      if (where === 'orocrm') world.orocrm.records.delete(record.id as OrocrmId);
      else world.outlook().drop(record.id as OutlookId);
      this.deleted.add(record.name);
    }
  }

  /** Edits stop and faults end; a day later even what was refused is tried again. */
  async settle(): Promise<void> {
    const { world } = this;
    world.orocrm.faults = [];
    world.outlook().faults = [];
    world.orocrm.unreadable = false;
    world.outlook().unreadable = false;
    for (let day = 0; day < 2; day += 1) {
      world.clock.advance(25 * 3600);
      await world.poll();
      await world.run();
    }
    for (const held of world.kept.held.values()) {
      if (held.decision === 'open') await decideHeld(world.ports, held.id, 'released');
    }
    await world.settle();
    await world.run();
    await world.poll();
  }
}

const names = (list: Iterable<string>): string[] => [...list].sort();

describe.each(kits)('$name', (kit) => {
  test('after any history of edits, faults and crashes both sides agree, nothing is doubled or lost, and it is quiet', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 40 }), async (steps) => {
        const player = new Player(kit);
        const { world } = player;
        await player.play(steps);
        await player.settle();

        const orocrm = [...world.orocrm.records.values()];
        const outlook = [...world.outlook().records.values()];
        // No duplicates, and convergence: each record once on either side, with the same values.
        expect(names(outlook.map((one) => kit.nameInOutlook(one)))).toEqual(
          names(orocrm.map((one) => kit.nameInOrocrm(one))),
        );
        expect(new Set(orocrm.map((one) => kit.nameInOrocrm(one))).size).toBe(orocrm.length);
        for (const record of orocrm) {
          const partners = outlook.filter(({ mark }) => mark === record.id);
          expect(partners.map((partner) => world.view({ outlook: partner }))).toEqual([
            world.view({ orocrm: record }),
          ]);
        }
        // No loss: the last edit of each side is there, or in the history, unless somebody deleted the record.
        for (const edit of player.edits.values()) {
          const { name } = edit;
          if (player.deleted.has(name)) continue;
          const now = orocrm.find((one) => kit.nameInOrocrm(one) === name);
          const there =
            now !== undefined && isDeepStrictEqual(world.view({ orocrm: now }), viewOf(world, edit));
          expect({ name, kept: there || isInHistory(world, edit) }).toEqual({ name, kept: true });
        }
        expect(await world.quiet()).toBe(0);
      }),
      { numRuns: Math.ceil(Number(process.env['HISTORIES'] ?? 60) / kits.length) },
    );
  });
});

type AnyWorld = World<OrocrmRecord, OutlookRecord>;

const viewOf = (world: AnyWorld, edit: Edit): View =>
  edit.side === 'orocrm' ? world.view({ orocrm: edit.record }) : world.view({ outlook: edit.record });

/** Whether some entry keeps, from before an overwrite, what a user had edited: in all fields that it keeps. */
function isInHistory(world: AnyWorld, edit: Edit): boolean {
  const edited = viewOf(world, edit);
  return world.kept.history.some((entry) => {
    if (entry.side !== edit.side) return false;
    const before = keptValues(entry);
    const view =
      edit.side === 'orocrm'
        ? world.view({ orocrm: { ...edit.record, ...before } })
        : world.view({ outlook: { ...edit.record, ...before } });
    const kept = world.kit.mapping.rows.filter((row) => row[edit.side].some((name) => name in entry.before));
    return kept.length > 0 && kept.every(({ field }) => isDeepStrictEqual(view[field], edited[field]));
  });
}
