import { GraphError } from '../errors';
import type { Route, RouteMethod } from '../http/route';

const SEGMENTS = ['mailFolders', 'messages'];
const METHODS: readonly RouteMethod[] = ['GET', 'POST', 'PATCH', 'DELETE'];

/** What Graph has but the application was not given: the sync holds no permission for mail. */
export function notGrantedRoutes(): Route[] {
  const handle = (): never => {
    throw new GraphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
  };
  return SEGMENTS.flatMap((segment) =>
    [`/users/:user/${segment}`, `/users/:user/${segment}/*`].flatMap((path) =>
      METHODS.map((method): Route => ({ method, path, mailbox: true, handle })),
    ),
  );
}
