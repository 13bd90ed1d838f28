import { calendarOf } from '../calendar-of';
import { configureMailboxes } from '../configure-mailboxes';
import { readSandboxSettings } from '../sandbox-settings';
import { startTenant } from '../tenant';
import { measure, type Measured } from './measure';
import { readBenchOptions, type Chosen } from './options';
import { calendarEvents } from './subjects/calendar-events';
import { contacts } from './subjects/contacts';
import { sides, type BenchSide, type BenchWorld } from './subjects/subject';
import { tasks } from './subjects/tasks';
import { table } from './table';

const subjects = [contacts, tasks, calendarEvents];
const latencies = [0, 20];
const changedShare = 0.01;
const address = 'bench@example.org';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run bench`: speed and cost of each entity, measured from outside on one mailbox, idle and changed runs included. */
async function main(): Promise<void> {
  const all = readBenchOptions(process.env, subjects);
  const rows: Measured[] = [];
  for (const chosen of all) {
    for (const latency of latencies) {
      for (const from of sides) rows.push(...(await bench(chosen, from, latency)));
    }
  }
  const sizes = all.map(({ subject, size }) => `${size} ${subject.entity}`).join(', ');
  print(`\n${sizes} each way, one mailbox, Node ${process.version}\n`);
  print(table(rows));
}

async function bench({ subject, size }: Chosen, from: BenchSide, latencyMs: number): Promise<Measured[]> {
  const { entity } = subject;
  const settings = readSandboxSettings({
    ...process.env,
    PORT: '0',
    SANDBOX_DATA: '',
    SANDBOX_COMPANY: 'none',
  });
  let world: BenchWorld | undefined;
  const tenant = await startTenant(settings, {
    environment: { ...process.env, SYNC_ENABLE_SYNC: 'false' },
    prepare: ({ orocrm, graph }) => {
      if (!orocrm || !graph)
        throw new Error('The benchmark needs both simulators: unset OROCRM_URL and the Graph token.');
      const { id: userId } = orocrm.addUser({ username: 'bench', email: address });
      graph.human.createUser({ userPrincipalName: address, mail: address });
      world = { orocrm, graph, address, userId };
      subject.fill(world, from, size);
      return Promise.resolve();
    },
    log: (line) => {
      if (process.env['SANDBOX_VERBOSE'] !== undefined) print(line);
    },
  });
  try {
    if (world === undefined) throw new Error('The simulators were not prepared.');
    const { orocrm, graph, userId } = world;
    for (const simulator of [orocrm, graph]) simulator.control.latencyMs = latencyMs;
    const mailbox = { address, userId, calendarId: calendarOf(orocrm, userId) };
    const onlyThis = Object.fromEntries(subjects.map((one) => [one.entity, one.entity === entity]));
    await configureMailboxes(tenant.functions.url, [{ ...mailbox, settings: onlyThis }], false);
    const arrow = from === 'orocrm' ? 'OroCRM to Outlook' : 'Outlook to OroCRM';
    const row = async (what: string): Promise<Measured> => {
      const name = `${entity}, ${what}, ${arrow}`;
      const measured = await measure(tenant, { name, mailbox: address, entity, records: size, latencyMs });
      print(`${measured.what}: ${measured.seconds.toFixed(1)} s (${measured.counts})`);
      return measured;
    };
    const first = await row('first sync');
    const idle = await row('idle full comparison');
    subject.change(world, from, Math.max(1, Math.round(size * changedShare)));
    return [first, idle, await row('1 % changed, full comparison')];
  } finally {
    await tenant.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`, () =>
      process.exit(1),
    );
  },
);
