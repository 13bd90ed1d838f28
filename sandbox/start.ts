import { seedSampleCompany } from './company/sample-company';
import { configureMailboxes, type SandboxMailbox } from './configure-mailboxes';
import { applyLocalSettings } from './host/settings';
import { printHelp } from './print-help';
import { reportRuns } from './report-runs';
import { readSandboxSettings, type SandboxSettings } from './sandbox-settings';
import { loadSeed } from './seed/load-seed';
import { startTenant, type Simulators } from './tenant';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm start`: a whole tenant, its people, a line for each run, until it is told to stop. */
async function main(): Promise<void> {
  applyLocalSettings(process.cwd(), process.env);
  const settings = readSandboxSettings(process.env);
  let mailboxes: readonly SandboxMailbox[] = [];
  const tenant = await startTenant(settings, {
    environment: process.env,
    prepare: async (simulators) => {
      mailboxes = await people(settings, simulators);
    },
    log: (line) => {
      if (/warning|error/i.test(line) || process.env['SANDBOX_VERBOSE'] !== undefined) print(line);
    },
  });
  const { functions, orocrm, graph } = tenant;
  if (orocrm) print(`orocrm ${orocrm.url}`);
  if (graph) print(`graph ${graph.url} ${graph.caFile}`);

  const stopReports = settings.report === 'runs' ? reportRuns(functions.url, print) : undefined;
  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    stopReports?.();
    await tenant.stop();
    process.exit(code);
  };
  process.once('SIGTERM', () => void stop(0));
  process.once('SIGINT', () => void stop(0));
  functions.process.once('exit', () => void stop(1));

  await configureMailboxes(functions.url, mailboxes);
  printHelp(print, { functions: functions.url, orocrm: orocrm?.url, graph, mailboxes });
  print(`ready ${functions.url}`);
}

/** The people of the simulated company, once: a kept company is as it was left. */
function people(
  settings: SandboxSettings,
  { orocrm, graph }: Simulators,
): readonly SandboxMailbox[] | Promise<readonly SandboxMailbox[]> {
  if (!orocrm || !graph || graph.human.users().length > 0) return [];
  if (settings.seed.length > 0) return loadSeed(settings.seed, orocrm, graph, print);
  return settings.company === 'sample' ? seedSampleCompany(orocrm, graph) : [];
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1));
});
