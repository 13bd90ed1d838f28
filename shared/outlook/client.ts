import {
  AuthenticationHandler,
  Client,
  ResponseType,
  RetryHandler,
  RetryHandlerOptions,
  TelemetryHandler,
} from '@microsoft/microsoft-graph-client';
import { asSyncError, SyncError } from '../errors';
import { TokenSource, type GraphAuth } from './client-auth';
import { FailureNote, RequestNotes, TimedFetch, type RequestReport } from './client-middleware';
import { badAnswer, faultOf, graphError, retryAfterSeconds } from './graph-errors';
import type { GraphPath } from './graph-url';
import { networkFailure } from './network-failure';

export interface GraphClientOptions {
  /** `https://graph.microsoft.com`, another cloud, or a simulator; https only, the token is sent nowhere else. */
  readonly baseUrl: string;
  readonly auth: GraphAuth;
  /** Limit for one attempt, head and body. */
  readonly timeoutMs?: number;
  /** The longest that a call sleeps to obey `Retry-After`; beyond it the caller re-sends later. */
  readonly patienceMs?: number;
  readonly onRequest?: (report: RequestReport) => void;
}

export interface GraphRequestSpec {
  readonly method: 'GET' | 'POST';
  readonly path: GraphPath;
  /** Preferences besides immutable ids. */
  readonly prefer?: readonly string[];
  readonly body?: unknown;
  /** Requests inside a batch. */
  readonly items?: number;
  /** Whether a repeat does no harm when the first try may have been carried out. */
  readonly repeatable: boolean;
}

export type Exchange =
  | { readonly ok: true; readonly body: unknown; readonly at: Date }
  /** `executed`: whether Graph may have done what was asked all the same. */
  | { readonly ok: false; readonly error: SyncError; readonly executed: 'no' | 'maybe' };

const defaultTimeoutMs = 60_000;
export const defaultPatienceMs = 5_000;
const firstDelaySeconds = 1;
const repeats = 2;

/** Immutable ids must be asked for in every single request (Graph reference 1.6). */
export const preferHeader = (more: readonly string[] = []): string =>
  ['IdType="ImmutableId"', ...more].join(', ');

/** Graph over the Microsoft client library, with our policy of repeats, time limits and errors. */
export class GraphClient {
  readonly patienceMs: number;
  private readonly tokens: TokenSource;
  private readonly library: Client;

  /** @throws SyncError `operator` when the base URL is not one of https. */
  constructor(options: GraphClientOptions) {
    const base = baseOf(options.baseUrl);
    this.patienceMs = options.patienceMs ?? defaultPatienceMs;
    this.tokens = new TokenSource(options.auth, `${base.origin}/.default`);
    this.library = Client.initWithMiddleware({
      baseUrl: `${base.origin}${base.pathname}`.replace(/\/+$/, ''),
      defaultVersion: 'v1.0',
      // Bare host names: with a port the library would never send the token (Graph reference 4.4).
      customHosts: new Set([base.hostname]),
      middleware: [
        new FailureNote(),
        new AuthenticationHandler(this.tokens),
        new RetryHandler(new RetryHandlerOptions()),
        new TelemetryHandler(),
        new TimedFetch(options.timeoutMs ?? defaultTimeoutMs, options.onRequest),
      ],
    });
  }

  /** GET; the answer is whatever JSON came. @throws SyncError */
  async get(path: GraphPath, prefer: readonly string[] = []): Promise<unknown> {
    const answer = await this.exchange({ method: 'GET', path, prefer, repeatable: true });
    if (!answer.ok) throw answer.error;
    return answer.body;
  }

  /** Sends one request and never throws. A 401 is answered once with a fresh token, a lost read is repeated once. */
  async exchange(request: GraphRequestSpec): Promise<Exchange> {
    const first = await this.attempt(request);
    if (first.ok) return first;
    if (first.renewable) {
      const renewed = await this.tokens.renew(first.challenge).catch(asSyncError);
      if (renewed === true) return this.attempt(request);
    }
    // The library repeats no request that the network lost, and a kept connection may break at any time.
    if (first.error.code === 'unreachable' && first.executed === 'maybe' && request.repeatable) {
      return this.attempt(request);
    }
    return first;
  }

  private async attempt(request: GraphRequestSpec): Promise<Attempt> {
    const { method, path, items = 1 } = request;
    const what = `${method} ${path.template}`;
    const notes = new RequestNotes(method, path.template, items);
    let response: Response;
    let text: string;
    try {
      const call = this.library
        .api(path.url)
        .header('Prefer', preferHeader(request.prefer))
        .responseType(ResponseType.RAW)
        .middlewareOptions([this.retryOptions(request), notes]);
      response = (await (method === 'GET' ? call.get() : call.post(request.body))) as Response;
      text = await response.text();
    } catch (thrown) {
      return failed(networkFailure(notes.failure ?? thrown, what));
    }
    return understand(response, text, what);
  }

  /**
   * The library's handler repeats 429, 503 and 504, a POST as well. A refused request (429) may always be repeated;
   * after 503 and 504 only what does no harm twice. And it would sleep up to three minutes: beyond our patience the
   * caller is told instead.
   */
  private retryOptions(request: GraphRequestSpec): RetryHandlerOptions {
    let slept = 0;
    return new RetryHandlerOptions(
      firstDelaySeconds,
      repeats,
      (delay, _attempt, _request, _options, response) => {
        slept += (retryAfterSeconds(response.headers.get('retry-after')) ?? delay + 1) * 1000;
        const again = slept <= this.patienceMs && (response.status === 429 || request.repeatable);
        // The handler drops the refused answer unread, which would keep its connection busy.
        if (again) response.arrayBuffer().catch(() => undefined);
        return again;
      },
    );
  }
}

type Attempt =
  | Extract<Exchange, { ok: true }>
  | (Extract<Exchange, { ok: false }> & {
      readonly renewable: boolean;
      readonly challenge: string | undefined;
    });

const failed = ({ error, executed }: { error: SyncError; executed: 'no' | 'maybe' }): Attempt => ({
  ok: false,
  error,
  executed,
  renewable: false,
  challenge: undefined,
});

function understand(response: Response, text: string, what: string): Attempt {
  const header = (name: string): string | undefined => response.headers.get(name) ?? undefined;
  const body = parseJson(text);
  if (response.ok) {
    if (body === undefined) return failed({ error: badAnswer(what), executed: 'maybe' });
    return { ok: true, body, at: dateOf(header('date')) };
  }
  const error = graphError(faultOf(response.status, header, body), what);
  return {
    ok: false,
    error,
    executed: response.status >= 500 || response.status === 408 ? 'maybe' : 'no',
    renewable: response.status === 401,
    challenge: header('www-authenticate'),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function dateOf(value: string | undefined): Date {
  const time = Date.parse(value ?? '');
  return Number.isNaN(time) ? new Date() : new Date(time);
}

function baseOf(text: string): URL {
  const base = URL.canParse(text) ? new URL(text) : undefined;
  if (base?.protocol !== 'https:') {
    throw new SyncError('The base URL of Microsoft Graph must be an https address.', {
      kind: 'operator',
      code: 'wrong-setting',
      action: 'Set GRAPH_BASE_URL to an https address.',
    });
  }
  return base;
}
