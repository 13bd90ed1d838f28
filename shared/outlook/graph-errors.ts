import { z } from 'zod';
import { SyncError, type ErrorCode, type ErrorKind } from '../errors';

/** What Graph said when it refused: status and code decide, the message never (Graph reference 4.3). */
export interface GraphFault {
  readonly status: number;
  /** Graph's own code, '' when the body was none of Graph's (a proxy's HTML, say). */
  readonly code: string;
  readonly requestId: string;
  readonly retryAfterSeconds: number | undefined;
}

const errorBody = z.object({
  error: z.object({
    code: z.string(),
    innerError: z.object({ 'request-id': z.string().optional() }).nullish(),
  }),
});

/** Reads the fault out of an answer; `header` looks a header up whatever its case. */
export function faultOf(
  status: number,
  header: (name: string) => string | undefined,
  body: unknown,
): GraphFault {
  const parsed = errorBody.safeParse(body);
  return {
    status,
    code: parsed.success ? parsed.data.error.code : '',
    requestId: (parsed.success ? parsed.data.error.innerError?.['request-id'] : '') ?? '',
    retryAfterSeconds: retryAfterSeconds(header('retry-after')),
  };
}

/** `Retry-After` in seconds or as an HTTP date; undefined when absent or unreadable. */
export function retryAfterSeconds(value: string | null | undefined): number | undefined {
  if (value === null || value === undefined || value.trim() === '') return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}

/** Codes that say "this address has no mailbox here", all with 404 (Graph reference 4.3). */
const noMailboxCodes = new Set([
  'mailboxnotenabledforrestapi',
  'mailboxnotsupportedforrestapi',
  'errornonexistentmailbox',
  'errorinvaliduser',
  'resourcenotfound',
  'request_resourcenotfound',
]);

/** Codes of a lost cursor, spelt differently from one document to the next (Graph reference 1.3). */
const lostCursorCodes = new Set(['syncstatenotfound', 'syncstateinvalid', 'resyncrequired']);

/** Space or bandwidth of the mailbox is used up: soon is too soon. */
const quotaWaitSeconds = 900;

interface Verdict {
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly says: string;
  readonly action?: string;
  readonly retryAfterSeconds?: number;
}

/** Turns a refusal into the error that crosses the port. `what` is the request with its ids left out. */
export function graphError(fault: GraphFault, what: string): SyncError {
  const verdict = judge(fault, what);
  const wait = fault.retryAfterSeconds ?? verdict.retryAfterSeconds;
  const trace = [String(fault.status), fault.code, fault.requestId && `request ${fault.requestId}`]
    .filter((part) => part !== '')
    .join(', ');
  return new SyncError(`Microsoft Graph ${verdict.says} at ${what} (${trace}).`, {
    kind: verdict.kind,
    code: verdict.code,
    ...(verdict.action === undefined ? {} : { action: verdict.action }),
    ...(wait === undefined || verdict.kind !== 'retry' ? {} : { retryAfterSeconds: wait }),
  });
}

function judge({ status, code: graphCode }: GraphFault, what: string): Verdict {
  const code = graphCode.toLowerCase();
  if (status === 410 || lostCursorCodes.has(code)) {
    return { kind: 'retry', code: 'cursor-expired', says: 'no longer knows the cursor' };
  }
  // 412 by status, and the code that users saw with other statuses (Graph reference 1.4).
  if (status === 412 || code === 'errorirresolvableconflict') {
    return { kind: 'retry', code: 'changed-meanwhile', says: 'holds a newer version of the item' };
  }
  // Without the permission for tasks To Do answers so, and not with 403 (Graph reference 3).
  if (status === 401 && code === 'unknownerror' && what.includes('/todo/')) {
    return {
      kind: 'operator',
      code: 'forbidden',
      says: 'denied access to Microsoft To Do',
      action: 'Grant the app the application permission Tasks.ReadWrite.All, with admin consent.',
    };
  }
  if (status === 401) {
    return {
      kind: 'operator',
      code: 'unauthorized',
      says: 'refused the access token',
      action: 'Renew GRAPH_ACCESS_TOKEN, or check the identity of the app and its application permissions.',
    };
  }
  if (status === 429) return { kind: 'retry', code: 'throttled', says: 'throttled the request' };
  if (status === 507 || status === 509) {
    return {
      kind: 'retry',
      code: 'throttled',
      says: 'reports that a quota of the mailbox is used up',
      action: 'Check the storage and the limits of the mailbox.',
      retryAfterSeconds: quotaWaitSeconds,
    };
  }
  // Graph's errors have a code. Without one somebody else answered, and nothing may be concluded (not even "gone").
  if (code === '' && status < 500) {
    return {
      kind: 'retry',
      code: 'bad-answer',
      says: 'gave an answer that is none of its own',
      action: 'Check GRAPH_BASE_URL and any proxy on the way.',
    };
  }
  if (status === 403) {
    return {
      kind: 'operator',
      code: 'forbidden',
      says: 'denied access',
      action: 'Grant the application permission, or take the mailbox into the scope of the app in Exchange.',
    };
  }
  if (status === 404) {
    return noMailboxCodes.has(code)
      ? {
          kind: 'operator',
          code: 'mailbox-unavailable',
          says: 'knows no such mailbox',
          action:
            'Check that the address is the user principal name of an account with an Exchange Online mailbox.',
        }
      : { kind: 'give-up', code: 'not-found', says: 'has no such item' };
  }
  // Exchange keeps each occurrence between its neighbours (Graph reference 2.6).
  if (code === 'erroroccurrencecrossingboundary') {
    return {
      kind: 'give-up',
      code: 'refused-value',
      says: 'does not let an occurrence of a series reach or pass the one before or after it',
      action: 'Move the occurrence to a time between its neighbours, or move the neighbour first.',
    };
  }
  if (status >= 500 || status === 408 || status === 409 || status === 423 || status === 424) {
    return { kind: 'retry', code: 'server-error', says: 'failed' };
  }
  return { kind: 'give-up', code: 'refused-value', says: 'refused the request' };
}

/** An answer that came with success, but is not what was asked for. */
export function badAnswer(what: string, cause?: unknown): SyncError {
  return new SyncError(`Microsoft Graph gave an unreadable answer at ${what}.`, {
    kind: 'retry',
    code: 'bad-answer',
    action: 'Check GRAPH_BASE_URL and any proxy on the way.',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** A create that may or may not have happened: look for it before repeating it (Graph reference 4.4). */
export function unknownOutcome(what: string, cause: SyncError): SyncError {
  return new SyncError(`Whether Microsoft Graph carried out ${what} is unknown: ${cause.message}`, {
    kind: 'retry',
    code: 'unknown-outcome',
    ...(cause.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: cause.retryAfterSeconds }),
    cause,
  });
}
