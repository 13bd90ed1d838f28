import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { startAzurite } from '../../sandbox/azurite/start';
import { usageOf } from '../../sandbox/bench/process-usage';
import { calendarEvents } from '../../sandbox/bench/subjects/calendar-events';
import { contacts } from '../../sandbox/bench/subjects/contacts';
import type { BenchSide } from '../../sandbox/bench/subjects/subject';
import { tasks } from '../../sandbox/bench/subjects/tasks';
import { calendarOf } from '../../sandbox/calendar-of';
import type { Control } from '../../sandbox/control';
import { readSandboxSettings } from '../../sandbox/sandbox-settings';
import { startTenant, type Simulators } from '../../sandbox/tenant';
import { credentialKey } from '../../shared/orocrm/access';
import { countTables, type TableCounts } from './table-counter';

export interface MeasuredSizes {
  readonly mailboxes: number;
  /** Contacts, tasks and events of each mailbox, so many of each. */
  readonly records: number;
  /** Each mailbox with an OAuth client of its own, instead of the service user for all. */
  readonly ownCredentials: boolean;
}

interface Person {
  readonly address: string;
  readonly userId: string;
  /** As the API takes it. */
  readonly credential: object;
}

/** What one piece of work asked for, counted at the boundaries. */
export interface Work {
  readonly executions: number;
  /** The longest execution: an upper bound, since others use the same machine. */
  readonly longestMs: number;
  readonly cpuMs: number;
  readonly tables: number;
  readonly byTable: Readonly<Record<string, number>>;
  readonly graph: number;
  readonly graphItems: number;
  readonly orocrm: number;
}

export interface MeasuredTenant {
  readonly addresses: readonly string[];
  /** The shard of the first mailbox in OroCRM, which is that of all with the service user. */
  readonly orocrmShard: string;
  /** Does something, and waits until nothing happens any more. */
  work(what: () => Promise<void>): Promise<Work>;
  /** Runs a timer or queue function by hand. */
  run(name: string, input?: unknown): Promise<void>;
  /** Starts a full comparison of the first mailbox. */
  compare(): Promise<void>;
  /** A person changes a contact of the first mailbox. */
  change(side: BenchSide): void;
  stop(): Promise<void>;
}

/** The longest intervals, so that nothing happens but what is asked for, and the ticks of the timers. */
const quietSettings = {
  SYNC_ORO_CRM_INTERVAL_SECONDS: '86399',
  SYNC_OUTLOOK_INTERVAL_SECONDS: '86399',
  SYNC_SWEEP_INTERVAL_SECONDS: '604800',
};

const hourMs = 3600 * 1000;

const status = z.array(z.object({ entities: z.record(z.string(), z.object({ phase: z.string() })) }));

/** A whole tenant of which everything is steady and idle. */
export async function startMeasured(sizes: MeasuredSizes): Promise<MeasuredTenant> {
  const azurite = await startAzurite();
  const counter = await countTables(azurite.connectionString);
  const root = process.cwd();
  const appRoot = appWithLog(root);
  process.chdir(appRoot);
  const done: number[] = [];
  const environment = { ...process.env, ...quietSettings, STATE_STORAGE: counter.connectionString };
  const people: Person[] = [];
  const tenant = await startTenant(
    readSandboxSettings({ ...environment, PORT: '0', SANDBOX_COMPANY: 'none' }),
    {
      environment,
      prepare: async (simulators) => {
        // What was changed in the last two minutes is read again by each poll, which is not how a day looks.
        const clock = `${simulators.orocrm?.url ?? ''}/_control/clock`;
        await ask(clock, 'PUT', { at: new Date(Date.now() - hourMs).toISOString() });
        people.push(...hire(simulators, sizes));
        await ask(clock, 'DELETE', undefined);
      },
      log: (line) => {
        const ms = /\[Function\.[a-z-]+\] succeeded in (\d+) ms/.exec(line)?.[1];
        if (ms !== undefined) done.push(Number(ms));
        else if (/ error /.test(line)) process.stderr.write(`${line}\n`);
      },
    },
  );
  const { functions, orocrm, graph } = tenant;
  if (!orocrm || !graph) throw new Error('Both simulators are needed: unset OROCRM_URL and the Graph token.');
  const call = (method: string, path: string, body?: unknown): Promise<unknown> =>
    ask(`${functions.url}${path}`, method, body);
  const state = (): State => ({
    tables: counter.counts(),
    graph: seen(graph.control),
    orocrm: seen(orocrm.control),
    executions: done.length,
    cpuMs: usageOf(functions.process.pid ?? 0)?.cpuMs ?? 0,
  });
  const quiet = async (): Promise<void> => {
    let last = '';
    for (let same = 0; same < 8; same += 1) {
      await wait(150);
      const { tables, ...rest } = state();
      const now = JSON.stringify([...tables, { ...rest, cpuMs: 0 }]);
      if (now !== last) same = 0;
      last = now;
    }
  };
  for (const { address, credential } of people) {
    await call('PUT', `/api/mailboxes/${encodeURIComponent(address)}`, { orocrm: credential });
  }
  const [first] = people;
  if (first === undefined) throw new Error('There is no mailbox to measure.');
  await call('POST', '/api/sync', {});
  for (;;) {
    await wait(1000);
    const all = status.parse(await call('GET', '/api/status'));
    const phases = all.flatMap(({ entities }) => Object.values(entities).map(({ phase }) => phase));
    if (phases.every((phase) => phase === 'steady')) break;
  }
  return {
    addresses: people.map(({ address }) => address),
    orocrmShard: credentialKey({
      ...{ url: orocrm.url, apiPrefix: '/api' },
      ...{ kind: 'client', clientId: sizes.ownCredentials ? 'client-0' : 'sandbox-client', clientSecret: '' },
    }),
    run: async (name, input) => {
      await call('POST', `/admin/functions/${name}`, input === undefined ? undefined : { input });
    },
    compare: async () => {
      await call('POST', '/api/sync', { mailbox: first.address });
    },
    change: (side) => contacts.change({ orocrm, graph, ...first }, side, 1),
    work: async (what) => {
      for (let tries = 0; tries < mostTries; tries += 1) {
        await quiet();
        await afterTick();
        const tick = ticksSoFar();
        const before = state();
        const from = done.length;
        await what();
        await quiet();
        // A timer of its own came in between: what was counted is not of this work alone.
        if (ticksSoFar() !== tick) continue;
        return workBetween(before, state(), done.slice(from));
      }
      throw new Error(
        'Work takes longer than from one tick of the timers to the next: it cannot be counted.',
      );
    },
    stop: async () => {
      await tenant.stop();
      await counter.stop();
      await azurite.stop();
      process.chdir(root);
      rmSync(appRoot, { recursive: true });
    },
  };
}

