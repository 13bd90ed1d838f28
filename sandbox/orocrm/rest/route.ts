import type { Json, JsonObject } from '../jsonapi/json';
import type { Viewer } from '../model/users';
import type { World } from '../model/world';
import type { Catalogue } from '../resources/catalogue';

/** One request of the older REST, after its caller is known. */
export interface RestCall {
  readonly world: World;
  /** Definitions of the resource types: both APIs write the same records by the same rules. */
  readonly catalogue: Catalogue;
  /** The user the request acts as. */
  readonly viewer: Viewer;
  /** Values of the `:name` parts of the route's path, decoded. */
  readonly params: Readonly<Record<string, string | undefined>>;
  /** As sent, without the question mark: comparisons are written into it (`updatedAt>=…`), so it is not cut up here. */
  readonly query: string;
  /** The parsed body, JSON or form-encoded; an empty object where there is none. */
  readonly body: JsonObject;
  /** Keys of `X-Include`: `totalCount`. */
  readonly wanted: ReadonlySet<string>;
}

/** An answer before it becomes bytes; without `body` it is empty. */
export interface RestAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
}

export type RestMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A call of the older REST. What `handle` throws as {@link RestRefused} is answered as an error. */
export interface RestRoute {
  readonly method: RestMethod;
  /** Below `/api/rest/latest`, with `:name` parts: `/tasks/:id`. */
  readonly path: string;
  /** Kind of record, for the request log and for faults. */
  readonly entity: string;
  readonly handle: (call: RestCall) => RestAnswer;
}

/** A request that is answered with an error: `{"code","message","errors"?}` unless `body` says otherwise. */
export class RestRefused extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** `errors` of a refused form: `{"children":{"title":{"errors":["…"]}}}`. */
    readonly errors?: JsonObject,
  ) {
    super(message);
  }

  /** A record that is there, but not for this user. */
  static forbidden(): RestRefused {
    return new RestRefused(403, 'Forbidden');
  }

  /** A form with errors of its fields by name, and of itself; fields without errors are empty lists. */
  static form(
    fields: readonly string[],
    errors: Readonly<Record<string, readonly string[]>>,
    own: readonly string[] = [],
  ): RestRefused {
    const children = Object.fromEntries(
      fields.map((name): [string, Json] => {
        const each = errors[name] ?? [];
        return [name, each.length > 0 ? { errors: each } : []];
      }),
    );
    return new RestRefused(400, 'Validation Failed', { ...(own.length > 0 && { errors: own }), children });
  }

  get body(): JsonObject {
    const { status, message, errors } = this;
    return { code: status, message, ...(errors !== undefined && { errors }) };
  }
}
