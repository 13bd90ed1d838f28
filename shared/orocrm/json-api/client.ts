import type { z } from 'zod';
import { SyncError } from '../../errors';
import { apiUrl, type OrocrmInstallation } from '../access';
import type { AuthorizedHttp } from '../authorized-http';
import type { HttpAnswer, HttpRequest } from '../http';
import { parseJson } from '../parse-json';
import type { Effect } from '../transport-error';
import { isPage, Refusal, refusal, apiOffAction } from './refusal';

export type Query = Readonly<Record<string, string>>;

export interface ApiRequest {
  readonly method: HttpRequest['method'];
  readonly type: string;
  readonly id?: string;
  readonly query?: Query;
  readonly document?: unknown;
  /** A synchronous batch, from 6.0 on (reference 6.4). */
  readonly mode?: 'sync';
  /** Ask for the number of all records that fit the filters. */
  readonly count?: boolean;
  readonly effect: Effect;
}

/** A success; `body` is undefined where there is none. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
  /** How many records fit the filters; undefined when not asked for or not told. */
  readonly total: number | undefined;
  readonly at: Date;
}

/** No parameters: another Accept silently gives another format (reference 0). */
const mediaType = 'application/vnd.api+json';

/** OroCRM's JSON:API. Every method throws `SyncError`; an answer that is no success is a `Refusal`. */
export class JsonApi {
  constructor(
    private readonly installation: OrocrmInstallation,
    private readonly http: AuthorizedHttp,
  ) {}

  async send(request: ApiRequest): Promise<ApiAnswer> {
    const answer = await this.exchange(request);
    const body = parseJson(answer.text);
    if (answer.status < 200 || answer.status >= 300) {
      throw refusal(answer, body, {
        method: request.method,
        type: request.type,
        byId: request.id !== undefined,
        effect: request.effect,
        document: request.document,
      });
    }
    if (body === undefined && answer.text.trim() !== '') throw unreadable(answer, request);
    const total = answer.header('x-include-total-count').trim();
    return {
      status: answer.status,
      body,
      total: request.count === true && /^\d+$/.test(total) ? Number(total) : undefined,
      at: answer.at,
    };
  }

  private exchange(request: ApiRequest): Promise<HttpAnswer> {
    const { document } = request;
    return this.http.send({
      method: request.method,
      url: this.urlOf(request),
      headers: {
        Accept: mediaType,
        'X-Include': request.count === true ? 'totalCount;noHateoas' : 'noHateoas',
        ...(document === undefined ? {} : { 'Content-Type': mediaType }),
        ...(request.mode === undefined ? {} : { 'X-Mode': request.mode }),
      },
      body: document === undefined ? undefined : JSON.stringify(document),
      effect: request.effect,
    });
  }

  private urlOf(request: ApiRequest): string {
    const id = request.id === undefined ? '' : `/${encodeURIComponent(request.id)}`;
    const query = new URLSearchParams(request.query).toString();
    return `${apiUrl(this.installation)}/${request.type}${id}${query === '' ? '' : `?${query}`}`;
  }
}

/** A success whose body is no JSON: a page for people, or a text that broke off. */
export function unreadable(answer: HttpAnswer, request: Pick<ApiRequest, 'effect' | 'type'>): SyncError {
  if (request.effect === 'create') {
    return new SyncError('The answer to a create cannot be read.', {
      kind: 'retry',
      code: 'unknown-outcome',
    });
  }
  if (isPage(answer)) {
    return new Refusal(
      "OroCRM answered with a page instead of data: this is not its web API's address.",
      { kind: 'operator', code: 'api-off', action: apiOffAction },
      answer.status,
    );
  }
  return new SyncError(`OroCRM's answer about ${request.type} is no JSON.`, {
    kind: 'retry',
    code: 'bad-answer',
  });
}

/** @throws SyncError `bad-answer` naming the paths that do not fit, never the values. */
export function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  answer: ApiAnswer,
  about: string,
): z.output<Schema> {
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues
    .slice(0, 3)
    .map((issue) => issue.path.map(String).join('.') || 'all of it');
  throw new SyncError(`OroCRM's answer about ${about} lacks what it must hold (${paths.join(', ')}).`, {
    kind: 'retry',
    code: 'bad-answer',
  });
}
