import createRouter, { type HTTPMethod } from 'find-my-way';
import type { Exchange } from '../../control';
import { authenticate } from '../auth/authenticate';
import type { Credentials } from '../auth/credentials';
import { viewerOf } from '../model/users';
import type { World } from '../model/world';
import type { Catalogue } from '../resources/catalogue';
import { formBody } from './form-body';
import { RestRefused, type RestAnswer, type RestRoute } from './route';
import { restRoutes } from './routes';

const base = /^\/rest\/(?:latest|v1)(\/.*?)(?:\.json)?$/;
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'] as const;

/** What a route is found by; every route of the table has a marker of its own. */
const router = createRouter({ ignoreTrailingSlash: true, maxParamLength: 2000 });
const byMarker = new Map<unknown, RestRoute>();
for (const route of restRoutes) {
  const marker = (): void => undefined;
  byMarker.set(marker, route);
  router.on(route.method, route.path, marker);
}

/** What the older REST shares with the JSON:API. */
export interface RestServer {
  readonly world: World;
  readonly catalogue: Catalogue;
  readonly credentials: Credentials;
}

interface Found {
  readonly route: RestRoute;
  readonly params: Readonly<Record<string, string | undefined>>;
}

function find(method: string, path: string): Found | undefined {
  const found = router.find(method as HTTPMethod, path);
  const route = found === null ? undefined : byMarker.get(found.handler);
  return found === null || route === undefined ? undefined : { route, params: found.params };
}

/** Path below the version, without `.json`; undefined for an address that is none of the older REST. */
function pathOf(path: string): string | undefined {
  return base.exec(path)?.[1];
}

/** Kind of record that a call is about, for the log: of its route, else the first part of its address. */
export function restEntity(method: string, path: string): string | undefined {
  const inner = pathOf(path);
  if (inner === undefined) return undefined;
  return find(method, inner)?.route.entity ?? inner.split('/')[1];
}

/**
 * The older REST (reference section 0), `/api/rest/latest/…`: `path` is the part below the API's prefix. Tokens,
 * the web API switch and the log are those of the JSON:API; errors have the older form.
 */
export function serveRest(server: RestServer, exchange: Exchange, path: string): RestAnswer {
  try {
    return answer(server, exchange, path);
  } catch (error) {
    if (error instanceof RestRefused) return { status: error.status, body: error.body };
    // A fault of the simulator itself, and has to be found.
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { status: 500, body: { code: 500, message } };
  }
}

function answer({ world, catalogue, credentials }: RestServer, exchange: Exchange, path: string): RestAnswer {
  const { method, headers, query } = exchange.call;
  const inner = pathOf(path);
  // Switched off, the firewall of the older REST has no authenticators either (`api_firewalls`).
  if (inner === undefined || !world.settings.webApi) throw new RestRefused(404, 'Not Found');
  const identity = authenticate(headers, undefined, world, credentials);
  if ('challenge' in identity) {
    const challenge = identity.challenge === undefined ? {} : { 'WWW-Authenticate': identity.challenge };
    return { status: 401, headers: challenge };
  }
  exchange.note({ subject: identity.user.id });
  const found = find(method, inner);
  if (found === undefined) {
    const allowed = methods.filter((each) => find(each, inner) !== undefined);
    if (allowed.length === 0) throw new RestRefused(404, 'Not Found');
    const body = new RestRefused(405, 'Method Not Allowed').body;
    return { status: 405, headers: { Allow: allowed.join(', ') }, body };
  }
  return found.route.handle({
    world,
    catalogue,
    viewer: viewerOf(identity.user),
    params: found.params,
    query,
    body: formBody(exchange.body, headers['content-type']),
    wanted: new Set((headers['x-include'] ?? '').split(';').map((key) => key.trim())),
  });
}
