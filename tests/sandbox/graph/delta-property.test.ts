import fc from 'fast-check';
import { open } from '../../../sandbox/store/documents';
import type { DeltaPosition } from '../../../sandbox/graph/odata/delta-token';
import { Items, type Item } from '../../../sandbox/graph/state/items';
import { readDeltaPage, type DeltaEntry, type PageQuirks } from '../../../sandbox/graph/state/read-delta';
import { Sequence } from '../../../sandbox/graph/state/sequence';
import { z } from 'zod';

type Step =
  | { readonly kind: 'add'; readonly folder: string }
  | { readonly kind: 'edit'; readonly pick: number }
  | { readonly kind: 'remove'; readonly pick: number }
  | { readonly kind: 'move'; readonly pick: number; readonly folder: string }
  | { readonly kind: 'page'; readonly size: number; readonly quirks: PageQuirks };

const FOLDERS = ['a', 'b'];
const folder = fc.constantFrom(...FOLDERS);
const pick = fc.nat(50);
// Many edits of few items: only then does a feed ever drop what is outdated.
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('add' as const), folder }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('edit' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), pick, folder }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('page' as const),
      size: fc.integer({ min: 1, max: 4 }),
      quirks: fc.record({ empty: fc.boolean(), repeat: fc.boolean() }),
    }),
  },
);

/** As a series is to a calendar view: some items are several rows. */
const partsOf = (number: number): number => 1 + (number % 5);

function rowsOf(entry: DeltaEntry<string>): { entry: DeltaEntry<string>; part: number }[] {
  const parts = entry.kind === 'live' ? partsOf(entry.item.number) : 1;
  return Array.from({ length: parts }, (_, part) => ({ entry, part }));
}

/** A reader of one folder that knows nothing but what delta pages told it. */
class Replica {
  readonly versions = new Map<number, number>();
  readonly #parts = new Map<number, Set<number>>();
  #position: DeltaPosition;

  constructor(
    private readonly items: Items<string>,
    private readonly sequence: Sequence,
    readonly folder: string,
  ) {
    this.#position = { scope: folder, kind: 'delta', generation: 0, since: 0 };
  }

  /** Reads one page; answers whether the round is over. */
  page(size: number, quirks: PageQuirks): boolean {
    const { items, folder: place } = this;
    const page = readDeltaPage(
      { items, folder: place, feed: items.feed(place), rowsOf },
      this.#position,
      this.sequence.version,
      { size, quirks, hidesUnselected: true },
    );
    expect(page.rows.length).toBeLessThanOrEqual(size);
    for (const { entry, part } of page.rows) {
      if (entry.kind === 'removed') {
        this.versions.delete(entry.removal.number);
        continue;
      }
      const { number, version } = entry.item;
      if (this.versions.get(number) !== version) this.#parts.set(number, new Set());
      this.versions.set(number, version);
      this.#parts.get(number)?.add(part);
    }
    const { scope, generation, since } = this.#position;
    this.#position =
      page.sent === undefined
        ? { scope, generation, kind: 'delta', since: page.upTo }
        : { scope, generation, kind: 'skip', since, upTo: page.upTo, sent: page.sent, within: page.within };
    return page.sent === undefined;
  }

  /** Whether all rows of all items came. */
  get isWhole(): boolean {
    return [...this.versions.keys()].every((number) => this.#parts.get(number)?.size === partsOf(number));
  }

  catchUp(): void {
    // The first may be the rest of an older round, the second tells what happened during it.
    for (let round = 0; round < 2; round += 1) {
      while (!this.page(3, { empty: false, repeat: false }));
    }
  }
}

it('who follows a delta knows the folder, whatever happens in between (property)', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 250, size: 'max' }), (steps) => {
      const store = open();
      const sequence = new Sequence(store);
      const now = (): Date => new Date(0);
      const items = new Items({ store, sequence, now, kind: 'notes', values: z.string() });
      const replicas = FOLDERS.map((name) => new Replica(items, sequence, name));
      const alive = (): Item<string>[] => FOLDERS.flatMap((name) => items.inFolder(name));
      const chosen = (index: number): Item<string> | undefined =>
        alive()[index % Math.max(1, alive().length)];
      for (const each of steps) {
        switch (each.kind) {
          case 'add':
            items.create('m', each.folder, { values: '', extended: [] });
            break;
          case 'edit': {
            const item = chosen(each.pick);
            if (item === undefined) break;
            items.update(item, { values: 'x', extended: [], changed: ['x'], reported: true });
            break;
          }
          case 'move': {
            const item = chosen(each.pick);
            if (item !== undefined) items.move(item, each.folder, { reason: 'deleted', shown: true });
            break;
          }
          case 'remove': {
            const item = chosen(each.pick);
            if (item !== undefined) items.remove(item);
            break;
          }
          case 'page':
            for (const replica of replicas) replica.page(each.size, each.quirks);
        }
      }
      // Who comes late has to learn the same as who was there all the time.
      const late = FOLDERS.map((name) => new Replica(items, sequence, name));
      for (const replica of [...replicas, ...late]) {
        replica.catchUp();
        const there = items.inFolder(replica.folder).map(({ number, version }) => [number, version]);
        expect([...replica.versions].sort()).toEqual(there.sort());
        expect(replica.isWhole).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});
