import {
  app,
  type HttpMethod,
  type HttpRequest,
  type HttpResponseInit,
  type InvocationContext,
} from '@azure/functions';
import type { RunId } from '../../shared/records/ids';
import type { Services } from '../services';
import { admit, type Access, type Reach } from './access';
import { errorAnswer, HttpProblem, notFound } from './answer';
import { identify } from './caller';

/** A request of ours is a few lines; more is refused before it is parsed. */
const maxBodyBytes = 1_000_000;

export type Route = {
  readonly name: string;
  readonly methods: HttpMethod[];
  readonly route: string;
} & (
  | {
      readonly access: Extract<Access, 'anyone'>;
      readonly handle: (request: HttpRequest) => Promise<HttpResponseInit>;
    }
  | {
      readonly access: Exclude<Access, 'anyone'>;
      /** `reach`: what the caller may see and change. */
      readonly handle: (request: HttpRequest, reach: Reach) => Promise<HttpResponseInit>;
    }
);

/** Registers a route: who may call, one operation, an answer or a clear error. */
export function register(services: Services, route: Route): void {
  app.http(route.name, {
    methods: route.methods,
    route: route.route,
    authLevel: 'anonymous',
    handler: async (request, context) => {
      try {
        if (route.access === 'anyone') return await route.handle(request);
        return await route.handle(request, admit(await identify(services, request), route.access));
      } catch (thrown) {
        note(context, route.name, thrown);
        return errorAnswer(thrown);
      }
    },
  });
}

function note(context: InvocationContext, name: string, thrown: unknown): void {
  if (thrown instanceof HttpProblem) return;
  context.error(`${name}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
}

export const json = (body: unknown, status = 200): HttpResponseInit => ({ status, jsonBody: body });

/** A run that was started or joined, and where it tells how it goes. */
export const runStarted = ({ url }: HttpRequest, runId: RunId): HttpResponseInit =>
  json({ runId, statusUrl: new URL(`/api/runs/${runId}`, url).toString() }, 202);

/** The body as JSON; none at all reads as `{}`. @throws HttpProblem 400 or 413 */
export async function readJson(request: HttpRequest): Promise<unknown> {
  const text = await request.text();
  if (Buffer.byteLength(text) > maxBodyBytes) {
    throw new HttpProblem(413, 'too-large', `The body is larger than ${maxBodyBytes} bytes.`);
  }
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpProblem(400, 'malformed-json', 'The body is not JSON.');
  }
}

/** No id of ours is longer; the key of a row could not hold every text (1 KiB). */
const maxParamLength = 400;

/** A part of the route. @throws HttpProblem 404 for what is too long to be the name of anything. */
export function param(request: HttpRequest, name: string): string {
  const value = request.params[name];
  if (value === undefined || value === '')
    throw new HttpProblem(400, 'missing', `The address lacks its ${name}.`);
  if (value.length > maxParamLength) throw notFound(name);
  return value;
}
