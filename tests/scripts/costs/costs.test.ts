import { readFile } from 'node:fs/promises';
import { costsOf } from '../../../scripts/costs/costs';
import { documentPath, withTables } from '../../../scripts/costs/document';
import { month, monthSeconds } from '../../../scripts/costs/month';
import { listPrices, type Prices } from '../../../scripts/costs/prices';
import { standardSizes, type Sizes } from '../../../scripts/costs/sizes';

const sizes = (changed: Partial<Sizes> = {}): Sizes => ({ ...standardSizes, ...changed });
const total = (changed: Partial<Sizes>): number => costsOf(sizes(changed), listPrices).total;
const executions = (name: string, changed: Partial<Sizes>): number =>
  month(sizes(changed)).executions[name] ?? 0;

test('the document shows what the module computes: npm run costs -- --write', async () => {
  const text = await readFile(documentPath, 'utf8');
  expect(withTables(text)).toBe(text);
});

test('more mailboxes never cost less, whatever the credentials and the memory', () => {
  for (const credentials of ['service', 'own'] as const) {
    for (const instanceMemoryMB of [512, 2048, 4096] as const) {
      const costs = [0, 1, 2, 5, 25, 26, 100, 500, 501].map((mailboxes) =>
        total({ mailboxes, credentials, instanceMemoryMB }),
      );
      expect(costs).toEqual([...costs].sort((a, b) => a - b));
      expect(new Set(costs).size).toBeGreaterThan(costs.length / 2);
    }
  }
});

test('half an interval doubles its part and nothing else', () => {
  const before = month(sizes({ mailboxes: 25, changesPerDay: 0 }));
  const half = (changed: Partial<Sizes>) => month(sizes({ mailboxes: 25, changesPerDay: 0, ...changed }));

  const graphOfPolls = month(sizes({ mailboxes: 25, changesPerDay: 0, sweepIntervalSeconds: 1e12 }));
  const outlook = half({ outlookIntervalSeconds: 15, sweepIntervalSeconds: 1e12 });
  expect(outlook.graphRequests).toBeCloseTo(2 * graphOfPolls.graphRequests, 0);
  expect(outlook.orocrmRequests).toBeCloseTo(graphOfPolls.orocrmRequests, 0);

  const orocrm = half({ oroCrmIntervalSeconds: 60 });
  const pollsOfOrocrm = monthSeconds / 120;
  expect((orocrm.executions['polls'] ?? 0) - (before.executions['polls'] ?? 0)).toBeCloseTo(pollsOfOrocrm);
  expect(orocrm.graphRequests).toBe(before.graphRequests);

  const sweep = half({ sweepIntervalSeconds: 1800 });
  expect(sweep.executions['records']).toBe(2 * (before.executions['records'] ?? 0));
  expect(sweep.seconds['records']).toBe(2 * (before.seconds['records'] ?? 0));
  expect(sweep.executions['polls']).toBe(before.executions['polls']);
});

test('without mailboxes the fixed part is left: timers, the namespace and the alert rules', () => {
  const counts = month(sizes({ mailboxes: 0 }));
  expect(counts.executions).toMatchObject({
    'poll-outlook': 86_400,
    polls: 0,
    records: 0,
    housekeeping: 720,
  });
  expect([counts.graphRequests, counts.orocrmRequests, counts.vaultOperations]).toEqual([0, 0, 0]);
  const costs = costsOf(sizes({ mailboxes: 0 }), listPrices);
  expect(costs.perMailbox).toBe(0);
  // Three timers, a second each at least, of 2 GB.
  const gbSeconds = 2 * (3 * 86_400 + 720) - 100_000;
  expect(costs.functions).toBeCloseTo(gbSeconds * 0.000026 + ((3 * 86_400 + 720 - 250_000) / 1e6) * 0.4, 4);
});

test('polls of Outlook come in at most 16 messages, those of OroCRM in one for each credential', () => {
  const polls = (changed: Partial<Sizes>) => executions('polls', { oroCrmIntervalSeconds: 1e12, ...changed });
  expect(polls({ mailboxes: 1 })).toBeCloseTo(monthSeconds / 30, 0);
  expect(polls({ mailboxes: 10_000 })).toBeCloseTo((16 * monthSeconds) / 30, 0);
  const orocrm = (changed: Partial<Sizes>) =>
    executions('polls', { outlookIntervalSeconds: 1e12, ...changed });
  expect(orocrm({ mailboxes: 40 })).toBeCloseTo(monthSeconds / 120, 0);
  expect(orocrm({ mailboxes: 40, credentials: 'own' })).toBeCloseTo((40 * monthSeconds) / 120, 0);
});

test('an execution is billed for a second at least, and for what it takes where that is longer', () => {
  const seconds = (mailboxes: number): number => month(sizes({ mailboxes })).seconds['sweep'] ?? 0;
  expect(seconds(1)).toBe(86_400);
  expect(seconds(1000)).toBeGreaterThan(10 * 86_400);
  // A quarter of a core computes four times as long, and waits no longer.
  const small = month(sizes({ mailboxes: 1000, instanceMemoryMB: 512 })).seconds['sweep'] ?? 0;
  const computing = (86_400 * 6003 * 0.002 * 3) / (small - seconds(1000));
  expect(computing).toBeCloseTo(1, 5);
});

test('private networking adds its endpoints, and with the queues the premium namespace instead of the standard one', () => {
  const added = (privateNetworking: Sizes['privateNetworking']): number =>
    total({ privateNetworking, mailboxes: 0 }) - total({ mailboxes: 0 });
  expect(added('data')).toBeGreaterThan(3 * 720 * 0.01);
  expect(added('all') - added('data')).toBeCloseTo(720 * (0.9275 - 0.0135) + 7.2 + 0.54, 1);
});

test('every price is in the total', () => {
  const everything = sizes({
    ...{ mailboxes: 5000, records: 3000, credentials: 'own', alwaysReadyInstances: 1 },
    ...{ privateNetworking: 'data' },
  });
  const variants = [everything, { ...everything, privateNetworking: 'all' as const }];
  const totals = (prices: Prices): number[] => [
    ...variants.map((one) => costsOf(one, prices).total),
    costsOf({ ...everything, storageRedundancy: 'Standard_LRS' }, prices).total,
  ];
  const added = (amounts: readonly number[]): number => amounts.reduce((a, b) => a + b, 0);
  for (const name of Object.keys(listPrices) as (keyof Prices)[]) {
    const dearer = { ...listPrices, [name]: { ...listPrices[name], usd: 2 * listPrices[name].usd } };
    expect({ name, more: added(totals(dearer)) > added(totals(listPrices)) }).toEqual({ name, more: true });
  }
});
