import type { ApiError } from './errors';
import { isList, isObject, textOf, type Json, type JsonObject } from './json';

/** The "plain" format: what a client gets that does not ask for JSON:API (reference section 0). */
function plainLink(link: Json, included: ReadonlyMap<string, JsonObject>): Json {
  if (isList(link)) return link.map((each) => plainLink(each, included));
  if (!isObject(link)) return null;
  const id = link['id'] ?? null;
  const full = included.get(`${textOf(link['type'])}::${textOf(id)}`);
  return full === undefined ? plainId(id) : plainObject(full, new Map());
}

const plainId = (id: Json): Json => (typeof id === 'string' && /^\d+$/.test(id) ? Number(id) : id);

function plainObject(object: JsonObject, included: ReadonlyMap<string, JsonObject>): JsonObject {
  const { id = null, attributes, relationships } = object;
  const links = isObject(relationships) ? relationships : {};
  return {
    id: plainId(id),
    ...(isObject(attributes) ? attributes : {}),
    ...Object.fromEntries(
      Object.entries(links).map(([name, link]) => [
        name,
        plainLink(isObject(link) ? (link['data'] ?? null) : null, included),
      ]),
    ),
  };
}

/** A JSON:API document in the plain format: no types, no links, related records in place. */
export function plainDocument(document: JsonObject): Json {
  const included = new Map<string, JsonObject>();
  for (const item of isList(document['included']) ? document['included'] : []) {
    if (isObject(item)) included.set(`${textOf(item['type'])}::${textOf(item['id'])}`, item);
  }
  const { data = null } = document;
  if (isList(data)) return data.filter(isObject).map((item) => plainObject(item, included));
  return isObject(data) ? plainObject(data, included) : null;
}

/** Errors in the plain format: a bare list. */
export function plainErrors(errors: readonly ApiError[]): Json {
  return errors.map(({ status, title, detail, pointer, parameter }) => ({
    code: status,
    title,
    ...(detail !== undefined && { detail }),
    ...((pointer ?? parameter) !== undefined && { source: pointer ?? parameter ?? null }),
  }));
}
