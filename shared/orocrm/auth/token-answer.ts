import { z } from 'zod';
import { SyncError } from '../../errors';
import type { HttpAnswer } from '../http';
import { retryAfterSeconds } from '../retry-after';

const tokenSchema = z.object({
  token_type: z.string().optional(),
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
  refresh_token: z.string().min(1).optional(),
});

export type TokenAnswer = z.infer<typeof tokenSchema>;

const refusalSchema = z.object({ error: z.string() });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** No token is given at this address at all: 404, 405, a redirect, or a page for people. */
export function isNoTokenAddress(answer: HttpAnswer): boolean {
  if (answer.status === 404 || answer.status === 405) return true;
  if (answer.status >= 300 && answer.status < 400) return true;
  return answer.status < 500 && answer.text.trimStart().startsWith('<');
}

/** The server refused the grant itself (a refresh token that ran out, say). */
export const isRefusedGrant = (answer: HttpAnswer): boolean => answer.status === 400 || answer.status === 401;

function refusal(answer: HttpAnswer): SyncError {
  const parsed = refusalSchema.safeParse(parseJson(answer.text));
  const reason = parsed.success ? parsed.data.error.replace(/[^a-z_]/g, '').slice(0, 40) : 'no reason given';
  if (reason === 'unsupported_grant_type' || reason === 'unauthorized_client') {
    return new SyncError(`OroCRM's token address does not allow this grant (${reason}).`, {
      kind: 'operator',
      code: 'unauthorized',
      action:
        'Allow the grant on the OAuth application in OroCRM, or use a credential of the kind it allows.',
    });
  }
  return new SyncError(`OroCRM refused the credential (${reason}).`, {
    kind: 'operator',
    code: 'unauthorized',
    action:
      'Check the client id and secret (and user name and password), and that the OAuth application and its user are active.',
  });
}

/**
 * @throws SyncError `unauthorized` for a refused credential, `wrong-setting` when no token is given here,
 * `throttled`, `server-error` or `bad-answer` for the passing.
 */
export function readTokenAnswer(answer: HttpAnswer): TokenAnswer {
  if (answer.status === 429 || answer.status === 503) {
    const wait = retryAfterSeconds(answer);
    throw new SyncError(`OroCRM's token address is busy (${answer.status}).`, {
      kind: 'retry',
      code: 'throttled',
      ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
    });
  }
  if (answer.status >= 500) {
    throw new SyncError(`OroCRM's token address failed (${answer.status}).`, {
      kind: 'retry',
      code: 'server-error',
      action: "If this stays, check the key pair of OroCRM's OAuth server.",
    });
  }
  if (isNoTokenAddress(answer)) {
    throw new SyncError(`There is no token address at this OroCRM (${answer.status}).`, {
      kind: 'operator',
      code: 'wrong-setting',
      action:
        'Check OROCRM_URL and OROCRM_API_PREFIX, and that OroCRM has its OAuth server bundle installed.',
    });
  }
  if (answer.status !== 200) throw refusal(answer);
  const parsed = tokenSchema.safeParse(parseJson(answer.text));
  if (parsed.success) return parsed.data;
  throw new SyncError("OroCRM's token answer has no token.", { kind: 'retry', code: 'bad-answer' });
}
