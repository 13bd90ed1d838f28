import { randomUUID } from 'node:crypto';
import createRouter, { type HTTPMethod, type Instance, type HTTPVersion } from 'find-my-way';
import type { Answer } from '../control';
import { errorBody, GraphError } from './errors';
import { preferenceApplied, readPrefer } from './http/prefer';
import type { GraphAnswer, GraphRequest, Route, RouteContext } from './http/route';
import { withPlainSegments } from './http/split-url';
import { graphRoutes } from './resources/routes';
import type { GraphState } from './state/graph-state';
import { MailboxThrottle } from './throttle';

const JSON_TYPE =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';
const METHODS: readonly HTTPMethod[] = ['GET', 'POST', 'PATCH', 'DELETE'];

/** Answers single operations, whether they come alone or as items of a batch. */
export class GraphService {
  readonly throttle: MailboxThrottle;
  readonly #state: GraphState;
  readonly #now: () => Date;
  readonly #router: Instance<HTTPVersion.V1>;
  readonly #routes = new Map<unknown, Route>();

  constructor(state: GraphState, now: () => Date) {
    this.#state = state;
    this.#now = now;
    this.throttle = new MailboxThrottle(() => state.settings);
    this.#router = createRouter({ maxParamLength: 1000 });
    for (const route of graphRoutes(state)) {
      const marker = (): void => undefined;
      this.#routes.set(marker, route);
      this.#router.on(route.method, route.path, marker);
    }
  }

  /** The mailbox whose limits an operation counts against; undefined for the directory. */
  mailboxOf(request: Pick<GraphRequest, 'method' | 'path'>): string | undefined {
    const [, collection, key, next] = withPlainSegments(request.path).split('/');
    if (collection !== 'users' || key === undefined || next === undefined) return undefined;
    return this.#state.directory.find(safeDecode(key))?.id;
  }

  /** Never throws: every failure is an answer in Graph's form. `before` may refuse the operation. */
  async answer(request: GraphRequest, before: () => void = () => undefined): Promise<Answer> {
    const requestId = randomUUID();
    const clientRequestId = request.headers['client-request-id'] ?? requestId;
    const ids = { requestId, clientRequestId, now: this.#now() };
    const common = { 'request-id': requestId, 'client-request-id': clientRequestId };
    try {
      before();
      const answer = await this.#handle(request);
      const paged = request.method === 'GET';
      return toAnswer(answer, {
        ...common,
        ...preferenceApplied(readPrefer(request.headers['prefer']), paged),
      });
    } catch (error) {
      const known =
        error instanceof GraphError
          ? error
          : new GraphError(
              500,
              'ErrorInternalServerError',
              error instanceof Error ? error.message : String(error),
            );
      const failed = { status: known.status, headers: known.headers, body: errorBody(known, ids) };
      return toAnswer(failed, common);
    }
  }

  async #handle(request: GraphRequest): Promise<GraphAnswer> {
    const { route, params } = this.#find(request);
    const context: RouteContext = { request, params, prefer: readPrefer(request.headers['prefer']) };
    const mailbox = route.mailbox ? this.mailboxOf(request) : undefined;
    if (mailbox === undefined) return route.handle(context);
    return this.throttle.run(mailbox, () => route.handle(context));
  }

  #find({ method, path }: GraphRequest): { route: Route; params: RouteContext['params'] } {
    const plain = withPlainSegments(path);
    const found = this.#router.find(method as HTTPMethod, plain);
    const route = found === null ? undefined : this.#routes.get(found.handler);
    if (found !== null && route !== undefined) return { route, params: found.params };
    if (METHODS.some((other) => this.#router.find(other, plain) !== null)) {
      // Reported for a PATCH of a collection (DCI 7400).
      throw new GraphError(405, 'ErrorInvalidRequest', 'The OData request is not supported.');
    }
    const segment = plain.split('/').at(-1) ?? '';
    throw new GraphError(400, 'BadRequest', `Resource not found for the segment '${segment}'.`);
  }
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A Graph answer as it goes over the wire. */
export function toAnswer(answer: GraphAnswer, headers: Readonly<Record<string, string>>): Answer {
  const all = { ...headers, 'OData-Version': '4.0', 'Cache-Control': 'no-cache', ...answer.headers };
  if (answer.body === undefined) return { status: answer.status, headers: all };
  const body = JSON.stringify(answer.body);
  return { status: answer.status, headers: { 'Content-Type': JSON_TYPE, ...all }, body };
}
