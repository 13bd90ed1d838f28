import { conflict, requestData, type ApiError } from './errors';
import { isEmpty, isList, isObject, type Json, type JsonObject } from './json';

/** Structure checks of JSON:API request documents, in OroCRM's words (ApiBundle, `Request/JsonApi`). */
const members = ['type', 'id', 'meta', 'attributes', 'relationships', 'links'];

function section(data: JsonObject, name: string, pointer: string, notEmpty = false): ApiError[] {
  const value = data[name];
  if (value === undefined) return [];
  const place = `${pointer}/${name}`;
  if (!isObject(value) && !isList(value)) {
    return [requestData(`The '${name}' property should be an array`, place)];
  }
  if (notEmpty && isEmpty(value)) return [requestData(`The '${name}' property should not be empty`, place)];
  if (isList(value) && value.length > 0) {
    return [requestData(`The '${name}' property should be an associative array`, place)];
  }
  return [];
}

function nonBlank(data: JsonObject, name: string, pointer: string, required: boolean): ApiError[] {
  const place = `${pointer}/${name}`;
  const value = data[name];
  if (value === undefined) return required ? [requestData(`The '${name}' property is required`, place)] : [];
  if (value === null) return [requestData(`The '${name}' property should not be null`, place)];
  if (typeof value !== 'string') return [requestData(`The '${name}' property should be a string`, place)];
  return value.trim() === '' ? [requestData(`The '${name}' property should not be blank`, place)] : [];
}

function typeAndId(value: Json, pointer: string): ApiError[] {
  const data = isObject(value) ? value : {};
  return [...nonBlank(data, 'type', pointer, true), ...nonBlank(data, 'id', pointer, true)];
}

function structure(data: JsonObject, pointer: string): ApiError[] {
  return [
    ...Object.keys(data)
      .filter((name) => !members.includes(name))
      .map((name) => requestData(`The '${name}' property is not allowed for a resource object`, pointer)),
    ...section(data, 'meta', pointer),
    ...section(data, 'links', pointer),
  ];
}

function relationshipErrors(relationships: JsonObject, pointer: string): ApiError[] {
  return Object.entries(relationships).flatMap(([name, value]) => {
    const place = `${pointer}/${name}`;
    if (!isObject(value) || value['data'] === undefined) {
      return [requestData("The relationship should have 'data' property", place)];
    }
    const { data } = value;
    if (data === null) return [];
    if (!isObject(data) && !isList(data)) {
      return [requestData("The 'data' property should be an array", `${place}/data`)];
    }
    if (isEmpty(data)) return [];
    return isList(data)
      ? data.flatMap((item, index) => typeAndId(item, `${place}/data/${index}`))
      : typeAndId(data, `${place}/data`);
  });
}

function content(data: JsonObject, pointer: string): ApiError[] {
  const relationships = section(data, 'relationships', pointer, true);
  const links = data['relationships'];
  return [
    ...section(data, 'attributes', pointer, true),
    ...relationships,
    ...(relationships.length === 0 && isObject(links)
      ? relationshipErrors(links, `${pointer}/relationships`)
      : []),
  ];
}

function includedErrors(document: JsonObject): ApiError[] {
  const { included } = document;
  if (included === undefined) return [];
  if (!isList(included)) return [requestData("The 'included' property should be an array", '/included')];
  if (included.length === 0) return [requestData("The 'included' property should not be empty", '/included')];
  return included.flatMap((item, index) => {
    const pointer = `/included/${index}`;
    if (!isObject(item)) return [requestData('The related resource should be an object', pointer)];
    return [...structure(item, pointer), ...typeAndId(item, pointer), ...content(item, pointer)];
  });
}

/** A resource object at the place of the primary data. `id` is the one in the address, for an update. */
export function resourceErrors(
  data: Json,
  type: string,
  id: string | undefined,
  pointer: string,
): ApiError[] {
  if (!isObject(data)) return [requestData('The primary resource object should be an object', pointer)];
  const wrong = [
    ...nonBlank(data, 'type', pointer, true),
    ...nonBlank(data, 'id', pointer, id !== undefined),
  ];
  const mismatch: ApiError[] = [];
  if (typeof data['type'] === 'string' && data['type'] !== type && wrong.length === 0) {
    const detail = "The 'type' property of the primary data object should match the requested resource";
    mismatch.push(conflict(detail, `${pointer}/type`));
  }
  if (id !== undefined && wrong.length === 0 && data['id'] !== id) {
    const detail =
      "The 'id' property of the primary data object should match 'id' parameter of the query string";
    mismatch.push(conflict(detail, `${pointer}/id`));
  }
  return [...structure(data, pointer), ...wrong, ...mismatch, ...content(data, pointer)];
}

/** A document with one resource object and what it includes. */
export function documentErrors(document: JsonObject, type: string, id?: string): ApiError[] {
  const top = [
    ...section(document, 'jsonapi', ''),
    ...section(document, 'meta', ''),
    ...section(document, 'links', ''),
  ];
  const { data } = document;
  if (data === undefined) return [...top, requestData('The primary data object should exist', '/data')];
  if (isEmpty(data)) return [...top, requestData('The primary data object should not be empty', '/data')];
  return [...top, ...resourceErrors(data, type, id, '/data'), ...includedErrors(document)];
}

/** The body of a relationship request: resource identifiers only. */
export function relationshipDocumentErrors(document: JsonObject, many: boolean): ApiError[] {
  const { data } = document;
  if (data === undefined) return [requestData('The "data" top-level section should exist', '/data')];
  if (many) {
    if (!isList(data))
      return [requestData('The list of resource identifier objects should be an array', '/data')];
    return data.flatMap((item, index) => typeAndId(item, `/data/${index}`));
  }
  if (data === null) return [];
  if (!isObject(data)) {
    return [requestData('The resource identifier object should be NULL or an object', '/data')];
  }
  return typeAndId(data, '/data');
}