/** The app, with the level of log that tells of each execution. */
function appWithLog(root: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'orocrm-costs-'));
  for (const name of ['dist', 'node_modules', 'package.json', 'panel'])
    symlinkSync(resolve(root, name), join(folder, name));
  const host = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync('host.json', 'utf8')));
  writeFileSync(
    join(folder, 'host.json'),
    JSON.stringify({ ...host, logging: { logLevel: { default: 'debug' } } }),
  );
  return folder;
}

function hire(
  { orocrm, graph }: Simulators,
  { mailboxes, records, ownCredentials }: MeasuredSizes,
): Person[] {
  if (!orocrm || !graph) return [];
  return Array.from({ length: mailboxes }, (_, index) => {
    const username = `person${index}`;
    const address = `${username}@example.org`;
    const { id: userId } = orocrm.addUser({ username, email: address });
    graph.human.createUser({ userPrincipalName: address, mail: address });
    for (const subject of [contacts, tasks, calendarEvents]) {
      subject.fill({ orocrm, graph, address, userId }, 'orocrm', records);
    }
    if (!ownCredentials)
      return { address, userId, credential: { userId, calendarId: calendarOf(orocrm, userId) } };
    const client = { clientId: `client-${index}`, clientSecret: `secret-${index}` };
    orocrm.addClient({ ...client, user: username });
    return { address, userId, credential: client };
  });
}

/** As `shared/sync/polls/shards.ts` makes them. */
export const bucketOf = (address: string): string =>
  `bucket-${createHash('sha256').update(address).digest().readUInt16BE(0) % 16}`;

/** Timers tick at second 0, 15, 30 and 45. */
const tickMs = 15_000;
const mostTries = 10;
const ticksSoFar = (): number => Math.floor(Date.now() / tickMs);

/** Waits until the last tick is over, and the next one not near. */
async function afterTick(): Promise<void> {
  const past = Date.now() % tickMs;
  if (past < 1500) await wait(1500 - past);
  else if (past > 9000) await wait(tickMs + 1500 - past);
}

interface State {
  readonly tables: TableCounts;
  readonly graph: Seen;
  readonly orocrm: Seen;
  readonly executions: number;
  readonly cpuMs: number;
}

function workBetween(before: State, after: State, milliseconds: readonly number[]): Work {
  const byTable = difference(before.tables, after.tables);
  return {
    executions: after.executions - before.executions,
    longestMs: Math.max(0, ...milliseconds),
    cpuMs: after.cpuMs - before.cpuMs,
    tables: Object.values(byTable).reduce((a, b) => a + b, 0),
    byTable,
    graph: after.graph.requests - before.graph.requests,
    graphItems: after.graph.items - before.graph.items,
    orocrm: after.orocrm.requests - before.orocrm.requests,
  };
}

interface Seen {
  readonly requests: number;
  readonly items: number;
}

function seen(control: Control): Seen {
  const { entries } = control.log.since(0);
  const items = entries.filter(({ batch }) => batch !== undefined).length;
  return { requests: entries.length - items, items };
}

const difference = (
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): Record<string, number> =>
  Object.fromEntries(
    [...after].flatMap(([name, count]) => {
      const more = count - (before.get(name) ?? 0);
      return more === 0 ? [] : [[name, more]];
    }),
  );

async function ask(url: string, method: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
