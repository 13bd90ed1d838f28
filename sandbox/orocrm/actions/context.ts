import type { Format } from '../jsonapi/media-type';
import type { Json, JsonObject } from '../jsonapi/json';
import type { Viewer } from '../model/users';
import type { World } from '../model/world';
import type { Catalogue } from '../resources/catalogue';
import type { OptionsReader, ViewOptions } from '../jsonapi/read-options';
import { DocumentBuilder } from '../jsonapi/document';

/** Everything an action needs to know about the request it serves. */
export interface ActionContext {
  readonly world: World;
  readonly catalogue: Catalogue;
  readonly viewer: Viewer;
  readonly options: OptionsReader;
  readonly query: string;
  readonly format: Format;
  /** Keys of `X-Include`: `totalCount`, `noHateoas`, `deletedCount`. */
  readonly wanted: ReadonlySet<string>;
  /** `http://host/api`; undefined where the client wants no links. */
  readonly baseUrl: string | undefined;
  /** The same address, also for a client that wants no links: `Location` is always sent. */
  readonly apiUrl: string;
}

/** An answer before it becomes bytes. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
}

export function builderFor(context: ActionContext, view: ViewOptions): DocumentBuilder {
  const { world, catalogue, viewer, baseUrl } = context;
  return new DocumentBuilder({ world, catalogue, viewer, view, baseUrl });
}

/** Top-level document: `links` where they are wanted, `included` where there is something. */
export function documentOf(
  data: Json,
  included: readonly JsonObject[],
  links: Readonly<Record<string, string>> | undefined,
): JsonObject {
  return {
    data,
    ...(links !== undefined && Object.keys(links).length > 0 && { links }),
    ...(included.length > 0 && { included }),
  };
}
