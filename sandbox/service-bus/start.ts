import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { queues as declaredQueues, type QueueDeclaration } from '../../shared/queue/declaration';
import { connectionString, report, type BrokerOptions, type Command, type Report } from './control';
import type { QueueCounts } from './namespace';

export interface ServiceBusOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** File that the queues are kept in; its folder must exist. Absent: in memory only. */
  readonly dataFile?: string;
  /** Those of the product unless given. */
  readonly queues?: readonly QueueDeclaration[];
}

/** A broker in its own process, listening on loopback. */
export interface ServiceBus {
  /** For `new ServiceBusClient(…)`. */
  readonly connectionString: string;
  readonly port: number;
  readonly pid: number;
  /** Messages by queue and state. */
  counts(): Promise<Record<string, QueueCounts>>;
  /** Cuts every connection, as a failing network does. */
  dropConnections(): Promise<void>;
  /** Ends the process in good order. */
  stop(): Promise<void>;
  /** SIGKILL. Whoever wants to know when it is over waits for `exited`. */
  kill(): void;
  /** Resolves when the process has ended, for whatever reason. */
  readonly exited: Promise<void>;
}

/** Milliseconds. */
const stopPatience = 4000;

/**
 * Starts a broker with the given queues.
 * @throws Error when the project is not built, the port is taken or the data file does not fit the queues.
 */
export async function startServiceBus(options: ServiceBusOptions = {}): Promise<ServiceBus> {
  const child = fork(builtMain(), [JSON.stringify(toBrokerOptions(options))], {
    // Not those of the parent, which may be a test runner; node:sqlite still warns that it is young.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let isExpected = true;
  const exited = new Promise<void>((done) => {
    child.once('exit', (code, signal) => {
      if (!isExpected) console.error(`the Service Bus broker ended by itself: ${signal ?? code ?? ''}`);
      done();
    });
  });
  const ready = await firstReport(child, exited);
  isExpected = false;
  const ask = asker(child, exited);
  return {
    connectionString: connectionString(ready.port, ready.key),
    port: ready.port,
    pid: child.pid ?? 0,
    exited,
    counts: async () => {
      const answer = await ask('counts');
      return answer.kind === 'counts' ? answer.counts : {};
    },
    dropConnections: async () => {
      await ask('drop-connections');
    },
    stop: async () => {
      isExpected = true;
      child.send({ id: 0, kind: 'stop' } satisfies Command, () => undefined);
      const timer = setTimeout(() => child.kill('SIGKILL'), stopPatience);
      await exited;
      clearTimeout(timer);
    },
    kill: () => {
      isExpected = true;
      child.kill('SIGKILL');
    },
  };
}

function toBrokerOptions({ port = 0, dataFile, queues = declaredQueues }: ServiceBusOptions): BrokerOptions {
  return { port, queues: [...queues], ...(dataFile === undefined ? {} : { dataFile: resolve(dataFile) }) };
}

/** The compiled process entry, beside this file or, when this runs from source, under dist. */
function builtMain(): string {
  const places = [
    resolve(__dirname, 'main.js'),
    resolve(__dirname, '../../dist/sandbox/service-bus/main.js'),
  ];
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error(`${places[1] ?? ''} is missing: run "npm run build" first`);
  return found;
}

async function firstReport(
  child: ChildProcess,
  exited: Promise<void>,
): Promise<Extract<Report, { kind: 'ready' }>> {
  const first = await new Promise<Report | undefined>((done, fail) => {
    child.once('error', fail);
    child.once('message', (message) => done(report.parse(message)));
    void exited.then(() => done(undefined));
  });
  if (first?.kind === 'ready') return first;
  throw new Error(
    `the Service Bus broker did not start: ${first?.kind === 'failed' ? first.message : 'it exited'}`,
  );
}

/** Sends commands to the process and matches its answers with them. */
function asker(child: ChildProcess, exited: Promise<void>): (kind: Command['kind']) => Promise<Report> {
  const waiting = new Map<number, (answer: Report) => void>();
  let next = 1;
  child.on('message', (message) => {
    const answer = report.parse(message);
    if (!('id' in answer)) return;
    waiting.get(answer.id)?.(answer);
  });
  return (kind) => {
    const id = next;
    next += 1;
    const answered = new Promise<Report>((done) => waiting.set(id, done));
    // What cannot be sent any more is not answered either, and the end of the process is told below.
    child.send({ id, kind } satisfies Command, () => undefined);
    const ended = exited.then((): never => {
      throw new Error('the Service Bus broker has ended');
    });
    return Promise.race([answered, ended]).finally(() => waiting.delete(id));
  };
}
