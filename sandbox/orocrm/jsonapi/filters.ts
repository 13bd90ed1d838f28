import type { Entity, EntityId } from '../model/entity';
import type { Viewer } from '../model/users';
import type { World } from '../model/world';
import type { Catalogue } from '../resources/catalogue';
import { badFilter, Refused, type ApiError } from './errors';
import { BadValue, filterValue, type FilterValue, type Instant, type Scalar } from './filter-values';
import { isList, isObject, type Json } from './json';
import { linkedIds, linkedKeys } from './links';
import type { Operator } from './operators';
import type { QueryParameter } from './query-string';
import type { FilterDefinition, ResourceDefinition } from './resource';

export type Predicate = (entity: Entity) => boolean;

/** A filter that was asked for: what it lets through, and its parts, from which an index may be chosen. */
export interface AppliedFilter {
  readonly path: string;
  readonly operator: Operator;
  readonly value: FilterValue;
  readonly test: Predicate;
}

const comparing: readonly Operator[] = ['lt', 'lte', 'gt', 'gte'];
const common: readonly Operator[] = ['eq', 'neq', 'exists', 'neq_or_null'];

function supported(kind: FilterDefinition['kind'], collection: boolean): readonly Operator[] {
  const ordered = kind === 'integer' || kind === 'datetime';
  return ordered && !collection ? [...common, ...comparing] : common;
}

function isInstant(value: Scalar): value is Instant {
  return typeof value === 'object';
}

function comparable(
  value: Json | undefined,
  kind: FilterDefinition['kind'],
): number | string | boolean | null {
  if (value === null || value === undefined || typeof value === 'object') return null;
  if (kind === 'datetime') return Date.parse(String(value));
  return kind === 'integer' ? Number(value) : value;
}

function equals(actual: number | string | boolean, wanted: Scalar): boolean {
  if (!isInstant(wanted)) return actual === wanted;
  const at = Number(actual);
  return wanted.end > wanted.start ? at >= wanted.start && at < wanted.end : at === wanted.start;
}

function order(actual: number | string | boolean, wanted: Scalar): number {
  const other = isInstant(wanted) ? wanted.start : wanted;
  return actual < other ? -1 : actual > other ? 1 : 0;
}

function matchesValue(actual: number | string | boolean, value: FilterValue): boolean {
  if ('one' in value) return equals(actual, value.one);
  if ('many' in value) return value.many.some((wanted) => equals(actual, wanted));
  return order(actual, value.from) >= 0 && order(actual, value.to) <= 0;
}

/** A field compared as SQL does: an absent value fits no comparison, not even `neq`. */
function fieldTest(
  operator: Operator,
  value: FilterValue,
  actual: number | string | boolean | null,
): boolean {
  if (operator === 'exists') return (actual !== null) === ('one' in value && value.one === true);
  if (actual === null) return operator === 'neq_or_null';
  if (operator === 'neq' || operator === 'neq_or_null') return !matchesValue(actual, value);
  if (operator === 'eq' || !('one' in value)) return matchesValue(actual, value);
  const difference = order(actual, value.one);
  if (operator === 'lt') return difference < 0;
  if (operator === 'lte') return difference <= 0;
  return operator === 'gt' ? difference > 0 : difference >= 0;
}

function collectionTest(
  operator: Operator,
  value: FilterValue,
  actual: readonly (number | string)[],
): boolean {
  const any = actual.some((item) => matchesValue(item, value));
  if (operator === 'exists') return actual.length > 0 === ('one' in value && value.one === true);
  return operator === 'neq' || operator === 'neq_or_null' ? !any : any;
}

const idValue = (id: EntityId, integer: boolean): number | string => (integer ? Number(id) : id);

function itemTexts(entity: Entity, name: string, item: string): string[] {
  const list = entity.attributes[name];
  if (!isList(list)) return [];
  return list.flatMap((each) => (isObject(each) && typeof each[item] === 'string' ? [each[item]] : []));
}

/** Turns `filter[…]` parameters into tests. Unknown filters, values and operators are collected as errors. */
export class FilterReader {
  readonly errors: ApiError[] = [];
  readonly #world: World;
  readonly #catalogue: Catalogue;
  readonly #viewerId: string;

  constructor(world: World, catalogue: Catalogue, viewer: Viewer) {
    this.#world = world;
    this.#catalogue = catalogue;
    this.#viewerId = viewer.user.id;
  }

  read(definition: ResourceDefinition, parameter: QueryParameter): AppliedFilter | undefined {
    try {
      return this.#read(definition, parameter, parameter.path.split('.'));
    } catch (error) {
      if (error instanceof BadValue) this.errors.push(badFilter(parameter.source, error.message));
      else if (error instanceof Refused) this.errors.push(...error.errors);
      else throw error;
      return undefined;
    }
  }

