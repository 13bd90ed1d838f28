import { invalid, type ApiError } from '../jsonapi/errors';
import { isList, isObject, type Json, type JsonObject } from '../jsonapi/json';
import type { RelationshipDefinition } from '../jsonapi/resource';
import { idOf, type EntityId, type RecordKey } from '../model/entity';
import type { Catalogue } from '../resources/catalogue';

/** A record that a relationship names, and where in the request it does. */
export interface Reference extends RecordKey {
  readonly pointer: string;
}

/** A relationship as sent: null, one or several records. */
export interface SubmittedLink {
  readonly name: string;
  readonly many: boolean;
  readonly references: readonly Reference[];
  /** Place of the whole, `/data/relationships/owner/data`. */
  readonly pointer: string;
}

/** Gives the real id of a record that the same request makes or names by the id it was sent with. */
export type Resolve = (type: string, id: string) => EntityId | undefined;

function identifier(
  value: Json,
  definition: RelationshipDefinition,
  pointer: string,
  catalogue: Catalogue,
  resolve: Resolve,
  errors: ApiError[],
): Reference | undefined {
  if (!isObject(value)) return undefined;
  const { type, id } = value;
  if (typeof type !== 'string' || typeof id !== 'string') return undefined;
  const target = catalogue.find(type);
  if (target === undefined) {
    errors.push(invalid('entity type', `Unknown entity type: ${type}.`, { pointer: `${pointer}/type` }));
    return undefined;
  }
  if (!(definition.mixed ?? [definition.target]).includes(target.type)) {
    errors.push(invalid('entity type', 'Not acceptable entity type.', { pointer: `${pointer}/type` }));
    return undefined;
  }
  const known = resolve(type, id);
  if (known !== undefined) return { type: target.type, id: known, pointer };
  if (target.integerId && !/^-?\d+$/.test(id)) {
    const detail = `Expected integer value. Given "${id}".`;
    errors.push(invalid('entity identifier', detail, { pointer: `${pointer}/id` }));
    return undefined;
  }
  return { type: target.type, id: idOf(id), pointer };
}

/** Reads the relationships that a resource declares; their structure was checked before. */
export function readLinks(
  relationships: JsonObject,
  definitions: Readonly<Record<string, RelationshipDefinition>>,
  base: string,
  catalogue: Catalogue,
  resolve: Resolve,
): { links: SubmittedLink[]; errors: ApiError[] } {
  const errors: ApiError[] = [];
  const links = Object.entries(relationships).flatMap(([name, value]): SubmittedLink[] => {
    const definition = definitions[name];
    if (definition === undefined || !isObject(value)) return [];
    const data = value['data'] ?? null;
    const pointer = `${base}/relationships/${name}/data`;
    const items = isList(data)
      ? data
      : data === null || !isObject(data) || Object.keys(data).length === 0
        ? []
        : [data];
    const references = items.flatMap(
      (item, index) =>
        identifier(
          item,
          definition,
          isList(data) ? `${pointer}/${index}` : pointer,
          catalogue,
          resolve,
          errors,
        ) ?? [],
    );
    return [{ name, many: isList(data), references, pointer }];
  });
  return { links, errors };
}
