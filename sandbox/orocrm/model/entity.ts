import { z } from 'zod';
import type { Json } from '../jsonapi/json';

/** Every record type of the JSON:API that the simulator knows. */
export const entityTypes = [
  'contacts',
  'contactaddresses',
  'users',
  'accounts',
  'tasks',
  'workflowitems',
  'asyncoperations',
  'organizations',
  'businessunits',
  'userroles',
  'usergroups',
  'userauthstatuses',
  'contactgroups',
  'contactsources',
  'contactmethods',
  'countries',
  'regions',
  'addresstypes',
  'taskpriorities',
  'taskstatuses',
  'files',
] as const;

export type EntityType = (typeof entityTypes)[number];
declare const entityId: unique symbol;
export type EntityId = string & { readonly [entityId]: true };

/** Ids are strings on the wire; inside they are compared as numbers where the type has numeric ones. */
export const idOf = (value: string | number): EntityId => String(value) as EntityId;

/** A record by type and id. */
export interface RecordKey {
  readonly type: EntityType;
  readonly id: EntityId;
}

/** How a link that may lead to several types keeps where it leads. */
export const mixedId = ({ type, id }: RecordKey): EntityId => idOf(`${type}:${id}`);

/** Where such a link leads; undefined for what is none. */
export function fromMixedId(value: EntityId): RecordKey | undefined {
  const [name = '', id = ''] = value.split(':');
  const type = entityTypes.find((each) => each === name);
  return type === undefined || id === '' ? undefined : { type, id: idOf(id) };
}

/** One record. Attributes that a resource does not declare (password, access level) never leave the simulator. */
export interface Entity {
  readonly type: EntityType;
  readonly id: EntityId;
  readonly attributes: Readonly<Record<string, Json>>;
  readonly toOne: Readonly<Record<string, EntityId | null>>;
  readonly toMany: Readonly<Record<string, readonly EntityId[]>>;
}

const id = z.string().transform((value) => value as EntityId);

/** Checks what a data file holds. */
export const entitySchema: z.ZodType<Entity> = z.object({
  type: z.enum(entityTypes),
  id,
  attributes: z.record(z.string(), z.json()),
  toOne: z.record(z.string(), id.nullable()),
  toMany: z.record(z.string(), z.array(id)),
});

/** The entity with other attributes, links or both; links left out stay. */
export function changed(
  entity: Entity,
  change: Partial<Pick<Entity, 'attributes' | 'toOne' | 'toMany'>>,
): Entity {
  return {
    ...entity,
    attributes: { ...entity.attributes, ...change.attributes },
    toOne: { ...entity.toOne, ...change.toOne },
    toMany: { ...entity.toMany, ...change.toMany },
  };
}

/** A text attribute; null where it is absent or no text. */
export function text(entity: Entity, name: string): string | null {
  const value = entity.attributes[name];
  return typeof value === 'string' ? value : null;
}

/** Ids in the order of the database: numeric ones by number, others by code unit. */
export function compareIds(a: EntityId, b: EntityId): number {
  const difference = Number(a) - Number(b);
  if (!Number.isNaN(difference)) return difference;
  return a < b ? -1 : a > b ? 1 : 0;
}
