import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { answersItself, faultAnswer, type Answer } from './answer';
import { controlResponder, type ControlRoute } from './control-routes';
import { Dropped, Exchange, type Call, type Notes } from './exchange';
import { FaultTable, faultSchema } from './faults';
import { interceptEnd } from './intercept';
import { loggedBody, readBody } from './read-body';
import { RequestLog } from './request-log';

const MAX_BODY = 64 * 1024 * 1024;
const latencySchema = z.strictObject({ ms: z.number().min(0).max(600_000) });

/** A simulator's own request handler. The body is in `exchange.body`: the request stream is read already. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
) => void | Promise<void>;

/** What a simulator tells its control path about itself. */
export interface ControlOptions {
  /** Subject, entity and kind of a call, known before it is handled (faults match on the subject). */
  readonly describe?: (call: Call) => Notes;
  /** Empties the simulator's own records and settings; log, faults and latency are emptied by the control. */
  readonly reset?: () => void | Promise<void>;
  /** Further calls below `/_control/`. */
  readonly routes?: readonly ControlRoute[];
}

function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { ...answer.headers }).end(answer.body);
}

function lowerCased(headers: IncomingMessage['headers']): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

/**
 * Request log, faults and latency of one simulator, in process and over `/_control/…`. {@link wrap} puts it
 * around any request handler.
 */
export class Control {
  readonly log = new RequestLog();
  readonly faults = new FaultTable();
  /** Added to every HTTP request, not to batch items; milliseconds. */
  latencyMs = 0;
  readonly #options: ControlOptions;
  readonly #respond: ReturnType<typeof controlResponder>;

  constructor(options: ControlOptions = {}) {
    this.#options = options;
    this.#respond = controlResponder([...this.#routes(), ...(options.routes ?? [])]);
  }

  /** Empties everything: records, log, faults, latency. */
  async reset(): Promise<void> {
    await this.#options.reset?.();
    this.log.clear();
    this.faults.clear();
    this.latencyMs = 0;
  }

  /** A listener for `http.createServer` that serves `/_control/…` itself and passes on everything else. */
  wrap(handler: Handler): (request: IncomingMessage, response: ServerResponse) => void {
    return (request, response) => {
      this.#serve(request, response, handler).catch((error: unknown) => {
        // A client that hung up while sending is nobody's fault; anything else is the simulator's.
        if (!response.headersSent) response.writeHead(500);
        response.end(error instanceof Error ? error.message : String(error));
      });
    };
  }

  async #serve(request: IncomingMessage, response: ServerResponse, handler: Handler): Promise<void> {
    const arrival = { at: new Date(), clock: performance.now() };
    const body = await readBody(request, MAX_BODY);
    if (body === undefined) {
      response.writeHead(413).end();
      return;
    }
    const url = request.url ?? '/';
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const query = mark < 0 ? '' : url.slice(mark + 1);
    const method = request.method ?? 'GET';
    if (path.startsWith('/_control/')) {
      await this.#respond(method, path, query, body, response);
      return;
    }
    const call = { method, path, query, headers: lowerCased(request.headers), requestBody: loggedBody(body) };
    const exchange = new Exchange({
      log: this.log,
      faults: this.faults,
      describe: this.#options.describe ?? (() => ({})),
      call,
      body,
      arrival,
    });
    if (this.latencyMs > 0) await sleep(this.latencyMs);
    await this.#apply(exchange, request, response, handler);
  }

  async #apply(
    exchange: Exchange,
    request: IncomingMessage,
    response: ServerResponse,
    handler: Handler,
  ): Promise<void> {
    const effect = exchange.fault?.effect;
    if (effect?.delayMs !== undefined) await sleep(effect.delayMs);
    let dropped = effect?.dropBefore === true;
    interceptEnd(response, () => exchange.finish(dropped ? 0 : response.statusCode));
    if (dropped) {
      response.end();
      return;
    }
    if (effect !== undefined && answersItself(effect) && effect.dropAfter !== true) {
      send(response, faultAnswer(effect));
      return;
    }
    for (const [name, value] of Object.entries(effect?.headers ?? {})) response.setHeader(name, value);
    try {
      await handler(request, response, exchange);
    } catch (error) {
      if (!(error instanceof Dropped)) throw error;
      dropped = true;
      response.end();
    }
  }

  #routes(): ControlRoute[] {
    return [
      {
        method: 'GET',
        path: '/_control/log',
        handle: ({ query }) =>
          this.log.since(
            z.coerce
              .number()
              .int()
              .min(0)
              .parse(query.get('since') ?? 0),
          ),
      },
      { method: 'DELETE', path: '/_control/log', handle: () => this.log.clear() },
      { method: 'GET', path: '/_control/latency', handle: () => ({ ms: this.latencyMs }) },
      {
        method: 'PUT',
        path: '/_control/latency',
        handle: ({ body }) => {
          this.latencyMs = latencySchema.parse(body).ms;
          return { ms: this.latencyMs };
        },
      },
      { method: 'GET', path: '/_control/faults', handle: () => this.faults.list() },
      {
        method: 'POST',
        path: '/_control/faults',
        handle: ({ body }) => ({ id: this.faults.add(faultSchema.parse(body)) }),
      },
      { method: 'DELETE', path: '/_control/faults', handle: () => this.faults.clear() },
      { method: 'POST', path: '/_control/reset', handle: () => this.reset() },
    ];
  }
}
