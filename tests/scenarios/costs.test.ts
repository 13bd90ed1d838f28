import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { standardSizes, type Sizes } from '../../scripts/costs/sizes';
import {
  comparison,
  housekeeping,
  orocrmPoll,
  outlookPoll,
  ticks,
  type Work,
} from '../../scripts/costs/work';

const line = z.object({
  what: z.string(),
  members: z.number(),
  executions: z.number(),
  byTable: z.record(z.string(), z.number()),
  graph: z.number(),
  orocrm: z.number(),
});
type Line = z.output<typeof line>;

const mailboxes = 2;
const records = 3;
/** Most of it is waiting for the timers to be out of the way. */
const patienceMs = 280_000;

/** Measures a tenant in processes of its own. */
async function measure(...credentials: string[]): Promise<ReadonlyMap<string, Line>> {
  const main = resolve('dist/scripts/costs/measure.js');
  if (!existsSync(main)) throw new Error('The measurement is not built: run npm run build first.');
  const environment = { PATH: process.env['PATH'] };
  const { stdout } = await promisify(execFile)(
    resolve('node_modules/.bin/node'),
    ['--disable-warning=ExperimentalWarning', main, String(mailboxes), String(records), ...credentials],
    { env: environment, timeout: patienceMs },
  );
  const lines = stdout
    .trim()
    .split('\n')
    .map((text) => line.parse(JSON.parse(text)));
  return new Map(lines.map((one) => [one.what, one]));
}

type Counts = Pick<Work, 'tables' | 'vault' | 'graph' | 'orocrm'>;

/** Without a key vault the secrets of mailboxes are rows of a table, so that its reads stand for those of the vault. */
function counted({ byTable, graph, orocrm }: Line): Counts {
  const { secrets: vault = 0, ...tables } = byTable;
  return { tables: Object.values(tables).reduce((a, b) => a + b, 0), vault, graph, orocrm };
}

const expected = ({ tables, vault, graph, orocrm }: Work): Counts => ({
  ...{ tables, vault, graph, orocrm },
});

let measured: Readonly<Record<Sizes['credentials'], ReadonlyMap<string, Line>>>;
beforeAll(async () => {
  const [service, own] = await Promise.all([measure(), measure('own')]);
  measured = { service, own };
}, patienceMs + 10_000);

// Each takes most of a minute. The other kind: COSTS=own npx jest tests/scenarios/costs.test.ts
const kinds: readonly Sizes['credentials'][] = [process.env['COSTS'] === 'own' ? 'own' : 'service'];

test.each(kinds)(
  'what the costs are computed from is what the code asks for, with credentials: %s',
  (credentials) => {
    const of = (what: string): Line => {
      const found = measured[credentials].get(what);
      if (found === undefined) throw new Error(`${what} was not measured.`);
      return found;
    };
    const sizes: Sizes = { ...standardSizes, mailboxes, records: 3 * records, credentials };
    for (const [name, work] of Object.entries(ticks))
      expect({ name, ...counted(of(name)) }).toEqual({ name, ...expected(work(sizes)) });
    expect(counted(of('housekeeping'))).toEqual(expected(housekeeping));
    const outlook = of('outlook poll');
    expect(counted(outlook)).toEqual(expected(outlookPoll(sizes, outlook.members)));
    const served = credentials === 'own' ? 1 : mailboxes;
    expect(counted(of('orocrm poll'))).toEqual(expected(orocrmPoll(sizes, served, 0)));
    expect(counted(of('orocrm poll after a change'))).toEqual(expected(orocrmPoll(sizes, served, 1)));

    const compared = of('comparison');
    const { messages, ...work } = comparison(sizes);
    // The request that starts it is an execution too.
    expect(compared.executions).toBe(messages + 1);
    expect({ ...counted(compared), tables: 0 }).toEqual({ ...expected(work), tables: 0 });
    // One more or less: two slices may write the same row at once.
    expect(Math.abs(counted(compared).tables - work.tables)).toBeLessThanOrEqual(2);
  },
);
