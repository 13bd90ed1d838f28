import { errorMessage } from './log';
import type { HttpFunction } from './registered-function';
import { compareTemplates, matchTemplate, parseTemplate, type RouteParameters } from './route-template';

export interface RouteMatch {
  readonly target: HttpFunction;
  readonly parameters: RouteParameters;
}

/** Finds the function for a request; `path` is as it came, still encoded. */
export type Router = (method: string, path: string) => RouteMatch | undefined;

/**
 * Routes as the platform does: prefix and template, any case, and the method as part of the match, so that a
 * wrong method is no match at all (reference functions-and-bicep 2, HTTP).
 * @throws Error naming the function when its route is not usable or reserved.
 */
export function createRouter(functions: readonly HttpFunction[], routePrefix: string): Router {
  const routes = functions
    .map((target) => ({ target, segments: parseRoute(target, routePrefix) }))
    .sort((a, b) => compareTemplates(a.segments, b.segments));
  refuseConflicts(functions);
  return (method, path) => {
    const parts = path.split('/').map(decodeSegment).slice(1);
    // A slash at the end makes no difference.
    const segments = parts.at(-1) === '' ? parts.slice(0, -1) : parts;
    for (const { target, segments: template } of routes) {
      if (target.methods.includes(method)) {
        const parameters = matchTemplate(template, segments);
        if (parameters !== undefined) {
          return { target, parameters };
        }
      }
    }
    return undefined;
  };
}

function parseRoute({ name, route }: HttpFunction, routePrefix: string): ReturnType<typeof parseTemplate> {
  // azure-functions-host refuses these: /admin and /runtime are its own.
  if (/^\/*(admin|runtime)/i.test(route)) {
    throw new Error(`Function "${name}": the route "${route}" conflicts with one of the host's own.`);
  }
  try {
    return parseTemplate(`${routePrefix}/${route}`);
  } catch (error) {
    throw new Error(`Function "${name}": ${errorMessage(error)}`, { cause: error });
  }
}

/** Two functions with one route and a method in common: the host starts neither. */
function refuseConflicts(functions: readonly HttpFunction[]): void {
  const owners = new Map<string, string>();
  for (const { name, route, methods } of functions) {
    for (const method of new Set(methods)) {
      const key = `${method} ${route.replace(/^\/+|\/+$/g, '').toLowerCase()}`;
      const owner = owners.get(key);
      if (owner !== undefined) {
        throw new Error(`Functions "${owner}" and "${name}" have the same route: ${key}.`);
      }
      owners.set(key, name);
    }
  }
}

/** Decodes all but an encoded slash, which stays encoded on the platform; wrong encodings stay as they are. */
export function decodeSegment(segment: string): string {
  return segment
    .split(/%2f/i)
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    })
    .join('%2F');
}
