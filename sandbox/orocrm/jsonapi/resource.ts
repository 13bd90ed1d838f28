import type { Entity, EntityType } from '../model/entity';
import type { Viewer } from '../model/users';
import type { World } from '../model/world';

/** How an attribute is read from a request, and what is wrong with it. */
export interface AttributeDefinition {
  readonly kind: 'string' | 'boolean' | 'integer' | 'date' | 'datetime' | 'items' | 'object';
  /** Name of the one text in each item of `items` (`email`, `phone`). */
  readonly item?: 'email' | 'phone';
  /** Longest text by validation: 400. */
  readonly max?: number;
  /** Longest text by the database column, where no validation comes first: 500. */
  readonly column?: number;
  readonly choices?: readonly string[];
  readonly required?: boolean;
  readonly email?: boolean;
  /** `ignored`: OroCRM maps the form field to nothing, so what a client sends has no effect and no error. */
  readonly write: 'always' | 'create' | 'ignored';
  /** False: never answered (password). */
  readonly output: boolean;
  /** What a new record has; null where nothing is said. */
  readonly initial?: string | number | boolean | null;
}

/** A link to records of another type. */
export interface RelationshipDefinition {
  readonly target: EntityType;
  /**
   * Every type that the link may lead to, where there are several (activity targets). Ids of such a link are
   * kept with their type.
   */
  readonly mixed?: readonly EntityType[];
  readonly many: boolean;
  readonly write: 'always' | 'create' | 'ignored';
  readonly required?: boolean;
  /** Whether `/relationships/{name}` can be changed; reading it is always possible. */
  readonly endpoint: 'change' | 'read' | 'none';
  /** Where the links are: in the record itself, or found the other way round. */
  readonly inverse?: (entity: Entity, world: World) => readonly string[];
}

/** What `filter[name]` compares, and with which values (reference section 1.6). */
export interface FilterDefinition {
  readonly on:
    | { readonly id: true }
    | { readonly attribute: string }
    | { readonly relationship: string }
    /** Links to several types: the filter names one of them, `filter[activityTargets][contacts]`. */
    | { readonly mixed: string }
    /** Another name for the field of a linked record, `owner.username`. */
    | { readonly alias: string }
    | { readonly items: string; readonly item: 'email' | 'phone' };
  readonly kind: 'integer' | 'string' | 'datetime' | 'boolean';
  /** Whether `a,b` is a list; for strings only where the configuration says so. */
  readonly array: boolean;
}

export type Action = 'get' | 'list' | 'create' | 'update' | 'delete' | 'deleteList' | 'updateList';

/** Everything that makes one resource type different from another. */
export interface ResourceDefinition {
  readonly type: EntityType;
  readonly integerId: boolean;
  /** Owned by users (`owner`): seen by the owner, and by those whose permissions reach over the organization. */
  readonly owned?: true;
  readonly attributes: Readonly<Record<string, AttributeDefinition>>;
  readonly relationships: Readonly<Record<string, RelationshipDefinition>>;
  readonly filters: Readonly<Record<string, FilterDefinition>>;
  readonly sorters: readonly string[];
  readonly actions: ReadonlySet<Action>;
  /** Whether the viewer may see the record; without it everyone may. */
  readonly visible?: (entity: Entity, viewer: Viewer, world: World) => boolean;
  /** Whether the viewer may change the record, or make a new one (undefined); without it who sees may change. */
  readonly writable?: (viewer: Viewer, entity: Entity | undefined) => boolean;
  /** Display title for `meta=title`. */
  readonly title: (entity: Entity) => string;
}

export const readOnly: ReadonlySet<Action> = new Set<Action>(['get', 'list']);
export const everything: ReadonlySet<Action> = new Set<Action>([
  ...readOnly,
  'create',
  'update',
  'delete',
  'deleteList',
]);

/** A record of a user is seen by its owner, and by those whose permissions reach over the organization. */
export function ownedVisible(entity: Entity, viewer: Viewer): boolean {
  return viewer.level === 'organization' || entity.toOne['owner'] === viewer.user.id;
}

export function isVisible(
  definition: ResourceDefinition,
  entity: Entity,
  viewer: Viewer,
  world: World,
): boolean {
  if (definition.owned === true && !ownedVisible(entity, viewer)) return false;
  return definition.visible?.(entity, viewer, world) ?? true;
}
