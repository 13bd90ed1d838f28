import type { Json } from '../jsonapi/json';
import { idOf, type Entity, type EntityId, type EntityType } from '../model/entity';

/** A record while it is being written. Nothing of it is seen by others until its unit of work is saved. */
export interface Draft {
  readonly type: EntityType;
  readonly id: EntityId;
  /** The record as it was; undefined for a new one. */
  readonly before: Entity | undefined;
  readonly attributes: Record<string, Json>;
  readonly toOne: Record<string, EntityId | null>;
  readonly toMany: Record<string, readonly EntityId[]>;
  /** Fields that the request names. */
  readonly submitted: Set<string>;
  deleted: boolean;
}

export function draftOf(entity: Entity): Draft {
  return {
    type: entity.type,
    id: entity.id,
    before: entity,
    attributes: { ...entity.attributes },
    toOne: { ...entity.toOne },
    toMany: { ...entity.toMany },
    submitted: new Set(),
    deleted: false,
  };
}

export function newDraft(type: EntityType, id: EntityId): Draft {
  return {
    type,
    id: idOf(id),
    before: undefined,
    attributes: {},
    toOne: {},
    toMany: {},
    submitted: new Set(),
    deleted: false,
  };
}

export function entityOf(draft: Draft): Entity {
  const { type, id, attributes, toOne, toMany } = draft;
  return { type, id, attributes: { ...attributes }, toOne: { ...toOne }, toMany: { ...toMany } };
}

/** Whether one of the values differs from what it was. */
export function differs(
  draft: Draft,
  part: 'attributes' | 'toOne' | 'toMany',
  except: ReadonlySet<string>,
): boolean {
  const before: Readonly<Record<string, unknown>> = draft.before?.[part] ?? {};
  const now: Readonly<Record<string, unknown>> = draft[part];
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].some(
    (name) => !except.has(name) && JSON.stringify(before[name] ?? null) !== JSON.stringify(now[name] ?? null),
  );
}
