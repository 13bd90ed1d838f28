import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { startAzurite } from './azurite/start';
import { startFunctions, type RunningFunctions } from './functions-process';
import { startGraph, type RunningGraph } from './graph/start';
import { keepPorts, keptPorts } from './kept-ports';
import { startOrocrm, type SimulatedOrocrm } from './orocrm/start';
import type { SandboxSettings } from './sandbox-settings';
import { startServiceBus } from './service-bus/start';

/** The service user of the simulated OroCRM, and the token of the simulated Microsoft 365. */
const serviceUser = 'sync';
const serviceClient = { clientId: 'sandbox-client', clientSecret: 'sandbox-secret' };
export const graphToken = 'sandbox-graph-token';

export interface Simulators {
  /** Absent where the environment names the real one. */
  readonly orocrm: SimulatedOrocrm | undefined;
  readonly graph: RunningGraph | undefined;
}

export interface Tenant extends Simulators {
  readonly functions: RunningFunctions;
  /** Ends everything within 5 s. */
  stop(): Promise<void>;
}

/**
 * Brings up a whole tenant on this machine: tables, queues, both simulators (or the real side that the environment
 * names) and the functions, each where its crash harms no other.
 * @param prepare fills the simulators before the functions start.
 */
export async function startTenant(
  settings: SandboxSettings,
  options: {
    readonly environment: NodeJS.ProcessEnv;
    readonly prepare: (simulators: Simulators) => Promise<void>;
    readonly log: (line: string) => void;
  },
): Promise<Tenant> {
  if (settings.data !== undefined) mkdirSync(resolve(settings.data), { recursive: true });
  const folder = (name: string): string | undefined =>
    settings.data === undefined ? undefined : resolve(settings.data, name);
  const ports = keptPorts(settings.data);
  const [tables, queues, orocrm, graph] = await Promise.all([
    settings.realTables ? undefined : startAzurite({ data: folder('tables') }),
    settings.realQueues ? undefined : startServiceBus(optional('dataFile', folder('queues.sqlite'))),
    settings.realOrocrm
      ? undefined
      : startOrocrm({
          ...{ version: settings.orocrmVersion, port: ports.orocrm },
          ...optional('data', folder('orocrm')),
        }),
    settings.realGraph
      ? undefined
      : startGraph({ tokens: [graphToken], port: ports.graph, ...optional('data', folder('graph')) }),
  ]);
  keepPorts(settings.data, { orocrm: orocrm?.port ?? ports.orocrm, graph: graph?.port ?? ports.graph });
  if (orocrm) seedServiceUser(orocrm);
  await options.prepare({ orocrm, graph });
  const functions = await startFunctions({
    appRoot: resolve(settings.app),
    port: settings.port,
    timerStateFile: folder('timers.json'),
    environment: {
      ...options.environment,
      ...(tables ? { STATE_STORAGE: tables.connectionString } : {}),
      ...(queues ? { SERVICE_BUS: queues.connectionString } : {}),
      ...(orocrm
        ? {
            OROCRM_URL: orocrm.url,
            OROCRM_CLIENT_ID: serviceClient.clientId,
            OROCRM_CLIENT_SECRET: serviceClient.clientSecret,
          }
        : {}),
      ...(graph
        ? {
            ...{ GRAPH_BASE_URL: graph.url, NODE_EXTRA_CA_CERTS: graph.caFile },
            ...(settings.identity ? {} : { GRAPH_ACCESS_TOKEN: graphToken }),
          }
        : {}),
      // What `func start` sets on a developer's machine.
      AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
    },
    log: options.log,
  });
  return {
    orocrm,
    graph,
    functions,
    stop: async () => {
      await functions.stop();
      await Promise.allSettled([orocrm?.stop(), graph?.stop(), queues?.stop(), tables?.stop()]);
    },
  };
}

/** The service user sees the whole organisation, as a sync user must (reference: OroCRM 4). */
function seedServiceUser(orocrm: SimulatedOrocrm): void {
  if (orocrm.people.users().some(({ username }) => username === serviceUser)) return;
  orocrm.addUser({ username: serviceUser, accessLevel: 'organization' });
  orocrm.addClient({ ...serviceClient, user: serviceUser });
}

function optional<K extends string>(name: K, value: string | undefined): { [key in K]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [key in K]: string });
}
