import fc from 'fast-check';
import type { OrocrmId, OutlookId } from '../../../shared/records/ids';
import { decideHeld } from '../../../shared/sync/held';
import type { Fault } from './support/fake-orocrm';
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

/** Plays a history. Every record that a person makes has a name of its own; job titles are what they edit. */
class Player {
  readonly world = World.of();
  readonly edits = new Map<string, { readonly value: string; readonly name: string }>();
  readonly deleted = new Set<string>();
  private named = 0;

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
    const jobTitle = `made ${value}`;
    if (where === 'orocrm') this.world.orocrm.add({ firstName: name, lastName: name, jobTitle });
    else this.world.outlook().add({ givenName: name, surname: name, jobTitle });
  }

  private touch(what: 'edit' | 'delete', where: 'orocrm' | 'outlook', pick: number, value: number): void {
    const { world } = this;
    world.clock.advance(2);
    const records =
      where === 'orocrm'
        ? [...world.orocrm.records.values()].map(({ id, firstName }) => ({ id, name: firstName }))
        : [...world.outlook().records.values()].map(({ id, givenName }) => ({ id, name: givenName }));
    const record = records[pick % Math.max(1, records.length)];
    if (!record) return;
    if (what === 'edit') {
      const jobTitle = `edit ${value} by ${where}`;
      if (where === 'orocrm') world.orocrm.edit(record.id as OrocrmId, { jobTitle });
      else world.outlook().edit(record.id as OutlookId, { jobTitle });
      this.edits.set(`${where}:${record.name}`, { value: jobTitle, name: record.name });
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

test('after any history of edits, faults and crashes both sides agree, nothing is doubled or lost, and it is quiet', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 40 }), async (steps) => {
      const player = new Player();
      const { world } = player;
      await player.play(steps);
      await player.settle();

      const orocrm = [...world.orocrm.records.values()];
      const outlook = [...world.outlook().records.values()];
      // No duplicates, and convergence: each record once on either side, with the same values.
      expect(names(outlook.map(({ givenName }) => givenName))).toEqual(
        names(orocrm.map(({ firstName }) => firstName)),
      );
      expect(new Set(orocrm.map(({ firstName }) => firstName)).size).toBe(orocrm.length);
      for (const contact of orocrm) {
        const partners = outlook.filter(({ mark }) => mark === contact.id);
        expect(partners.map(({ jobTitle }) => jobTitle)).toEqual([contact.jobTitle]);
      }
      // No loss: the last edit of each side is there, or in the history, unless somebody deleted the record.
      for (const { name, value } of player.edits.values()) {
        if (player.deleted.has(name)) continue;
        const kept =
          orocrm.some((contact) => contact.firstName === name && contact.jobTitle === value) ||
          world.kept.history.some((entry) => entry.before['jobTitle'] === value);
        expect({ name, value, kept }).toEqual({ name, value, kept: true });
      }
      expect(await world.quiet()).toBe(0);
    }),
    { numRuns: Number(process.env['HISTORIES'] ?? 60) },
  );
});
