import { GraphError } from '../errors';

/** An entity on its way to the client, in the order of its properties. */
export type Entity = Record<string, unknown>;

/**
 * Reads `$select`; undefined where there is none.
 * @throws GraphError 400 when it names a property that the type does not have.
 */
export function readSelect(
  text: string | undefined,
  type: { name: string; properties: readonly string[] },
): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const names = text.split(',').map((name) => name.trim());
  for (const name of names) {
    if (name === '*' || type.properties.includes(name)) continue;
    throw new GraphError(
      400,
      'BadRequest',
      `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.${type.name}'.`,
    );
  }
  return names.includes('*') ? undefined : names;
}

/** Keeps what was selected, the id, and every annotation: the etag comes even with `$select` (Graph 1.4). */
export function applySelect(entity: Entity, select: readonly string[] | undefined): Entity {
  if (select === undefined) return entity;
  return Object.fromEntries(
    Object.entries(entity).filter(
      ([name]) => name === 'id' || name.startsWith('@odata.') || select.includes(name),
    ),
  );
}