  #read(definition: ResourceDefinition, parameter: QueryParameter, path: readonly string[]): AppliedFilter {
    const [name = '', ...rest] = path;
    const filter = definition.filters[name];
    if (filter === undefined) throw new Refused(badFilter(parameter.source));
    if ('alias' in filter.on) {
      if (rest.length > 0) throw new Refused(badFilter(parameter.source));
      return this.#read(definition, parameter, filter.on.alias.split('.'));
    }
    if ('mixed' in filter.on) return this.#mixed(definition, parameter, filter, filter.on.mixed, rest);
    if (rest.length > 0 && !('relationship' in filter.on)) {
      throw new Refused(badFilter(parameter.source));
    }
    if (rest.length > 0) return this.#nested(definition, parameter, name, rest);
    const collection = 'relationship' in filter.on && definition.relationships[name]?.many === true;
    const { operator } = parameter;
    const several = operator === 'eq' || operator === 'neq' || operator === 'neq_or_null';
    const value =
      operator === 'exists' || operator === 'empty'
        ? filterValue(parameter.value, 'boolean', { array: false, range: false })
        : filterValue(this.#resolved(definition, filter, parameter.value), filter.kind, {
            array: filter.array && several,
            range: several && (filter.kind === 'integer' || filter.kind === 'datetime'),
          });
    if (!supported(filter.kind, collection).includes(operator)) {
      throw new BadValue(`The operator "${operator}" is not supported.`);
    }
    return {
      path: name,
      operator,
      value,
      test: this.#test(definition, filter.on, filter.kind, operator, value),
    };
  }

  /** A filter on a field of a linked record: `filter[owner.username]`. */
  #nested(
    definition: ResourceDefinition,
    parameter: QueryParameter,
    name: string,
    rest: readonly string[],
  ): AppliedFilter {
    const relationship = definition.relationships[name];
    if (relationship === undefined) throw new Refused(badFilter(parameter.source));
    const target = this.#catalogue.of(relationship.target);
    const inner = this.#read(target, parameter, rest);
    return {
      ...inner,
      path: parameter.path,
      test: (entity) =>
        linkedIds(entity, definition, name, this.#world).some((id) => {
          const linked = this.#world.get(relationship.target, id);
          return linked !== undefined && inner.test(linked);
        }),
    };
  }

  /** A filter on a link to several types: it names one of them, and compares ids of that. */
  #mixed(
    definition: ResourceDefinition,
    parameter: QueryParameter,
    { kind, array }: FilterDefinition,
    name: string,
    [wanted, ...rest]: readonly string[],
  ): AppliedFilter {
    const type = definition.relationships[name]?.mixed?.find((each) => each === wanted);
    const { operator, path } = parameter;
    if (type === undefined || rest.length > 0) throw new Refused(badFilter(parameter.source));
    const value =
      operator === 'exists'
        ? filterValue(parameter.value, 'boolean', { array: false, range: false })
        : filterValue(parameter.value, kind, { array, range: false });
    if (!supported(kind, true).includes(operator)) {
      throw new BadValue(`The operator "${operator}" is not supported.`);
    }
    const test: Predicate = (entity) => {
      const keys = linkedKeys(entity, definition, name, this.#world).filter((key) => key.type === type);
      return collectionTest(
        operator,
        value,
        keys.map(({ id }) => idValue(id, kind === 'integer')),
      );
    };
    return { path, operator, value, test };
  }

  /** `mine` stands for the id of the user who asks, wherever a user's id is compared. */
  #resolved(definition: ResourceDefinition, filter: FilterDefinition, text: string): string {
    const target =
      'relationship' in filter.on
        ? definition.relationships[filter.on.relationship]?.target
        : 'id' in filter.on
          ? definition.type
          : undefined;
    return target === 'users' && text === 'mine' ? this.#viewerId : text;
  }

  #test(
    definition: ResourceDefinition,
    on: Exclude<FilterDefinition['on'], { readonly mixed: string } | { readonly alias: string }>,
    kind: FilterDefinition['kind'],
    operator: Operator,
    value: FilterValue,
  ): Predicate {
    if ('id' in on) return (entity) => fieldTest(operator, value, idValue(entity.id, definition.integerId));
    if ('attribute' in on) {
      return (entity) => fieldTest(operator, value, comparable(entity.attributes[on.attribute], kind));
    }
    if ('items' in on) {
      // A join on the items: any of them may fit, and `neq` finds records with any other item.
      return (entity) => {
        const texts = itemTexts(entity, on.items, on.item);
        if (texts.length === 0) return fieldTest(operator, value, null);
        return texts.some((each) => fieldTest(operator, value, each));
      };
    }
    const relationship = definition.relationships[on.relationship];
    const integer = kind === 'integer';
    if (relationship?.many === true) {
      return (entity) =>
        collectionTest(
          operator,
          value,
          linkedIds(entity, definition, on.relationship, this.#world).map((id) => idValue(id, integer)),
        );
    }
    return (entity) => {
      const id = entity.toOne[on.relationship] ?? null;
      return fieldTest(operator, value, id === null ? null : idValue(id, integer));
    };
  }
}
