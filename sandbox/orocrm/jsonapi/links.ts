import type { Entity, EntityId } from '../model/entity';
import { idOf } from '../model/entity';
import type { World } from '../model/world';
import type { ResourceDefinition } from './resource';

/** Ids that a relationship of a record leads to, whether the link is kept here or on the other side. */
export function linkedIds(
  entity: Entity,
  definition: ResourceDefinition,
  name: string,
  world: World,
): readonly EntityId[] {
  const relationship = definition.relationships[name];
  if (relationship === undefined) return [];
  if (relationship.inverse !== undefined) return relationship.inverse(entity, world).map(idOf);
  if (relationship.many) return entity.toMany[name] ?? [];
  const id = entity.toOne[name] ?? null;
  return id === null ? [] : [id];
}
