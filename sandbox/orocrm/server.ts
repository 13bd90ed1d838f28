import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Call, Exchange, Handler, Notes } from '../control';
import { allowedMethods, serve } from './api';
import type { ApiAnswer } from './actions/context';
import { authenticate, claimedUser } from './auth/authenticate';
import type { Credentials } from './auth/credentials';
import { TokenEndpoint } from './auth/token-endpoint';
import { readTokenRequest } from './auth/token-request';
import type { BatchQueue } from './batch/queue';
import {
  commonStatus,
  errorObject,
  httpError,
  MethodRefused,
  Refused,
  type ApiError,
} from './jsonapi/errors';
import { isObject, parseJson, type Json, type JsonObject } from './jsonapi/json';
import { isJsonBody, jsonApiType, negotiate, type Format } from './jsonapi/media-type';
import { plainDocument, plainErrors } from './jsonapi/plain';
import { OptionsReader } from './jsonapi/read-options';
import { findUser, viewerOf } from './model/users';
import type { World } from './model/world';
import { restEntity, serveRest } from './rest/rest-api';
import { Catalogue } from './resources/catalogue';

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const json = (value: unknown): string => JSON.stringify(value);
const page = (title: string): string =>
  `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;

/** The address of the token endpoint: with OroCommerce the back office has a prefix, and so has its endpoint. */
export function tokenPath(prefix: string): string {
  return `${prefix.replace(/\/api$/, '')}/oauth2-token`;
}

/** Answers every request that is not for the control path. */
export class OrocrmServer {
  readonly #world: World;
  readonly #credentials: Credentials;
  readonly #queue: BatchQueue;
  readonly #tokens: TokenEndpoint;
  #catalogue: Catalogue | undefined;

  constructor(world: World, credentials: Credentials, queue: BatchQueue) {
    this.#world = world;
    this.#credentials = credentials;
    this.#queue = queue;
    this.#tokens = new TokenEndpoint(world, credentials);
  }

  /** Settings have changed: resource definitions follow. */
  refresh(): void {
    this.#catalogue = undefined;
  }

  get catalogue(): Catalogue {
    this.#catalogue ??= new Catalogue(this.#world.settings);
    return this.#catalogue;
  }

  readonly handle: Handler = async (
    _request: IncomingMessage,
    response: ServerResponse,
    exchange: Exchange,
  ) => {
    const { status, headers, body } = await this.#reply(exchange);
    response.writeHead(status, { ...headers }).end(body);
  };

  /** Subject, type and kind of a call, for the log and for faults. */
  describe(call: Call): Notes {
    const { prefix } = this.#world.settings;
    const { id, username } = claimedUser(call.headers);
    const subject = id ?? (username === undefined ? undefined : findUser(this.#world, username)?.id);
    const inner = call.path.startsWith(`${prefix}/`) ? call.path.slice(prefix.length) : undefined;
    const entity = inner?.startsWith('/rest/') ? restEntity(call.method, inner) : inner?.split('/')[1];
    return {
      ...(subject !== undefined && { subject }),
      ...(entity !== undefined && { entity }),
      ...(call.path.endsWith('/oauth2-token') && { write: false }),
    };
  }

  async #reply(exchange: Exchange): Promise<Reply> {
    const { call } = exchange;
    const { prefix } = this.#world.settings;
    if (call.path === tokenPath(prefix)) return this.#token(exchange);
    // The storefront's endpoint, where there is one, knows no client of the back office.
    if (call.path === '/oauth2-token')
      return tokenError({ error: 'invalid_client', message: 'Client authentication failed' }, 401);
    if (call.path.startsWith(`${prefix}/rest/`)) {
      const path = call.path.slice(prefix.length);
      const shared = { world: this.#world, catalogue: this.catalogue, credentials: this.#credentials };
      const { status, headers = {}, body } = serveRest(shared, exchange, path);
      if (body === undefined) return { status, headers };
      return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: json(body) };
    }
    if (!call.path.startsWith(`${prefix}/`)) {
      return {
        status: 404,
        headers: { 'Content-Type': 'text/html; charset=UTF-8' },
        body: page('404 Not Found'),
      };
    }
    return this.#api(exchange, call.path.slice(prefix.length + 1));
  }

  #token(exchange: Exchange): Reply {
    const { method, headers } = exchange.call;
    if (method === 'OPTIONS') return { status: 200, headers: { Allow: 'OPTIONS, POST' } };
    if (method !== 'POST') {
      const allow = { Allow: 'POST, OPTIONS', 'Content-Type': 'text/html; charset=UTF-8' };
      return { status: 405, headers: allow, body: page('405 Method Not Allowed') };
    }
    try {
      const request = readTokenRequest(exchange.body, headers);
      const outcome = this.#tokens.grant(request);
      if ('refused' in outcome) {
        const { status, ...rest } = outcome.refused;
        const challenge =
          status === 401 && request.basic ? { 'WWW-Authenticate': 'Basic realm="OAuth"' } : {};
        return tokenError(rest, status, challenge);
      }
      return {
        status: 200,
        headers: {
          'Content-Type': 'application/json; charset=UTF-8',
          Pragma: 'no-cache',
          'Cache-Control': 'no-store',
        },
        body: json(outcome.ok),
      };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return {
        status: 400,
        headers: { 'Content-Type': 'application/json' },
        body: json({ code: 400, message: 'Invalid json message received' }),
      };
    }
  }

  async #api(exchange: Exchange, path: string): Promise<Reply> {
    const { headers } = exchange.call;
    let format: Format = (headers['accept'] ?? '').includes(jsonApiType) ? 'jsonapi' : 'plain';
    try {
      // With the web API switched off the firewall has no authenticators and answers like an unknown address;
      // below the prefix every error is an API document (UnhandledApiErrorExceptionListener).
      if (!this.#world.settings.webApi) throw new Refused({ status: 404, title: 'not found http exception' });
      const segments = path.split('/').map((segment) => decodeURIComponent(segment));
      if (exchange.call.method === 'OPTIONS') {
        return {
          status: 200,
          headers: { Allow: allowedMethods(this, segments).join(', '), 'Content-Type': jsonApiType },
        };
      }
      const { document, token } = this.#document(exchange);
      const identity = authenticate(headers, token, this.#world, this.#credentials);
      if ('challenge' in identity) {
        const challenge = identity.challenge === undefined ? {} : { 'WWW-Authenticate': identity.challenge };
        return { status: 401, headers: { 'Content-Type': jsonApiType, ...challenge } };
      }
      exchange.note({ subject: identity.user.id });
      format = negotiate(headers['accept'], headers['content-type']);
      const context = this.#context(exchange, identity.user, format);
      const request = {
        method: exchange.call.method,
        segments,
        document,
        body: exchange.body,
        mode: headers['x-mode'],
      };
      return written(await serve(context, request, this.#queue), format);
    } catch (error) {
      return failure(error, format);
    }
  }

  /** The body, and the access token that may come in it (never in the address). */
  #document(exchange: Exchange): { document: Json | undefined; token: string | undefined } {
    const { method, headers, path } = exchange.call;
    const { prefix } = this.#world.settings;
    const batch = method === 'PATCH' && !path.slice(prefix.length + 1).includes('/');
    if (exchange.body.length === 0 || batch || !isJsonBody(headers['content-type'])) {
      return { document: undefined, token: undefined };
    }
    let document: Json;
    try {
      document = parseJson(exchange.body.toString('utf8'));
    } catch {
      throw new Refused(httpError(400, 'Invalid json message received.'));
    }
    if (!isObject(document)) return { document, token: undefined };
    const { access_token: token, ...rest } = document;
    if (typeof token !== 'string' || headers['content-type'] !== jsonApiType)
      return { document, token: undefined };
    return { document: rest, token };
  }

  #context(
    exchange: Exchange,
    user: Parameters<typeof viewerOf>[0],
    format: Format,
  ): Parameters<typeof serve>[0] {
    const { headers, query } = exchange.call;
    const viewer = viewerOf(user);
    const apiUrl = `http://${headers['host'] ?? 'localhost'}${this.#world.settings.prefix}`;
    const wanted = new Set((headers['x-include'] ?? '').split(';').map((key) => key.trim()));
    return {
      world: this.#world,
      catalogue: this.catalogue,
      viewer,
      options: new OptionsReader(this.#world, this.catalogue, viewer),
      query,
      format,
      wanted,
      baseUrl: wanted.has('noHateoas') || format === 'plain' ? undefined : apiUrl,
      apiUrl,
    };
  }
}

