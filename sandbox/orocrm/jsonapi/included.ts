import { requestData, type ApiError } from './errors';
import { isList, isObject, type Json, type JsonObject } from './json';

/** `type::id` of a resource object or identifier; undefined where it has none. */
export function objectKey(value: Json | undefined): string | undefined {
  if (!isObject(value)) return undefined;
  const { type, id } = value;
  return typeof type === 'string' && typeof id === 'string' ? `${type}::${id}` : undefined;
}

/** Keys of everything that an object's relationships lead to. */
export function linkedKeys(object: JsonObject): Set<string> {
  const relationships = object['relationships'];
  const keys = new Set<string>();
  if (!isObject(relationships)) return keys;
  for (const value of Object.values(relationships)) {
    const data = isObject(value) ? value['data'] : undefined;
    for (const item of isList(data) ? data : [data]) {
      const key = objectKey(item);
      if (key !== undefined) keys.add(key);
    }
  }
  return keys;
}

/** The included objects of a document; those that are no objects were refused before. */
export function includedObjects(document: JsonObject): JsonObject[] {
  const { included } = document;
  return isList(included) ? included.filter(isObject) : [];
}

/**
 * Every included object must hang on the primary one: named by it, naming it, or linked to one that is. The
 * rest is refused (ValidateIncludedDataDependencies).
 */
export function dependencyErrors(primary: JsonObject, included: readonly JsonObject[]): ApiError[] {
  const primaryKey = objectKey(primary);
  const fromPrimary = linkedKeys(primary);
  const links = included.map(linkedKeys);
  const reached = included.map((object, index) => {
    const key = objectKey(object);
    return (
      (key !== undefined && fromPrimary.has(key)) ||
      (primaryKey !== undefined && links[index]?.has(primaryKey) === true)
    );
  });
  for (let grown = true; grown;) {
    grown = false;
    for (const [index, object] of included.entries()) {
      if (reached[index] === true) continue;
      const key = objectKey(object);
      const linked = included.some((other, at) => {
        const otherKey = objectKey(other);
        return (
          reached[at] === true &&
          ((key !== undefined && links[at]?.has(key) === true) ||
            (otherKey !== undefined && links[index]?.has(otherKey) === true))
        );
      });
      if (linked) {
        reached[index] = true;
        grown = true;
      }
    }
  }
  return included.flatMap((_, index) =>
    reached[index] === true
      ? []
      : [
          requestData(
            'The entity should have a relationship with the primary entity and this should be explicitly specified in the request',
            `/included/${index}`,
          ),
        ],
  );
}
