import { badBody, GraphError } from '../errors';

/** What a type of entity has beside the properties that clients write. */
export interface BodyType {
  readonly name: string;
  readonly readOnly: readonly string[];
  readonly navigation: readonly string[];
}

/**
 * The properties of a POST or PATCH body, without its own type annotation.
 * @throws GraphError 400 when it is no object, or says that it is of another type.
 */
export function bodyEntries(body: unknown, type: BodyType): [string, unknown][] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badBody('Unable to read JSON request payload: an object is expected.');
  }
  return Object.entries(body).filter(([name, value]: [string, unknown]) => {
    if (name !== '@odata.type') return true;
    if (value === `#microsoft.graph.${type.name}`) return false;
    throw badBody(`The type '${String(value)}' is no ${type.name}.`);
  });
}

/** Refuses a property that clients do not write: of the server, of a navigation, or unknown. */
export function refuseProperty(type: BodyType, name: string): never {
  if (type.readOnly.includes(name)) {
    // Sending back an entity as it was read is refused (Graph 1.1, msgraph-sdk-dotnet 206).
    throw new GraphError(400, 'ErrorInvalidPropertySet', `Set action is invalid for property '${name}'.`);
  }
  if (type.navigation.includes(name)) {
    throw badBody(`The property '${name}' cannot be written with the ${type.name}.`);
  }
  throw badBody(
    `The property '${name}' does not exist on type 'microsoft.graph.${type.name}'. Make sure to only use property names that are defined by the type.`,
  );
}
