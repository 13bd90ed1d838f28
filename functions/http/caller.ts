import type { HttpRequest } from '@azure/functions';
import type { Services } from '../services';
import type { Caller } from './access';
import { HttpProblem } from './answer';
import { signedInCaller } from './principal';

const keyHeader = 'x-functions-key';
const principalHeader = 'x-ms-client-principal';

/**
 * Who calls: an administrator with the API key, or whom the platform's authentication signed in, where that is on. Its
 * header is trusted only there, because elsewhere anybody could send it. On a local host no key is asked for unless
 * one is set.
 * @throws HttpProblem 401, or SyncError when the secret store cannot be used
 */
export async function identify(
  { config, apiKey }: Pick<Services, 'config' | 'apiKey'>,
  request: Pick<HttpRequest, 'headers'>,
): Promise<Caller> {
  if (config.http.openToLoopback && config.http.key === undefined) return { role: 'admin' };
  const key = request.headers.get(keyHeader);
  const principal = request.headers.get(principalHeader);
  if (key === null && principal !== null && config.http.platformAuthentication) {
    const caller = signedInCaller(principal);
    if (caller !== undefined) return caller;
  }
  if (await apiKey.matches(key ?? '')) return { role: 'admin' };
  throw new HttpProblem(401, 'unauthorized', `Send the API key in ${keyHeader}, or sign in.`);
}
