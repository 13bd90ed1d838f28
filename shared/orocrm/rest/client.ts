import type { SyncError } from '../../errors';
import { apiUrl, type OrocrmInstallation } from '../access';
import type { AuthorizedHttp } from '../authorized-http';
import { unreadable } from '../json-api/client';
import { Refusal, refusal } from '../json-api/refusal';
import { parseJson } from '../parse-json';
import type { Effect } from '../transport-error';
import { faultyFields } from './faulty-fields';

export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/rest/latest`: `/calendarevents/12`. */
  readonly path: string;
  /** As it stands behind the question mark: comparison is written into it, `updatedAt%3E=…` (reference 3.2). */
  readonly query?: string;
  readonly body?: unknown;
  readonly effect: Effect;
}

/** A success; `body` is undefined where there is none. */
export interface RestAnswer {
  readonly status: number;
  readonly body: unknown;
  /** The server's clock. */
  readonly at: Date;
  /** `X-Include-Total-Count`; undefined where OroCRM does not tell. */
  readonly total: number | undefined;
}

/** OroCRM's older REST: the only way to calendars, events and the workflow of tasks (reference 0). */
export class OlderRest {
  constructor(
    private readonly installation: OrocrmInstallation,
    private readonly http: AuthorizedHttp,
  ) {}

  /** @throws SyncError; an answer that is no success is a `Refusal`. */
  async send(request: RestRequest): Promise<RestAnswer> {
    const { method, path, query, body, effect } = request;
    const answer = await this.http.send({
      ...{ method, effect },
      url: `${apiUrl(this.installation)}/rest/latest${path}${query === undefined ? '' : `?${query}`}`,
      headers: {
        Accept: 'application/json',
        'X-Include': 'totalCount',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const value = parseJson(answer.text);
    const [, type = ''] = path.split('/');
    if (answer.status < 200 || answer.status >= 300) {
      const byId = /^\/[^/]+\/./.test(path);
      const refused = refusal(answer, value, { method, type, byId, effect, document: undefined });
      throw withFields(refused, type, faultyFields(value));
    }
    if (value === undefined && answer.text.trim() !== '') throw unreadable(answer, { effect, type });
    const total = answer.header('x-include-total-count').trim();
    return {
      ...{ status: answer.status, body: value, at: answer.at },
      total: /^\d+$/.test(total) ? Number(total) : undefined,
    };
  }
}

/** A refused value is named by its field and what OroCRM says of it, never by the value. */
function withFields(refused: Refusal, type: string, fields: readonly string[]): SyncError {
  if (refused.code !== 'refused-value' || fields.length === 0) return refused;
  return new Refusal(
    `OroCRM refuses this record of ${type}: ${fields.join('; ')}.`,
    { kind: 'give-up', code: 'refused-value' },
    refused.status,
  );
}
