import { compareIds, fromMixedId, idOf, type Entity, type EntityId, type RecordKey } from '../model/entity';
import type { World } from '../model/world';
import type { RelationshipDefinition, ResourceDefinition } from './resource';

/** Ids that a relationship of a record leads to, whether the link is kept here or on the other side. */
export function linkedIds(
  entity: Entity,
  definition: ResourceDefinition,
  name: string,
  world: World,
): readonly EntityId[] {
  return linkedKeys(entity, definition, name, world).map(({ id }) => id);
}

function keysOf(
  entity: Entity,
  relationship: RelationshipDefinition,
  name: string,
  world: World,
): readonly RecordKey[] {
  const { target: type, inverse, many, mixed } = relationship;
  if (mixed !== undefined) {
    // What was deleted since is no longer linked: the rows that join them went with it.
    const keys = (entity.toMany[name] ?? []).flatMap((value) => fromMixedId(value) ?? []);
    return keys.filter((key) => world.get(key.type, key.id) !== undefined);
  }
  if (inverse !== undefined) return inverse(entity, world).map((id) => ({ type, id: idOf(id) }));
  if (many) return (entity.toMany[name] ?? []).map((id) => ({ type, id }));
  const id = entity.toOne[name] ?? null;
  return id === null ? [] : [{ type, id }];
}

/** Records that a relationship leads to, by type and id. */
export function linkedKeys(
  entity: Entity,
  definition: ResourceDefinition,
  name: string,
  world: World,
): readonly RecordKey[] {
  const relationship = definition.relationships[name];
  return relationship === undefined ? [] : keysOf(entity, relationship, name, world);
}

/** By type, then by id. */
export function compareKeys(a: RecordKey, b: RecordKey): number {
  if (a.type !== b.type) return a.type < b.type ? -1 : 1;
  return compareIds(a.id, b.id);
}
