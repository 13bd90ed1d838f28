import {
  HttpRequest,
  type HttpHandler,
  type HttpMethod,
  type HttpResponseInit,
  type InvocationContext,
} from '@azure/functions';
import { ApiKey } from '../../../functions/http/api-key';
import { registerRoutes } from '../../../functions/http/routes';
import type { Services } from '../../../functions/services';
import { readEnvironment } from '../../../shared/config/environment';
import type { LiveConnections } from '../../../shared/connections/connections';
import { orocrmId } from '../../../shared/records/ids';
import type { SecretStore } from '../../../shared/sync/ports/secrets';
import type { World } from '../../shared/sync/support/world';

export interface Registered {
  readonly methods: readonly HttpMethod[];
  readonly route: string;
  readonly handler: HttpHandler;
}

export const key = 'the-key-of-this-test';

/** Services over a world in memory, where the platform signs people in. */
function servicesOver(world: World): Services {
  const secrets: SecretStore = {
    load: () => Promise.resolve(undefined),
    save: () => Promise.resolve(),
    loadOrCreate: (_name, make) => Promise.resolve(make()),
    remove: () => Promise.resolve(),
  };
  const identity = {
    orocrm: { url: 'https://crm.example.org', organization: orocrmId('1') },
    graphUserId: 'user',
    timeZone: 'UTC',
  };
  return {
    config: readEnvironment({
      OROCRM_URL: 'https://crm.example.org',
      STATE_STORAGE: 'UseDevelopmentStorage=true',
      SERVICE_BUS__fullyQualifiedNamespace: 'bus.servicebus.windows.net',
      WEBSITE_AUTH_ENABLED: 'True',
      FUNCTIONS_KEY: key,
    }),
    ports: world.ports,
    connections: { test: () => Promise.resolve(identity) } as unknown as LiveConnections,
    secrets,
    apiKey: new ApiKey(key, secrets, Date.now),
    installSettings: {
      load: () => Promise.resolve({ value: {}, etag: '' }),
      save: () => Promise.resolve('etag'),
    },
  };
}

/** What the app registers over this world; `registrations` is what the replaced `app.http` has noted, by name. */
export function routesOver(world: World, registrations: Map<string, Registered>): Map<string, Registered> {
  registrations.clear();
  registerRoutes(servicesOver(world));
  return new Map(registrations);
}

export interface Call {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Calls a registered function as the platform does. */
export async function invoke(
  { methods, route, handler }: Registered,
  { params = {}, query = {}, body }: Call,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const request = new HttpRequest({
    method: methods[0] ?? 'GET',
    url: `https://sync.example.org/api/${route}`,
    headers: { ...headers },
    params: { ...params },
    query: { ...query },
    ...(body === undefined ? {} : { body: { string: JSON.stringify(body) } }),
  });
  const context = { error: (...told: unknown[]) => console.error(...told) } as unknown as InvocationContext;
  const answer = (await handler(request, context)) as HttpResponseInit;
  return { status: answer.status ?? 200, body: answer.jsonBody as unknown };
}
