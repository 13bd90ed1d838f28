/**
 * The broker's process: `node main.js '{"port":5672,"queues":[…]}'`. With a parent it talks over IPC and ends with
 * it; alone it prints its connection string.
 */
import { randomBytes } from 'node:crypto';
import type { QueueDeclaration } from '../../shared/queue/declaration';
import { Broker } from './broker';
import { brokerOptions, command, connectionString, type BrokerOptions, type Report } from './control';
import { Namespace } from './namespace';
import { memoryStore } from './storage/memory-store';
import { SqliteStore } from './storage/sqlite-store';

/** A broker that was killed a moment ago may still have the port. */
const portPatience = 2000;

interface Running {
  readonly broker: Broker;
  readonly namespace: Namespace;
  readonly port: number;
  readonly key: string;
  stop(): Promise<void>;
}

async function run(options: BrokerOptions): Promise<Running> {
  const store = options.dataFile === undefined ? memoryStore : new SqliteStore(options.dataFile);
  const key = store.setting('shared-access-key', () => randomBytes(32).toString('base64'));
  const namespace = new Namespace(options.queues.map(toDeclaration), store);
  const broker = new Broker(namespace, store, key);
  const port = await listen(broker, options.port);
  return {
    broker,
    namespace,
    port,
    key,
    stop: async () => {
      await broker.close();
      store.close();
    },
  };
}

async function listen(broker: Broker, port: number): Promise<number> {
  const until = Date.now() + portPatience;
  for (;;) {
    try {
      return await broker.listen(port);
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isTaken || Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function toDeclaration(parsed: BrokerOptions['queues'][number]): QueueDeclaration {
  const { duplicateDetectionSeconds, ...rest } = parsed;
  return duplicateDetectionSeconds === undefined ? rest : { ...rest, duplicateDetectionSeconds };
}

function report(message: Report): void {
  process.send?.(message);
}

function obey(message: unknown, running: Running): void {
  const { id, kind } = command.parse(message);
  switch (kind) {
    case 'counts':
      report({ kind: 'counts', id, counts: running.namespace.counts() });
      break;
    case 'drop-connections':
      running.broker.dropConnections();
      report({ kind: 'done', id });
      break;
    case 'stop':
      void end(running);
      break;
  }
}

async function end(running: Running): Promise<void> {
  await running.stop();
  process.exit(0);
}

async function main(): Promise<void> {
  const running = await run(brokerOptions.parse(JSON.parse(process.argv[2] ?? '{}')));
  process.on('SIGTERM', () => void end(running));
  // A terminal's Ctrl-C reaches children too; the parent decides when to stop.
  process.on('SIGINT', () => {
    if (process.send === undefined) void end(running);
  });
  if (process.send === undefined) {
    console.log(connectionString(running.port, running.key));
    return;
  }
  process.on('message', (message) => obey(message, running));
  process.on('disconnect', () => void end(running));
  report({ kind: 'ready', port: running.port, key: running.key });
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  if (process.send === undefined) console.error(`service bus: ${message}`);
  report({ kind: 'failed', message });
  process.exitCode = 1;
  if (process.connected) process.disconnect();
});
