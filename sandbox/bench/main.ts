import { configureMailboxes } from '../configure-mailboxes';
import { readSandboxSettings } from '../sandbox-settings';
import { startTenant, type Simulators, type Tenant } from '../tenant';
import { measure, type Measured } from './measure';
import { table } from './table';

/** Contacts each way; a smaller number for a quick look. */
const size = Number(process.env['BENCH_RECORDS'] ?? 2000);
const latencies = [0, 20];
const changedShare = 0.01;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run bench`: speed and cost of contacts, measured from outside on one mailbox, idle and changed runs included. */
async function main(): Promise<void> {
  const rows: Measured[] = [];
  for (const latency of latencies) {
    for (const from of ['orocrm', 'outlook'] as const) rows.push(...(await bench(from, latency)));
  }
  print(`\n${size} contacts each way, one mailbox, Node ${process.version}\n`);
  print(table(rows));
}

async function bench(from: 'orocrm' | 'outlook', latencyMs: number): Promise<Measured[]> {
  const settings = readSandboxSettings({
    ...process.env,
    PORT: '0',
    SANDBOX_DATA: '',
    SANDBOX_COMPANY: 'none',
  });
  const address = 'bench@example.org';
  let userId = '';
  const tenant = await startTenant(settings, {
    environment: { ...process.env, SYNC_ENABLE_SYNC: 'false' },
    prepare: (simulators) => {
      userId = fill(simulators, address, from);
      return Promise.resolve();
    },
    log: (line) => {
      if (process.env['SANDBOX_VERBOSE'] !== undefined) print(line);
    },
  });
  try {
    for (const simulator of [tenant.orocrm, tenant.graph])
      if (simulator) simulator.control.latencyMs = latencyMs;
    await configureMailboxes(tenant.functions.url, [{ address, userId }], false);
    const arrow = from === 'orocrm' ? 'OroCRM to Outlook' : 'Outlook to OroCRM';
    const row = async (what: string, records: number): Promise<Measured> => {
      const measured = await measure(tenant, `${what}, ${arrow}`, address, records, latencyMs);
      print(`${measured.what}: ${measured.seconds.toFixed(1)} s (${measured.counts})`);
      return measured;
    };
    const first = await row('first sync', size);
    const idle = await row('idle full comparison', size);
    change(tenant, address, from);
    return [first, idle, await row('1 % changed, full comparison', size)];
  } finally {
    await tenant.stop();
  }
}

function fill({ orocrm, graph }: Simulators, address: string, from: 'orocrm' | 'outlook'): string {
  if (!orocrm || !graph)
    throw new Error('The benchmark needs both simulators: unset OROCRM_URL and the Graph token.');
  const { id } = orocrm.addUser({ username: 'bench', email: address });
  graph.human.createUser({ userPrincipalName: address, mail: address });
  const numbers = Array.from({ length: size }, (_, index) => index);
  if (from === 'outlook') {
    graph.human.createContacts(
      address,
      numbers.map((index) => ({
        ...{ givenName: `Given ${index}`, surname: `Surname ${index}`, jobTitle: 'Engineer' },
        emailAddresses: [{ name: `Given ${index}`, address: `person${index}@example.com` }],
        businessAddress: {
          street: `Street ${index}`,
          city: 'Berlin',
          postalCode: '10115',
          countryOrRegion: 'Germany',
        },
      })),
    );
    return id;
  }
  for (const index of numbers) {
    const email = `person${index}@example.com`;
    orocrm.addContact({
      ...{ owner: id, firstName: `Given ${index}`, lastName: `Surname ${index}`, jobTitle: 'Engineer' },
      ...{ emails: [email], primaryEmail: email, phones: [`030 ${index}`], primaryPhone: `030 ${index}` },
      addresses: [
        { types: ['billing'], street: `Street ${index}`, city: 'Berlin', postalCode: '10115', country: 'DE' },
      ],
    });
  }
  return id;
}

/** A person changes one record in a hundred on the side where they began. */
function change({ orocrm, graph }: Tenant, address: string, from: 'orocrm' | 'outlook'): void {
  const amount = Math.max(1, Math.round(size * changedShare));
  if (from === 'orocrm') {
    for (const contact of (orocrm?.contacts.list() ?? []).slice(0, amount)) {
      orocrm?.contacts.change(contact['id'], { jobTitle: 'Director' });
    }
    return;
  }
  for (const { id } of (graph?.human.contacts(address) ?? []).slice(0, amount)) {
    graph?.human.editContact(address, id, { jobTitle: 'Director' });
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
