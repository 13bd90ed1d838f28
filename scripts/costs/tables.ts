import { costsOf, sum, type Costs } from './costs';
import { month } from './month';
import { freeGrants, listPrices } from './prices';
import { standardSizes, type Sizes } from './sizes';

/** Numbers of mailboxes that the document shows. */
export const shownMailboxes = [5, 25, 100, 500] as const;

interface Pace {
  readonly name: string;
  readonly sizes: Partial<Sizes>;
}

const minute = 60;
const hour = 3600;

/** Intervals that the document shows. */
const paces: readonly Pace[] = [
  { name: 'default: Outlook 30 s, OroCRM 2 min, comparison 1 h', sizes: {} },
  {
    name: 'calm: Outlook 2 min, OroCRM 5 min, comparison 6 h',
    sizes: pace(2 * minute, 5 * minute, 6 * hour),
  },
  {
    name: 'slow: Outlook 15 min, OroCRM 15 min, comparison 24 h',
    sizes: pace(15 * minute, 15 * minute, 24 * hour),
  },
];

function pace(outlook: number, orocrm: number, sweep: number): Partial<Sizes> {
  return {
    outlookIntervalSeconds: outlook,
    oroCrmIntervalSeconds: orocrm,
    sweepIntervalSeconds: sweep,
  };
}

/** The tables of `docs/costs.md`, in Markdown. */
export function tables(): string {
  return [
    '**USD a month, and USD a month and mailbox**',
    table(
      ['intervals', 'memory', ...shownMailboxes.map((count) => `${count} mailboxes`)],
      paces.flatMap(({ name, sizes }) =>
        ([2048, 512] as const).map((instanceMemoryMB) => [
          name,
          `${instanceMemoryMB} MB`,
          ...acrossMailboxes(
            { ...sizes, instanceMemoryMB },
            ({ total, perMailbox }) => `${usd(total)} (${usd(perMailbox)})`,
          ),
        ]),
      ),
    ),
    '**What it is made of, at the defaults**',
    breakdown({}),
    '**The same with a credential of OroCRM for each mailbox** (`credentials=own`)',
    breakdown({ credentials: 'own' }),
    '**What private networking adds, with 5 mailboxes**',
    table(
      ['privateNetworking', 'USD a month more'],
      (['data', 'all'] as const).map((privateNetworking) => [
        `\`${privateNetworking}\``,
        usd(totalOf({ privateNetworking }) - totalOf({})),
      ]),
    ),
    '**Counts of a month, at the defaults**',
    counts(),
    '**Prices**',
    table(
      ['price', 'USD', 'per', 'source [check the calculator]'],
      Object.entries(listPrices).map(([name, { usd: amount, per, source }]) => [
        `\`${name}\``,
        String(amount),
        per,
        source,
      ]),
    ),
    '**Free each month, per subscription**',
    table(
      ['grant', 'amount'],
      Object.entries(freeGrants).map(([name, amount]) => [`\`${name}\``, whole(amount)]),
    ),
  ].join('\n\n');
}

/** One installation, for `npm run costs -- --mailboxes 40 …`. */
export function oneInstallation(sizes: Sizes): string {
  const costs = costsOf(sizes, listPrices);
  return table(
    ['', 'USD a month'],
    costNames.map((name) => [label(name), usd(costs[name])]),
  );
}

const totalOf = (sizes: Partial<Sizes>): number => costsOf({ ...standardSizes, ...sizes }, listPrices).total;

function acrossMailboxes(sizes: Partial<Sizes>, show: (costs: Costs) => string): string[] {
  return shownMailboxes.map((mailboxes) =>
    show(costsOf({ ...standardSizes, ...sizes, mailboxes }, listPrices)),
  );
}

function breakdown(sizes: Partial<Sizes>): string {
  return table(
    ['USD a month', ...shownMailboxes.map((count) => `${count} mailboxes`)],
    costNames.map((name) => [label(name), ...acrossMailboxes(sizes, (costs) => usd(costs[name]))]),
  );
}

function counts(): string {
  const months = shownMailboxes.map((mailboxes) => month({ ...standardSizes, mailboxes }));
  const functions = Object.keys(months[0]?.seconds ?? {});
  const row = (name: string, of: (one: (typeof months)[number]) => number): string[] => [
    name,
    ...months.map((one) => whole(of(one))),
  ];
  return table(
    ['a month', ...shownMailboxes.map((count) => `${count} mailboxes`)],
    [
      row('executions', ({ executions }) => sum(executions)),
      ...functions.map((name) => row(`of \`${name}\``, ({ executions }) => executions[name] ?? 0)),
      row('billed seconds', ({ seconds }) => sum(seconds)),
      ...functions.map((name) => row(`of \`${name}\``, ({ seconds }) => seconds[name] ?? 0)),
      row('Service Bus operations', (one) => one.serviceBusOperations),
      row('table transactions', (one) => one.tableTransactions),
      row('blob operations (estimated)', (one) => one.blobOperations),
      row('Key Vault operations', (one) => one.vaultOperations),
      row('requests to Graph', (one) => one.graphRequests),
      row('requests to OroCRM', (one) => one.orocrmRequests),
      row('MB of logs (estimated)', (one) => one.logGb * 1000),
    ],
  );
}

const labels: Readonly<Record<keyof Costs, string>> = {
  functions: 'Functions',
  serviceBus: 'Service Bus',
  storage: 'Storage',
  keyVault: 'Key Vault',
  logs: 'Logs',
  alerts: 'Alert rules',
  network: 'Network',
  total: '**Total**',
  perMailbox: '**Per mailbox**',
};
const costNames = Object.keys(labels) as (keyof Costs)[];
const label = (name: keyof Costs): string => labels[name];

const usd = (amount: number): string =>
  amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const whole = (amount: number): string => Math.round(amount).toLocaleString('en-US');

/** As Prettier would lay it out. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
