import { ServiceBusClient, type ServiceBusMessage } from '@azure/service-bus';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type * as StartModule from '../../../sandbox/service-bus/start';
import type { QueueDeclaration } from '../../../shared/queue/declaration';
import { compileHost, startTestHost, type RunningHost } from './compiled-host';

/** What a queue function of apps/queues saw. */
export interface Report {
  at: number;
  function: string;
  phase: 'start' | 'end';
  message: unknown;
  metadata: Record<string, unknown>;
}

const queue = (name: string, requiresSession = false): QueueDeclaration => ({
  ...{ name, requiresSession, lockSeconds: 5, maxDeliveryCount: 3 },
  ...{ timeToLiveSeconds: 3600, deadLetterOnExpiry: false },
});

const queues = [queue('plain'), queue('ordered', true), queue('batched'), queue('batched-sessions', true)];

/** The host with apps/queues on a broker of its own, both in processes of their own. */
export class QueueHarness {
  readonly #compiled = compileHost('sandbox/service-bus/**/*.ts', 'shared/queue/*.ts');
  readonly #folder = mkdtempSync(join(tmpdir(), 'queue-host-'));
  readonly #reportFile = join(this.#folder, 'report.jsonl');
  #broker: StartModule.ServiceBus | undefined;
  #host: RunningHost | undefined;

  async start(): Promise<void> {
    await this.startBroker();
    await this.startHost();
  }

  async end(): Promise<void> {
    await this.#host?.stop();
    await this.#broker?.stop();
    this.#compiled.remove();
    rmSync(this.#folder, { recursive: true });
  }

  async startBroker(port = 0): Promise<void> {
    const { startServiceBus } = (await import(this.#compiled.startServiceBus)) as typeof StartModule;
    const dataFile = join(this.#folder, 'broker.sqlite');
    this.#broker = await startServiceBus({ port, queues, dataFile });
  }

  async startHost(): Promise<void> {
    this.#host = await startTestHost({
      main: this.#compiled.main,
      app: resolve(__dirname, 'apps/queues'),
      environment: {
        ...{ BUS: this.broker.connectionString, PLAIN_QUEUE: 'plain', REPORT_FILE: this.#reportFile },
      },
    });
  }

  get broker(): StartModule.ServiceBus {
    return known(this.#broker);
  }

  get host(): RunningHost {
    return known(this.#host);
  }

  /** With a client of its own each time: one that has seen dropped connections may hang. */
  async send(name: string, messages: ServiceBusMessage[]): Promise<void> {
    const client = new ServiceBusClient(this.broker.connectionString);
    await client.createSender(name).sendMessages(messages);
    await client.close();
  }

  reports(): Report[] {
    return existsSync(this.#reportFile)
      ? readFileSync(this.#reportFile, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as Report)
      : [];
  }

  /** Waits until a test's own reports are as many as expected, and answers them. */
  async seen(count: number, own: (report: Report) => boolean): Promise<Report[]> {
    const until = Date.now() + 15_000;
    for (;;) {
      const found = this.reports().filter(own);
      if (found.length >= count) {
        return found;
      }
      if (Date.now() > until) {
        const what = JSON.stringify(found);
        throw new Error(`${found.length} of ${count} reports:\n${what}\n${this.host.output()}`);
      }
      await new Promise((done) => setTimeout(done, 20));
    }
  }

  /** Waits until a queue and its dead-letter queue hold nothing. */
  async emptied(name: string): Promise<void> {
    const until = Date.now() + 10_000;
    let text = '';
    while (Date.now() < until) {
      const counts = (await this.broker.counts())[name];
      text = JSON.stringify(counts);
      if (counts !== undefined && Object.values(counts).every((count: number) => count === 0)) {
        return;
      }
      await new Promise((done) => setTimeout(done, 20));
    }
    throw new Error(`"${name}" still holds messages: ${text}`);
  }
}

/** Reports of a function's finished runs whose message or metadata hold a mark. */
export function ended(functionName: string, mark: string): (report: Report) => boolean {
  return (report) =>
    report.function === functionName && report.phase === 'end' && JSON.stringify(report).includes(mark);
}

/** The highest number of invocations that had started and not yet ended. */
export function mostAtOnce(all: readonly Report[]): number {
  let running = 0;
  return Math.max(...all.map(({ phase }) => (running += phase === 'start' ? 1 : -1)));
}

function known<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new Error('not started');
  }
  return value;
}
