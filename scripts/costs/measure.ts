import { bucketOf, startMeasured } from './measured-tenant';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * `node dist/scripts/costs/measure.js MAILBOXES RECORDS [own]`: what each piece of work asks for, counted, one JSON
 * line for each. RECORDS are those of each type; `own` gives each mailbox a credential of its own.
 */
async function main([mailboxes = '2', records = '3', credentials = '']: readonly string[]): Promise<void> {
  const tenant = await startMeasured({
    mailboxes: Number(mailboxes),
    records: Number(records),
    ownCredentials: credentials === 'own',
  });
  const { addresses, orocrmShard } = tenant;
  const bucket = bucketOf(addresses[0] ?? '');
  const members = addresses.filter((address) => bucketOf(address) === bucket).length;
  const poll = (side: string, shard: string) => (): Promise<void> =>
    tenant.run('polls', { side, shard, due: new Date().toISOString() });
  const pollOutlook = poll('outlook', bucket);
  const pollOrocrm = poll('orocrm', orocrmShard);
  const measure = async (what: string, act: () => Promise<void>): Promise<void> =>
    print(JSON.stringify({ what, members, ...(await tenant.work(act)) }));
  try {
    // Once unmeasured: tables are made, dictionaries and folders are read, own writes come back.
    for (const act of [() => tenant.run('housekeeping'), pollOutlook, pollOrocrm, () => tenant.compare()])
      await tenant.work(act);
    for (const timer of ['poll-orocrm', 'poll-outlook', 'sweep', 'housekeeping'])
      await measure(timer, () => tenant.run(timer));
    await measure('outlook poll', pollOutlook);
    await measure('orocrm poll', pollOrocrm);
    await measure('comparison', () => tenant.compare());
    await measure('change in orocrm', async () => {
      tenant.change('orocrm');
      await pollOrocrm();
    });
    // The first one after it looks again at the sync's own write.
    await tenant.work(pollOrocrm);
    await measure('orocrm poll after a change', pollOrocrm);
    await measure('change in outlook', async () => {
      tenant.change('outlook');
      await pollOutlook();
    });
  } finally {
    await tenant.stop();
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`, () =>
      process.exit(1),
    );
  },
);