function tokenError(
  error: JsonObject | { error: string; message: string; hint?: string },
  status: number,
  headers: Record<string, string> = {},
): Reply {
  const body = { ...error, error_description: (error as { message: string }).message };
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: json(body) };
}

function written(answer: ApiAnswer, format: Format): Reply {
  const type = format === 'jsonapi' ? jsonApiType : 'application/json';
  const headers = { 'Content-Type': type, ...answer.headers };
  if (answer.body === undefined) return { status: answer.status, headers };
  const body = format === 'plain' && isObject(answer.body) ? plainDocument(answer.body) : answer.body;
  return { status: answer.status, headers, body: json(body) };
}

function errorReply(errors: readonly ApiError[], format: Format): Reply {
  const type = format === 'jsonapi' ? jsonApiType : 'application/json';
  const body = format === 'jsonapi' ? { errors: errors.map(errorObject) } : plainErrors(errors);
  return { status: commonStatus(errors), headers: { 'Content-Type': type }, body: json(body) };
}

function failure(error: unknown, format: Format): Reply {
  if (error instanceof Refused) return errorReply(error.errors, format);
  if (error instanceof MethodRefused) {
    return { status: 405, headers: { Allow: error.allow, 'Content-Type': jsonApiType } };
  }
  // As in OroCRM's debug mode: here it is a fault of the simulator, and has to be found.
  const detail = `*DEBUG ONLY* ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  return errorReply([{ status: 500, title: 'runtime exception', detail }], format);
}
