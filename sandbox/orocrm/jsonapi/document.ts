import { text, type Entity, type RecordKey } from '../model/entity';
import type { Viewer } from '../model/users';
import type { World } from '../model/world';
import type { Catalogue } from '../resources/catalogue';
import { isList, type Json, type JsonObject } from './json';
import { linkedKeys } from './links';
import type { ViewOptions } from './read-options';
import { isVisible, type ResourceDefinition } from './resource';

/** Related records of one to-many link in an answer, at most (`max_related_entities`). */
const maxRelated = 1000;
/** Depth of `include` (`config_max_nesting_level`). */
const maxDepth = 3;

/** What an answer is built from beside the records. */
export interface DocumentContext {
  readonly world: World;
  readonly catalogue: Catalogue;
  readonly viewer: Viewer;
  readonly view: ViewOptions;
  /** Address of the API, for links; undefined where the client wants none (`X-Include: noHateoas`). */
  readonly baseUrl: string | undefined;
}

/** Shows a record under another type name and address: the profile of the current user. */
export interface Alias {
  readonly type: string;
  readonly self: string;
}

const key = (type: string, id: string): string => `${type}::${id}`;

/** Builds resource objects, and collects the related records that go into `included`. */
export class DocumentBuilder {
  readonly #context: DocumentContext;
  readonly #included = new Map<string, JsonObject>();
  readonly #primary = new Set<string>();

  constructor(context: DocumentContext) {
    this.#context = context;
  }

  /** A primary record, with everything that `include` reaches from it. */
  primary(entity: Entity, alias?: Alias): JsonObject {
    this.#primary.add(key(entity.type, entity.id));
    this.#reach(entity, this.#context.view.include, 1);
    return this.object(entity, alias);
  }

  get included(): JsonObject[] {
    return [...this.#included].filter(([each]) => !this.#primary.has(each)).map(([, object]) => object);
  }

  object(entity: Entity, alias?: Alias): JsonObject {
    const { baseUrl, view, catalogue } = this.#context;
    const definition = catalogue.of(entity.type);
    const type = alias?.type ?? entity.type;
    const shown = view.fields.get(type);
    const wanted = (name: string): boolean => shown?.has(name) ?? true;
    const own = `${baseUrl ?? ''}/${entity.type}/${entity.id}`;
    const attributes = this.#attributes(entity, definition, wanted);
    const relationships = this.#relationships(entity, definition, wanted, own);
    const links: JsonObject =
      alias === undefined ? { self: own } : { self: `${baseUrl ?? ''}${alias.self}`, related: own };
    return {
      type,
      id: entity.id,
      ...(view.titles && { meta: { title: definition.title(entity) } }),
      ...(baseUrl !== undefined && definition.actions.has('get') && { links }),
      ...(Object.keys(attributes).length > 0 && { attributes }),
      ...(Object.keys(relationships).length > 0 && { relationships }),
    };
  }

  #attributes(
    entity: Entity,
    definition: ResourceDefinition,
    wanted: (name: string) => boolean,
  ): Record<string, Json> {
    const { world } = this.#context;
    const attributes: Record<string, Json> = {};
    for (const [name, { output, kind }] of Object.entries(definition.attributes)) {
      if (!output || !wanted(name)) continue;
      const value = entity.attributes[name] ?? (kind === 'items' ? [] : null);
      attributes[name] =
        kind === 'items' && isList(value) && world.settings.listOrder === 'reversed'
          ? [...value].reverse()
          : value;
    }
    if (entity.type === 'asyncoperations' && wanted('elapsedTime'))
      attributes['elapsedTime'] = this.#elapsed(entity);
    return attributes;
  }

  /** Seconds since an operation was started, until it ended. */
  #elapsed(entity: Entity): number {
    const started = Date.parse(text(entity, 'createdAt') ?? '');
    const running = ['new', 'running'].includes(text(entity, 'status') ?? '');
    const end = running ? this.#context.world.clock.now() : Date.parse(text(entity, 'updatedAt') ?? '');
    return Math.max(0, Math.round((end - started) / 1000));
  }

  #relationships(
    entity: Entity,
    definition: ResourceDefinition,
    wanted: (name: string) => boolean,
    own: string,
  ): Record<string, Json> {
    const relationships: Record<string, Json> = {};
    for (const [name, { many, endpoint }] of Object.entries(definition.relationships)) {
      if (!wanted(name)) continue;
      const keys = linkedKeys(entity, definition, name, this.#context.world);
      relationships[name] = {
        ...(this.#context.baseUrl !== undefined &&
          endpoint !== 'none' && {
            links: { self: `${own}/relationships/${name}`, related: `${own}/${name}` },
          }),
        data: linkage(entity.type === 'countries' ? keys : keys.slice(0, maxRelated), many),
      };
    }
    return relationships;
  }

  /** Unknown paths are passed over in silence, as OroCRM does. */
  #reach(entity: Entity, paths: readonly string[], depth: number): void {
    const { world, catalogue, viewer } = this.#context;
    const definition = catalogue.of(entity.type);
    const heads = new Map<string, string[]>();
    for (const path of paths) {
      const [head = '', ...rest] = path.split('.');
      heads.set(head, [...(heads.get(head) ?? []), ...(rest.length > 0 ? [rest.join('.')] : [])]);
    }
    for (const [name, rest] of heads) {
      for (const { type, id } of linkedKeys(entity, definition, name, world)) {
        const linked = world.get(type, id);
        if (linked === undefined || !isVisible(catalogue.of(type), linked, viewer, world)) continue;
        const place = key(linked.type, linked.id);
        if (!this.#included.has(place)) this.#included.set(place, this.object(linked));
        if (depth < maxDepth) this.#reach(linked, rest, depth + 1);
      }
    }
  }
}

/** The `data` of a relationship: identifiers only. */
export function linkage(keys: readonly RecordKey[], many: boolean): Json {
  const identifiers = keys.map(({ type, id }): JsonObject => ({ type, id }));
  return many ? identifiers : (identifiers[0] ?? null);
}
