import type { Sizes } from './sizes';
import {
  change,
  comparison,
  housekeeping,
  nothing,
  orocrmPoll,
  outlookPoll,
  ticks,
  type SessionWork,
  type Work,
} from './work';

const daySeconds = 24 * 3600;
/** A month has 30 days. */
export const monthSeconds = 30 * daySeconds;
const tickSeconds = 30;
/** Shards of Outlook: `shared/sync/polls/shards.ts`. */
const buckets = 16;
/** Sessions of a queue that an instance handles at a time: `host.json`. */
const sessionsOfInstance = 32;

/** Estimates: what no simulator can tell, since the far ends and the platform decide it. */
export const estimates = {
  /** Processor time of a core per request: 0.001 to 0.003 was measured. */
  cpuSeconds: 0.002,
  /** An answer of Graph or OroCRM. */
  roundSeconds: 0.4,
  /** An answer of the tables. */
  readSeconds: 0.01,
  /** Session accepted, message received and completed, session found empty; and sent before that. */
  operationsPerMessage: 5,
  /** Renewed leases of timers and of the host. */
  blobOperations: 700_000,
  logBytesPerExecution: 2000,
  metricBytesPerMinute: 15_000,
  bytesPerRequest: 2000,
  bytesPerRecord: 4000,
} as const;

/** What the platform bills at least for an execution; what is longer goes up to the next tenth. */
const leastSeconds = 1;

/** Seconds, executions and requests of a month. */
export interface Month {
  /** In which an instance executes, by function. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly executions: Readonly<Record<string, number>>;
  readonly serviceBusOperations: number;
  readonly tableTransactions: number;
  readonly tableGb: number;
  readonly blobOperations: number;
  readonly vaultOperations: number;
  readonly graphRequests: number;
  readonly orocrmRequests: number;
  readonly logGb: number;
}

interface Load {
  readonly name: string;
  readonly executions: number;
  readonly seconds: number;
  readonly messages: number;
  readonly work: Work;
}

/** What an installation does in a month in which nothing fails. Pure. */
export function month(sizes: Sizes): Month {
  const loads = loadsOf(sizes);
  const sum = (of: (load: Load) => number): number => loads.reduce((total, load) => total + of(load), 0);
  const byName = (of: (load: Load) => number): Record<string, number> => {
    const found: Record<string, number> = {};
    for (const load of loads) found[load.name] = (found[load.name] ?? 0) + of(load);
    return found;
  };
  const executions = sum((load) => load.executions);
  const minutes = monthSeconds / 60;
  const logBytes = executions * estimates.logBytesPerExecution + minutes * estimates.metricBytesPerMinute;
  return {
    seconds: byName(({ seconds }) => seconds),
    executions: byName((load) => load.executions),
    serviceBusOperations:
      sum(({ messages }) => messages) * estimates.operationsPerMessage + minutes * emptyPolls(sizes),
    tableTransactions: sum(({ work }) => work.tables),
    tableGb: (sizes.mailboxes * sizes.records * estimates.bytesPerRecord) / 1e9,
    blobOperations: estimates.blobOperations,
    vaultOperations: sum(({ work }) => work.vault),
    graphRequests: sum(({ work }) => work.graph),
    orocrmRequests: sum(({ work }) => work.orocrm),
    logGb: logBytes / 1e9,
  };
}

const cores = ({ instanceMemoryMB }: Sizes): number => ({ 512: 0.25, 2048: 1, 4096: 2 })[instanceMemoryMB];

/** Empty answers a minute: an instance asks for so many sessions at a time of each queue, and for dead letters. */
const emptyPolls = (sizes: Sizes): number => 2 * Math.max(1, 2 * cores(sizes)) + 2;

function loadsOf(sizes: Sizes): Load[] {
  const { mailboxes } = sizes;
  const timers = Object.entries(ticks).map(([name, work]) =>
    load(name, monthSeconds / tickSeconds, billed(busySeconds(sizes, work(sizes))), 0, work(sizes)),
  );
  const hourly = load('housekeeping', monthSeconds / 3600, leastSeconds, 0, housekeeping);
  const credentials = sizes.credentials === 'service' ? Math.min(1, mailboxes) : mailboxes;
  const polls = [
    polled(sizes, monthSeconds / sizes.outlookIntervalSeconds, occupiedBuckets(mailboxes), outlookPoll),
    polled(sizes, monthSeconds / sizes.oroCrmIntervalSeconds, credentials, orocrmPoll),
  ];
  const compared = comparison(sizes);
  const comparisons = (mailboxes * monthSeconds) / sizes.sweepIntervalSeconds;
  const changes = mailboxes * sizes.changesPerDay * (monthSeconds / daySeconds);
  return [
    ...timers,
    hourly,
    ...polls,
    records(sizes, comparisons, compared),
    records(sizes, changes, change(sizes)),
  ];
}

/** All shards of a side are polled at the same second: they share an instance, and the time that it is billed for. */
function polled(
  sizes: Sizes,
  times: number,
  shards: number,
  poll: (sizes: Sizes, members: number) => Work,
): Load {
  const work = shards === 0 ? nothing : poll(sizes, sizes.mailboxes / shards);
  const instances = shards / sessionsOfInstance;
  const waiting = Math.max(Math.min(1, shards), instances) * waitSeconds(work);
  const seconds = shards === 0 ? 0 : Math.max(instances, billed(shards * cpuSeconds(sizes, work) + waiting));
  return {
    ...load('polls', times * shards, 0, 1, work),
    seconds: times * seconds,
  };
}

/** The messages of a comparison follow one another, so that their time is billed as one piece. */
function records(sizes: Sizes, times: number, { messages, ...work }: SessionWork): Load {
  const seconds = times * billed(busySeconds(sizes, work));
  return {
    name: 'records',
    executions: times * messages,
    seconds,
    messages: times * messages,
    work: multiplied(work, times),
  };
}

const load = (name: string, executions: number, seconds: number, messages: number, work: Work): Load => ({
  name,
  executions,
  seconds: executions * seconds,
  messages: executions * messages,
  work: multiplied(work, executions),
});

const multiplied = ({ tables, vault, graph, orocrm, rounds, reads }: Work, times: number): Work => ({
  tables: tables * times,
  vault: vault * times,
  graph: graph * times,
  orocrm: orocrm * times,
  rounds: rounds * times,
  reads: reads * times,
});

/** How many buckets hold at least one mailbox, on average: a digest decides. */
const occupiedBuckets = (mailboxes: number): number => buckets * (1 - ((buckets - 1) / buckets) ** mailboxes);

const cpuSeconds = (sizes: Sizes, { tables, vault, graph, orocrm }: Work): number =>
  // Node uses one core.
  ((tables + vault + graph + orocrm) * estimates.cpuSeconds) / Math.min(1, cores(sizes));

const waitSeconds = ({ rounds, reads }: Work): number =>
  rounds * estimates.roundSeconds + reads * estimates.readSeconds;

const busySeconds = (sizes: Sizes, work: Work): number => cpuSeconds(sizes, work) + waitSeconds(work);

/** Rounded up to a tenth in reality; on average that is half of one more. */
const billed = (seconds: number): number => (seconds <= leastSeconds ? leastSeconds : seconds + 0.05);
