import type { ServerResponse } from 'node:http';
import createRouter, { type HTTPMethod } from 'find-my-way';
import { z } from 'zod';

/** What a control call carries. */
export interface ControlInput {
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: URLSearchParams;
  /** The parsed JSON body; undefined where there is none. */
  readonly body: unknown;
}

/**
 * A call below `/_control/`. What `handle` returns is answered as JSON with 200 (undefined: 204); a
 * {@link ControlError} with its status; a ZodError with 400.
 */
export interface ControlRoute {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** With `:name` parameters, for example `/_control/contacts/:id`. */
  readonly path: string;
  readonly handle: (input: ControlInput) => unknown;
}

/** A control call that cannot be done, with the status to answer. */
export class ControlError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

function parsed(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw new ControlError(400, 'The body is no JSON.');
  }
}

function failure(error: unknown): { status: number; message: string } {
  if (error instanceof ControlError) return { status: error.status, message: error.message };
  if (error instanceof z.ZodError) return { status: 400, message: z.prettifyError(error) };
  return { status: 500, message: error instanceof Error ? error.message : String(error) };
}

function send(response: ServerResponse, status: number, value: unknown): void {
  if (value === undefined) {
    response.writeHead(204).end();
    return;
  }
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

/** Answers the calls of `routes`, and 404 for anything else below `/_control/`. */
export function controlResponder(
  routes: readonly ControlRoute[],
): (method: string, path: string, query: string, body: Buffer, response: ServerResponse) => Promise<void> {
  const router = createRouter({ ignoreTrailingSlash: true, maxParamLength: 2000 });
  const handlers = new Map<unknown, ControlRoute>();
  for (const route of routes) {
    const marker = (): void => undefined;
    handlers.set(marker, route);
    router.on(route.method, route.path, marker);
  }
  return async (method, path, query, body, response) => {
    const found = router.find(method as HTTPMethod, path);
    const route = found === null ? undefined : handlers.get(found.handler);
    if (found === null || route === undefined) {
      send(response, 404, { error: { code: 'NotFound', message: `There is no ${method} ${path}.` } });
      return;
    }
    try {
      const input = { params: found.params, query: new URLSearchParams(query), body: parsed(body) };
      send(response, 200, await route.handle(input));
    } catch (error) {
      const { status, message } = failure(error);
      send(response, status, { error: { code: 'ControlError', message } });
    }
  };
}
