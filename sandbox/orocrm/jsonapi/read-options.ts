import type { Viewer } from '../model/users';
import type { World } from '../model/world';
import type { Catalogue } from '../resources/catalogue';
import { badFilter, invalid, Refused, type ApiError } from './errors';
import { BadValue, nameList } from './filter-values';
import { FilterReader, type AppliedFilter } from './filters';
import { groupParameters, parseQuery, type QueryParameter } from './query-string';
import type { ResourceDefinition } from './resource';

/** Which fields and related records an answer shows. */
export interface ViewOptions {
  /** By type name; a type that is not named shows everything. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
  /** Paths to related records, for example `addresses.country`. */
  readonly include: readonly string[];
  readonly titles: boolean;
}

export interface SortKey {
  readonly name: string;
  readonly descending: boolean;
}

/** What a list request asks for. */
export interface ListOptions extends ViewOptions {
  readonly filters: readonly AppliedFilter[];
  readonly sort: readonly SortKey[];
  /** -1 = everything. */
  readonly pageSize: number;
  readonly pageNumber: number;
}

const defaultPageSize = 10;
type Parameters = ReadonlyMap<string, readonly QueryParameter[]>;

/** Reads the query of a request, and refuses what the action does not know. */
export class OptionsReader {
  readonly #world: World;
  readonly #catalogue: Catalogue;
  readonly #viewer: Viewer;

  constructor(world: World, catalogue: Catalogue, viewer: Viewer) {
    this.#world = world;
    this.#catalogue = catalogue;
    this.#viewer = viewer;
  }

  /** For a single record: `fields`, `include` and `meta`. @throws Refused */
  view(query: string): ViewOptions {
    const parameters = this.#parse(query);
    const view = this.#view(parameters);
    const unknown = [...parameters].filter(([key]) => !isViewKey(key));
    if (unknown.length > 0)
      throw new Refused(...unknown.map(([, [first]]) => badFilter(first?.source ?? '')));
    return view;
  }

  /** For a list. @throws Refused */
  list(query: string, definition: ResourceDefinition): ListOptions {
    const parameters = this.#parse(query);
    const view = this.#view(parameters);
    const errors: ApiError[] = [];
    const filters = this.#filters(parameters, definition, errors, (key) => isViewKey(key) || isListKey(key));
    const size = this.#number(parameters, 'page[size]', errors, /^-?\d+$/, 'integer') ?? defaultPageSize;
    const number = this.#number(parameters, 'page[number]', errors, /^\d+$/, 'unsigned integer') ?? 1;
    const sort = this.#sort(parameters, definition, errors);
    const { maxEntities } = this.#world.settings;
    if (maxEntities > 0 && size > maxEntities) {
      errors.push(badFilter('page[size]', `The value should be less than or equals to ${maxEntities}.`));
    }
    if (errors.length > 0) throw new Refused(...errors);
    if (size < -1)
      throw new Refused(badFilter('page[size]', 'The value should be greater than or equals to -1.'));
    if (number < 1)
      throw new Refused(badFilter('page[number]', 'The value should be greater than or equals to 1.'));
    const pageSize = size === -1 && maxEntities > 0 ? maxEntities : size;
    return { ...view, filters, sort, pageSize, pageNumber: number };
  }

  /** For the deletion of a list: filters only, and at least one. @throws Refused */
  deletion(query: string, definition: ResourceDefinition): readonly AppliedFilter[] {
    const errors: ApiError[] = [];
    const filters = this.#filters(this.#parse(query), definition, errors, () => false);
    if (errors.length > 0) throw new Refused(...errors);
    if (filters.length === 0) throw new Refused(invalid('filter', 'At least one filter must be provided.'));
    return filters;
  }

  #parse(query: string): Parameters {
    return groupParameters(parseQuery(query, this.#world.capabilities.symbolOperators));
  }

  #view(parameters: Parameters): ViewOptions {
    const errors: ApiError[] = [];
    const fields = new Map<string, ReadonlySet<string>>();
    for (const [key, values] of parameters) {
      const last = values.at(-1);
      if (last?.group !== 'fields') continue;
      if (key === 'fields') errors.push(badFilter('fields', 'An entity type is not specified.'));
      else if (last.path !== 'userprofile' && this.#catalogue.find(last.path) === undefined) {
        errors.push(badFilter(last.source, 'An entity type is not known.'));
      } else fields.set(last.path, new Set(last.value === '' ? [] : names(last, errors)));
    }
    const include = parameters.get('include')?.at(-1);
    const includes = include === undefined ? [] : names(include, errors);
    const meta = parameters.get('meta')?.at(-1);
    const metaNames = meta === undefined ? [] : names(meta, errors);
    for (const name of metaNames) {
      if (name === 'title') continue;
      errors.push(badFilter('meta', `The "${name}" is not known meta property. Known properties: title.`));
    }
    if (errors.length > 0) throw new Refused(...errors);
    return { fields, include: includes, titles: metaNames.includes('title') };
  }

  #filters(
    parameters: Parameters,
    definition: ResourceDefinition,
    errors: ApiError[],
    otherKey: (key: string) => boolean,
  ): AppliedFilter[] {
    const reader = new FilterReader(this.#world, this.#catalogue, this.#viewer);
    const filters: AppliedFilter[] = [];
    for (const [key, values] of parameters) {
      if (otherKey(key)) continue;
      // `?id=1` names the filter without its group: OroCRM finds it when it looks for unknown filters, but not
      // when it applies them, so it has no effect and no error.
      if (definition.filters[key] !== undefined) continue;
      const [first] = values;
      if (first?.group !== 'filter' || key === 'filter') {
        reader.errors.push(badFilter(first?.source ?? key));
        continue;
      }
      for (const each of values) {
        const filter = reader.read(definition, each);
        if (filter !== undefined) filters.push(filter);
      }
    }
    errors.push(...reader.errors);
    return filters;
  }

  #number(
    parameters: Parameters,
    key: string,
    errors: ApiError[],
    pattern: RegExp,
    kind: string,
  ): number | undefined {
    const last = parameters.get(key)?.at(-1);
    if (last === undefined) return undefined;
    if (pattern.test(last.value) && String(Number(last.value)) === last.value) return Number(last.value);
    errors.push(badFilter(last.source, `Expected ${kind} value. Given "${last.value}".`));
    return undefined;
  }

  #sort(parameters: Parameters, definition: ResourceDefinition, errors: ApiError[]): SortKey[] {
    const last = parameters.get('sort')?.at(-1);
    if (last === undefined || last.value === '') return [];
    const keys = last.value.split(',').map((item): SortKey => {
      const name = item.trim();
      return name.startsWith('-') ? { name: name.slice(1), descending: true } : { name, descending: false };
    });
    const unknown = keys.map(({ name }) => name).filter((name) => !definition.sorters.includes(name));
    if (unknown.length > 0) {
      const plural = unknown.length === 1 ? ' is' : 's are';
      const detail = `Sorting by "${unknown.join(', ')}" field${plural} not supported.`;
      errors.push(invalid('sort', detail, { parameter: last.source }));
    }
    return keys;
  }
}

const isViewKey = (key: string): boolean => key === 'include' || key === 'meta' || key.startsWith('fields[');
const isListKey = (key: string): boolean => key === 'sort' || key === 'page[size]' || key === 'page[number]';

function names(parameter: QueryParameter, errors: ApiError[]): string[] {
  try {
    return nameList(parameter.value);
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    errors.push(badFilter(parameter.source, error.message));
    return [];
  }
}
