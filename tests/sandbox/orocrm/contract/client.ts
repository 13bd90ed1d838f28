import type { Json } from '../../../../sandbox/orocrm/jsonapi/json';
import type { SimulatedOrocrm } from '../../../../sandbox/orocrm/start';
import type { FixtureRequest } from './fixture';

/** What came back. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json | undefined;
}

function pairs(query: Readonly<Record<string, Json>>, prefix = ''): [string, string][] {
  return Object.entries(query).flatMap(([name, value]): [string, string][] => {
    const key = prefix === '' ? name : `${prefix}[${name}]`;
    if (typeof value === 'object' && value !== null) return pairs(value as Record<string, Json>, key);
    return [[key, String(value)]];
  });
}

/** Sends a request of the contract data; JSON:API on both sides below `/api`, plain JSON elsewhere and in the older REST. */
export async function send(
  orocrm: SimulatedOrocrm,
  request: FixtureRequest,
  token: string,
): Promise<Received> {
  const { method, path, query = {}, headers = {}, body } = request;
  const api = path.startsWith('/api/');
  const type = api && !path.startsWith('/api/rest/') ? 'application/vnd.api+json' : 'application/json';
  const search = new URLSearchParams(pairs(query)).toString();
  const own = new Headers(headers);
  if (!own.has('accept')) own.set('Accept', type);
  if (body !== undefined && !own.has('content-type')) own.set('Content-Type', type);
  const bodyToken = typeof body === 'object' && body !== null && 'access_token' in body;
  if (api && !own.has('authorization') && !bodyToken) own.set('Authorization', `Bearer ${token}`);
  const response = await fetch(`${orocrm.url}${path}${search === '' ? '' : `?${search}`}`, {
    method,
    headers: own,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' || text.startsWith('<') ? undefined : (JSON.parse(text) as Json),
  };
}

/** A token by client credentials or by user name and password. */
export async function tokenFor(
  orocrm: SimulatedOrocrm,
  parameters: Record<string, string>,
): Promise<Record<string, string>> {
  const response = await fetch(orocrm.tokenUrl, { method: 'POST', body: new URLSearchParams(parameters) });
  return (await response.json()) as Record<string, string>;
}
