import { compareIds, idOf, text, type Entity, type EntityId } from '../model/entity';
import type { Viewer } from '../model/users';
import type { World } from '../model/world';
import { isoSeconds } from '../clock';
import type { AppliedFilter } from './filters';
import { linkedIds } from './links';
import type { SortKey } from './read-options';
import { isVisible, type ResourceDefinition } from './resource';

interface Candidates {
  readonly entities: Iterable<Entity>;
  /** The order they come in; undefined = none. */
  readonly order?: 'id' | 'updatedAt';
}

type Indexed = (filter: AppliedFilter) => readonly EntityId[] | undefined;

/** Ids that a filter names, where it can only be met by records an index finds at once. */
function wantedIds(filter: AppliedFilter, path: string): readonly EntityId[] | undefined {
  if (
    filter.path !== path ||
    filter.operator !== 'eq' ||
    !('one' in filter.value || 'many' in filter.value)
  ) {
    return undefined;
  }
  const values = 'one' in filter.value ? [filter.value.one] : filter.value.many;
  return values.map((value) => idOf(String(value as string | number)));
}

function indexes(world: World, definition: ResourceDefinition): readonly Indexed[] {
  const direct: Indexed = (filter) => wantedIds(filter, 'id');
  const through =
    (group: { get(key: string): ReadonlySet<EntityId> }): Indexed =>
    (filter) =>
      wantedIds(filter, 'owner')?.flatMap((owner) => [...group.get(owner)]);
  if (definition.type === 'contactaddresses') return [direct, through(world.addressesByContact)];
  const byOwner = world.byOwner[definition.type];
  return byOwner === undefined ? [direct] : [direct, through(byOwner)];
}

function loaded(world: World, definition: ResourceDefinition, ids: Iterable<EntityId>): Entity[] {
  const table = world.table(definition.type);
  return [...new Set(ids)].flatMap((id) => table.get(id) ?? []);
}

/** Ids of an index; undefined where they are so many that going through the table in its order is cheaper. */
function fewIds(
  world: World,
  definition: ResourceDefinition,
  viewer: Viewer,
  filters: readonly AppliedFilter[],
): readonly EntityId[] | undefined {
  const few = world.table(definition.type).size / 4;
  for (const index of indexes(world, definition)) {
    for (const filter of filters) {
      const ids = index(filter);
      if (ids !== undefined && ids.length <= Math.max(few, 100)) return ids;
    }
  }
  const own = world.byOwner[definition.type]?.get(viewer.user.id);
  if (own === undefined || viewer.level !== 'user') return undefined;
  return own.size <= Math.max(few, 100) ? [...own] : undefined;
}

/** Records that hold everything the filters let through, as few or as well ordered as an index gives them. */
function candidates(
  world: World,
  definition: ResourceDefinition,
  viewer: Viewer,
  filters: readonly AppliedFilter[],
): Candidates {
  const ids = fewIds(world, definition, viewer, filters);
  if (ids !== undefined) return { entities: loaded(world, definition, ids) };
  const byUpdate = world.byUpdate[definition.type];
  for (const { path, operator, value } of byUpdate === undefined ? [] : filters) {
    if (path !== 'updatedAt' || !['gt', 'gte'].includes(operator) || !('one' in value)) continue;
    const from = typeof value.one === 'object' ? value.one.start : 0;
    const changed = byUpdate?.since(isoSeconds(from));
    return { entities: loaded(world, definition, changed ?? []), order: 'updatedAt' };
  }
  return { entities: world.table(definition.type).inOrder(), order: 'id' };
}

const collator = new Intl.Collator('en');
type SortValue = string | number | null;

function sortValue(world: World, definition: ResourceDefinition, entity: Entity, name: string): SortValue {
  if (name === 'id') return definition.integerId ? Number(entity.id) : entity.id;
  const relationship = definition.relationships[name];
  if (relationship !== undefined) {
    const [id] = linkedIds(entity, definition, name, world);
    if (id === undefined) return null;
    const number = Number(id);
    return Number.isNaN(number) ? id : number;
  }
  const value = entity.attributes[name];
  if (Array.isArray(value)) return JSON.stringify(value[0] ?? null);
  return text(entity, name) ?? (typeof value === 'number' ? value : null);
}

/** As PostgreSQL sorts: absent values last when ascending, first when descending. */
function compareValues(a: SortValue, b: SortValue): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}

function isAlready(order: Candidates['order'], sort: readonly SortKey[]): boolean {
  const wanted = sort.map(({ name, descending }) => (descending ? '-' : '') + name).join(',');
  if (order === 'id') return wanted === '' || wanted === 'id';
  return order === 'updatedAt' && (wanted === 'updatedAt' || wanted === 'updatedAt,id');
}

/** Records that the viewer may see and the filters let through, in the order asked for (by id without one). */
export function select(
  world: World,
  definition: ResourceDefinition,
  viewer: Viewer,
  filters: readonly AppliedFilter[],
  sort: readonly SortKey[],
): Entity[] {
  const { entities, order } = candidates(world, definition, viewer, filters);
  const found: Entity[] = [];
  for (const entity of entities) {
    if (isVisible(definition, entity, viewer, world) && filters.every(({ test }) => test(entity)))
      found.push(entity);
  }
  if (isAlready(order, sort)) return found;
  return found.sort((a, b) => {
    for (const { name, descending } of sort) {
      const difference = compareValues(
        sortValue(world, definition, a, name),
        sortValue(world, definition, b, name),
      );
      if (difference !== 0) return descending ? -difference : difference;
    }
    return compareIds(a.id, b.id);
  });
}
