import type { HttpRequest } from '@azure/functions';
import { z } from 'zod';
import type { Services } from '../services';
import { HttpProblem } from './answer';

const keyHeader = 'x-functions-key';
const principalHeader = 'x-ms-client-principal';

const principal = z.object({
  auth_typ: z.string().min(1),
  claims: z.array(z.object({ typ: z.string(), val: z.string() })),
});

/**
 * Lets a call in with the API key, or with a principal of the platform's authentication where that is on: its header
 * is trusted only there, because elsewhere anybody could send it. On a local host no key is asked for unless one is set.
 * @throws HttpProblem 401, or SyncError when the secret store cannot be used
 */
export async function requireCaller(services: Services, request: HttpRequest): Promise<void> {
  const { config } = services;
  if (config.http.openToLoopback && config.http.key === undefined) return;
  const given = request.headers.get(keyHeader);
  if (given === null && config.http.platformAuthentication && hasPrincipal(request)) return;
  if (await services.apiKey.matches(given ?? '')) return;
  throw new HttpProblem(401, 'unauthorized', `Send the API key in ${keyHeader}, or sign in.`);
}

function hasPrincipal(request: HttpRequest): boolean {
  const header = request.headers.get(principalHeader);
  if (header === null) return false;
  try {
    return principal.safeParse(JSON.parse(Buffer.from(header, 'base64').toString('utf8'))).success;
  } catch {
    return false;
  }
}
