import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { hostQuestion, ownUsage, type HostReport } from './host-channel';
import { loadApp } from './load-app';
import { describeError } from './log';
import { applyLocalSettings } from './settings';
import type { FunctionsHost } from './start-host';

/**
 * The host as a process of its own:
 *
 *     node dist/sandbox/host/main.js [--app DIR] [--port N] [--timer-state FILE] [--list]
 *
 * `PORT` (7071) is the default port, `FUNCTIONS_KEY` the master key. Prints `functions ready URL` once it
 * serves, and reports to a parent that gave it a channel (spawn-host.ts). `--list` prints the registered
 * functions as JSON and starts nothing. SIGTERM, SIGINT and the end of the parent's channel stop it
 * with code 0; whatever is wrong ends it with code 1 and the reason on stderr.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      app: { type: 'string', default: '.' },
      port: { type: 'string', default: process.env['PORT'] ?? '7071' },
      'timer-state': { type: 'string' },
      list: { type: 'boolean', default: false },
    },
  });
  const appRoot = resolve(values.app);
  if (values.list) {
    applyLocalSettings(appRoot, process.env);
    const { functions } = await loadApp(appRoot);
    process.stdout.write(`${JSON.stringify(functions, null, 2)}\n`, () => process.exit(0));
    return;
  }
  const timerStateFile = values['timer-state'] === undefined ? undefined : resolve(values['timer-state']);
  // The platform's worker runs in the app's folder too.
  process.chdir(appRoot);
  const started: { host?: FunctionsHost } = {};
  const stop = (): void => {
    (started.host?.stop() ?? Promise.resolve()).then(
      () => process.exit(0),
      (error: unknown) => {
        fail('could not stop cleanly', error);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  const { startHost } = await import('./start-host.js');
  const host = await startHost({
    appRoot,
    port: parsePort(values.port),
    log: (line) => process.stdout.write(`${line}\n`),
    functionsKey: process.env['FUNCTIONS_KEY'],
    timerStateFile,
  });
  started.host = host;
  process.stdout.write(`functions ready ${host.url}\n`);
  process.on('message', (message) => {
    hostQuestion.parse(message);
    report({ kind: 'usage', ...ownUsage() });
  });
  report({ kind: 'ready', url: host.url, port: host.port });
}

function report(message: HostReport): void {
  process.send?.(message);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) {
    throw new Error(`"${text}" is no port`);
  }
  return port;
}

function fail(what: string, error: unknown): void {
  process.stderr.write(`${what}: ${describeError(error)}\n`, () => process.exit(1));
}

// As in the worker: after an error that nobody caught, the state of the app is unknown.
process.once('uncaughtException', (error: unknown) => {
  fail('the functions host ends on an uncaught error', error);
});
main().catch((error: unknown) => {
  fail('the functions host cannot start', error);
});
