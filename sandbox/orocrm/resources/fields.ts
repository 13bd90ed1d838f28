import type { AttributeDefinition, FilterDefinition, RelationshipDefinition } from '../jsonapi/resource';
import type { EntityType } from '../model/entity';

type More<T> = Partial<T>;

/** A text with a database column of 255 characters and no validation, unless told otherwise. */
export const string = (more: More<AttributeDefinition> = {}): AttributeDefinition => ({
  kind: 'string',
  ...(more.max === undefined && { column: 255 }),
  write: 'always',
  output: true,
  ...more,
});

/** A text of any length. */
export const longText = (): AttributeDefinition => ({ kind: 'string', write: 'always', output: true });

export const attribute = (
  kind: AttributeDefinition['kind'],
  more: More<AttributeDefinition> = {},
): AttributeDefinition => ({ kind, write: 'always', output: true, ...more });

/** Set by the server; what a client sends is dropped without a word. */
export const serverSet = (
  kind: AttributeDefinition['kind'],
  initial?: AttributeDefinition['initial'],
): AttributeDefinition => ({
  kind,
  write: 'ignored',
  output: true,
  ...(initial !== undefined && { initial }),
});

export const items = (item: 'email' | 'phone'): AttributeDefinition =>
  attribute('items', { item, column: 255 });

export const toOne = (
  target: EntityType,
  more: More<RelationshipDefinition> = {},
): RelationshipDefinition => ({
  target,
  many: false,
  write: 'always',
  endpoint: 'change',
  ...more,
});

export const toMany = (
  target: EntityType,
  more: More<RelationshipDefinition> = {},
): RelationshipDefinition => ({
  ...toOne(target, more),
  many: true,
});

/** Filter on the record's own id. */
export const byId = (kind: 'integer' | 'string', array = kind === 'integer'): FilterDefinition => ({
  on: { id: true },
  kind,
  array,
});

export const byAttribute = (
  name: string,
  kind: FilterDefinition['kind'] = 'string',
  array = kind === 'integer' || kind === 'datetime',
): FilterDefinition => ({ on: { attribute: name }, kind, array });

/** Filter on the id of a linked record; lists only for numeric ids unless told otherwise. */
export const byLink = (
  relationship: string,
  kind: 'integer' | 'string' = 'integer',
  array = kind === 'integer',
): FilterDefinition => ({
  on: { relationship },
  kind,
  array,
});

/** Filter on a link to several types, one of which the filter names. */
export const byMixedLink = (relationship: string): FilterDefinition => ({
  on: { mixed: relationship },
  kind: 'integer',
  array: true,
});

export const byItems = (name: string, item: 'email' | 'phone'): FilterDefinition => ({
  on: { items: name, item },
  kind: 'string',
  array: true,
});
