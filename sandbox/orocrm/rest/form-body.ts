import { isObject, parseJson, type Json, type JsonObject } from '../jsonapi/json';
import { RestRefused } from './route';

interface Tree {
  [name: string]: string | Tree;
}

/** Puts `a[b][]=x` where PHP would: nested by its brackets, an empty pair counting on. */
function put(tree: Tree, path: readonly string[], value: string): void {
  let place = tree;
  for (const [index, part] of path.entries()) {
    const name = part === '' ? String(Object.keys(place).length) : part;
    if (index === path.length - 1) {
      place[name] = value;
      return;
    }
    const next = place[name];
    const inner: Tree = typeof next === 'object' ? next : {};
    place[name] = inner;
    place = inner;
  }
}

/** PHP has one kind of array; keys that count from zero make it a list. */
function asJson(value: string | Tree): Json {
  if (typeof value === 'string') return value;
  const entries = Object.entries(value);
  if (entries.length > 0 && entries.every(([name], index) => name === String(index))) {
    return entries.map(([, item]) => asJson(item));
  }
  return Object.fromEntries(entries.map(([name, item]) => [name, asJson(item)]));
}

function formValues(text: string): JsonObject {
  const tree: Tree = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const [head = '', ...rest] = name.split('[');
    put(tree, [head, ...rest.map((part) => part.replace(/\]$/, ''))], value);
  }
  const values = asJson(tree);
  return isObject(values) ? values : {};
}

/** The body of a request of the older REST: JSON, or form-encoded as it also takes. @throws RestRefused 400 */
export function formBody(body: Buffer, contentType: string | undefined): JsonObject {
  if (body.length === 0) return {};
  const text = body.toString('utf8');
  if (contentType?.split(';')[0]?.trim() === 'application/x-www-form-urlencoded') return formValues(text);
  let value: Json;
  try {
    value = parseJson(text);
  } catch {
    throw new RestRefused(400, 'Invalid json message received');
  }
  return isObject(value) ? value : {};
}
