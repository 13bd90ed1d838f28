import { compareIds, type Entity, type EntityId } from './entity';

/** Follows one table; told of every change after it happened. */
export interface Index {
  change(before: Entity | undefined, after: Entity | undefined): void;
  clear(): void;
}

/** Ids by the value of a key, for example contacts by owner. */
export class GroupIndex implements Index {
  readonly #groups = new Map<string, Set<EntityId>>();
  readonly #keyOf: (entity: Entity) => string | null;

  constructor(keyOf: (entity: Entity) => string | null) {
    this.#keyOf = keyOf;
  }

  get(key: string): ReadonlySet<EntityId> {
    return this.#groups.get(key) ?? new Set();
  }

  change(before: Entity | undefined, after: Entity | undefined): void {
    const from = before === undefined ? null : this.#keyOf(before);
    const to = after === undefined ? null : this.#keyOf(after);
    if (from === to) return;
    if (before !== undefined && from !== null) {
      const group = this.#groups.get(from);
      group?.delete(before.id);
      if (group?.size === 0) this.#groups.delete(from);
    }
    if (after === undefined || to === null) return;
    const group = this.#groups.get(to);
    if (group === undefined) this.#groups.set(to, new Set([after.id]));
    else group.add(after.id);
  }

  clear(): void {
    this.#groups.clear();
  }
}

interface Place {
  readonly key: string;
  readonly id: EntityId;
}

function comparePlaces(a: Place, b: Place): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return compareIds(a.id, b.id);
}

/** Ids in the order of a key, then of the id, for example contacts by `updatedAt`: what keyset reads walk along. */
export class OrderIndex implements Index {
  #places: Place[] = [];
  readonly #keyOf: (entity: Entity) => string;

  constructor(keyOf: (entity: Entity) => string) {
    this.#keyOf = keyOf;
  }

  /** Ids whose key is at least `from`, in order. */
  *since(from: string): Generator<EntityId> {
    let index = this.#find({ key: from, id: '' as EntityId });
    for (; index < this.#places.length; index += 1) {
      const place = this.#places[index];
      if (place !== undefined) yield place.id;
    }
  }

  change(before: Entity | undefined, after: Entity | undefined): void {
    if (before !== undefined) {
      const place = { key: this.#keyOf(before), id: before.id };
      const index = this.#find(place);
      if (this.#places[index]?.id === before.id) this.#places.splice(index, 1);
    }
    if (after === undefined) return;
    const place = { key: this.#keyOf(after), id: after.id };
    this.#places.splice(this.#find(place), 0, place);
  }

  clear(): void {
    this.#places = [];
  }

  #find(place: Place): number {
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = this.#places[middle];
      if (at !== undefined && comparePlaces(at, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
