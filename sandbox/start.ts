import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { startAzurite } from './azurite/start';
import { seedSampleCompany } from './company/sample-company';
import { startFunctions } from './functions-process';
import { startGraph } from './graph/start';
import { applyLocalSettings } from './host/settings';
import { configureMailboxes } from './configure-mailboxes';
import { startOrocrm } from './orocrm/start';
import { printHelp } from './print-help';
import { reportRuns } from './report-runs';
import { readSandboxSettings, type SandboxSettings } from './sandbox-settings';
import { loadSeed } from './seed/load-seed';
import { startServiceBus } from './service-bus/start';

/** The service user of the simulated OroCRM. */
const serviceClient = { id: 'sandbox-client', secret: 'sandbox-secret' };
const serviceUser = 'sync';
const graphToken = 'sandbox-graph-token';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Brings up a whole tenant on this machine: tables, queues, both simulators (or the real side that the environment
 * names) and the functions, each where its crash harms no other.
 */
async function main(): Promise<void> {
  const appRoot = process.cwd();
  applyLocalSettings(appRoot, process.env);
  const settings = readSandboxSettings(process.env);
  if (settings.data !== undefined) mkdirSync(resolve(settings.data), { recursive: true });
  const folder = (name: string): string | undefined =>
    settings.data === undefined ? undefined : resolve(settings.data, name);

  const [tables, queues, orocrm, graph] = await Promise.all([
    settings.realTables ? undefined : startAzurite({ data: folder('tables') }),
    settings.realQueues ? undefined : startServiceBus(optional('dataFile', folder('queues.sqlite'))),
    settings.realOrocrm
      ? undefined
      : startOrocrm({ version: settings.orocrmVersion, ...optional('data', folder('orocrm')) }),
    settings.realGraph
      ? undefined
      : startGraph({ tokens: [graphToken], ...optional('data', folder('graph')) }),
  ]);
  if (orocrm) {
    seedServiceUser(orocrm);
    print(`orocrm ${orocrm.url}`);
  }
  if (graph) print(`graph ${graph.url} ${graph.caFile}`);
  const mailboxes = orocrm && graph ? await people(settings, orocrm, graph) : [];

  const functions = await startFunctions({
    appRoot,
    port: settings.port,
    timerStateFile: folder('timers.json'),
    environment: {
      ...process.env,
      ...(tables ? { STATE_STORAGE: tables.connectionString } : {}),
      ...(queues ? { SERVICE_BUS: queues.connectionString } : {}),
      ...(orocrm
        ? {
            OROCRM_URL: orocrm.url,
            OROCRM_CLIENT_ID: serviceClient.id,
            OROCRM_CLIENT_SECRET: serviceClient.secret,
          }
        : {}),
      ...(graph
        ? { GRAPH_BASE_URL: graph.url, GRAPH_ACCESS_TOKEN: graphToken, NODE_EXTRA_CA_CERTS: graph.caFile }
        : {}),
      // What `func start` sets on a developer's machine.
      AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
    },
    log: (line) => {
      if (/warning|error/i.test(line) || process.env['SANDBOX_VERBOSE'] !== undefined) print(line);
    },
  });

  const stopReports = reportRuns(functions.url, print);
  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    stopReports();
    await functions.stop();
    await Promise.allSettled([orocrm?.stop(), graph?.stop(), queues?.stop(), tables?.stop()]);
    process.exit(code);
  };
  process.once('SIGTERM', () => void stop(0));
  process.once('SIGINT', () => void stop(0));
  functions.process.once('exit', () => void stop(1));

  await configureMailboxes(functions.url, mailboxes);
  printHelp(print, { functions: functions.url, orocrm: orocrm?.url, graph, mailboxes });
  print(`ready ${functions.url}`);
}

type Orocrm = Awaited<ReturnType<typeof startOrocrm>>;
type Graph = Awaited<ReturnType<typeof startGraph>>;

/** The people of the simulated company, once: a kept company is as it was left. */
async function people(settings: SandboxSettings, orocrm: Orocrm, graph: Graph) {
  if (graph.human.users().length > 0) return [];
  if (settings.seed.length > 0) return loadSeed(settings.seed, orocrm, graph, print);
  return settings.company === 'sample' ? seedSampleCompany(orocrm, graph) : [];
}

function optional<K extends string>(name: K, value: string | undefined): { [key in K]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [key in K]: string });
}

/** The service user sees the whole organisation, as a sync user must (reference: OroCRM 4). */
function seedServiceUser(orocrm: Orocrm): void {
  if (orocrm.people.users().some(({ username }) => username === serviceUser)) return;
  orocrm.addUser({ username: serviceUser, accessLevel: 'organization' });
  orocrm.addClient({ clientId: serviceClient.id, clientSecret: serviceClient.secret, user: serviceUser });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1));
});
