import { SyncError, type SyncErrorDetails } from '../../errors';
import type { HttpAnswer } from '../http';
import { retryAfterSeconds } from '../retry-after';
import type { Effect } from '../transport-error';
import { describeProblems, readProblems, type Problem } from './problems';

/** What was asked, as far as the meaning of a refusal depends on it. */
export interface Asked {
  readonly method: string;
  readonly type: string;
  /** Whether one record was named. */
  readonly byId: boolean;
  readonly effect: Effect;
  readonly document: unknown;
}

/** OroCRM answered, and the answer is no success. */
export class Refusal extends SyncError {
  constructor(
    message: string,
    details: SyncErrorDetails,
    readonly status: number,
    readonly problems: readonly Problem[] = [],
  ) {
    super(message, details);
  }
}

export const apiOffAction =
  'In OroCRM switch on System Configuration, Web API, "Enable API" (System, Configuration, General Setup or Integrations by version), or set OROCRM_API_PREFIX (/admin/api where OroCommerce is installed).';

const permissions: Readonly<Record<string, string>> = {
  GET: 'VIEW',
  POST: 'CREATE (and ASSIGN, to create for another owner)',
  PATCH: 'EDIT',
  DELETE: 'DELETE',
};

/** A page for people instead of data: the address is wrong, or the API is off, or a login is asked for. */
export const isPage = (answer: HttpAnswer): boolean =>
  answer.header('content-type').includes('text/html') || answer.text.trimStart().startsWith('<');

function apiOff(answer: HttpAnswer, problems: readonly Problem[] = []): Refusal {
  return new Refusal(
    `OroCRM's web API is not at this address (${answer.status}).`,
    { kind: 'operator', code: 'api-off', action: apiOffAction },
    answer.status,
    problems,
  );
}

function redirected(answer: HttpAnswer): Refusal {
  const target = answer.header('location');
  const path = target.split(/[?#]/)[0] ?? '';
  if (target === '' || /login/i.test(path)) return apiOff(answer);
  return new Refusal(
    `OroCRM redirects to another address (${answer.status}).`,
    { kind: 'operator', code: 'wrong-setting', action: `Set OROCRM_URL to what answers itself: ${path}` },
    answer.status,
  );
}

function throttled(answer: HttpAnswer): Refusal {
  const wait = retryAfterSeconds(answer);
  return new Refusal(
    `OroCRM is busy (${answer.status}).`,
    { kind: 'retry', code: 'throttled', ...(wait === undefined ? {} : { retryAfterSeconds: wait }) },
    answer.status,
  );
}

function failed(answer: HttpAnswer, effect: Effect): Refusal {
  // A create whose gateway gave up may have been done.
  const code = effect === 'create' ? 'unknown-outcome' : 'server-error';
  return new Refusal(`OroCRM failed (${answer.status}).`, { kind: 'retry', code }, answer.status);
}

function forbidden(answer: HttpAnswer, asked: Asked, problems: readonly Problem[]): Refusal {
  const permission = permissions[asked.method] ?? 'VIEW';
  return new Refusal(
    `OroCRM does not allow ${asked.method} on ${asked.type}.`,
    {
      kind: 'operator',
      code: 'forbidden',
      action: `Give the role of OroCRM's user the permission ${permission} on ${asked.type}; an OAuth application limited to some APIs must also be given this one.`,
    },
    answer.status,
    problems,
  );
}

function notFound(answer: HttpAnswer, asked: Asked, problems: readonly Problem[]): Refusal {
  if (!asked.byId) return apiOff(answer, problems);
  return new Refusal(
    `This record of ${asked.type} is not in OroCRM.`,
    { kind: 'retry', code: 'not-found' },
    answer.status,
    problems,
  );
}

function wrongRequest(answer: HttpAnswer, asked: Asked, problems: readonly Problem[]): Refusal {
  const text = describeProblems(problems) || `status ${answer.status}`;
  if (asked.effect === 'read') {
    return new Refusal(
      `OroCRM refuses to read ${asked.type}: ${text}.`,
      {
        kind: 'operator',
        code: 'wrong-setting',
        action: 'Check that this OroCRM is 4.1 or later and that its API for this type is not customised.',
      },
      answer.status,
      problems,
    );
  }
  return new Refusal(
    `OroCRM refuses this record of ${asked.type}: ${text}.`,
    { kind: 'give-up', code: 'refused-value' },
    answer.status,
    problems,
  );
}

/** What an answer that is no success means (references 1.5, 1.7, 5 and 6.7). 401 has been tried twice by now. */
export function refusal(answer: HttpAnswer, body: unknown, asked: Asked): Refusal {
  const { status } = answer;
  if (status === 429 || status === 503) return throttled(answer);
  if (status >= 500) return failed(answer, asked.effect);
  if (status === 401) {
    return new Refusal(
      'OroCRM refuses the credential (401).',
      {
        kind: 'operator',
        code: 'unauthorized',
        action:
          'Check the credential and that its user is active; WSSE needs an API key of this organisation, and OroCRM 6.1 and later accept OAuth only.',
      },
      status,
    );
  }
  if (status >= 300 && status < 400) return redirected(answer);
  if (isPage(answer)) return apiOff(answer);
  const problems = readProblems(body, asked.document) ?? [];
  if (status === 403) return forbidden(answer, asked, problems);
  if (status === 404) return notFound(answer, asked, problems);
  if (status === 405 || status === 406 || status === 415) {
    return new Refusal(
      `OroCRM does not take ${asked.method} on ${asked.type} (${status}).`,
      {
        kind: 'operator',
        code: 'wrong-setting',
        action:
          'Check OROCRM_API_PREFIX, and that no proxy on the way changes methods or the Accept and Content-Type headers.',
      },
      status,
      problems,
    );
  }
  return wrongRequest(answer, asked, problems);
}
