import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { connectionStringFor } from './connection-string';

export interface AzuriteOptions {
  /** Folder where tables survive restarts and SIGKILL; absent: in memory. */
  readonly data?: string | undefined;
  /** 0, the default, takes a free one. */
  readonly port?: number;
}

export interface RunningAzurite {
  /** For `STATE_STORAGE`. */
  readonly connectionString: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

const started = z.object({ port: z.number().int().positive() });
const startSeconds = 20;

/**
 * Starts the tables in a process of their own, so that they take no time from the functions.
 * @throws Error when they do not come up (a port that is taken, a folder that cannot be written).
 */
export async function startAzurite(options: AzuriteOptions = {}): Promise<RunningAzurite> {
  if (options.data !== undefined) await mkdir(options.data, { recursive: true });
  const args = [String(options.port ?? 0), ...(options.data === undefined ? [] : [options.data])];
  const child = fork(builtServer(), args, {
    // SQLite is marked experimental in Node 22, and says so at each start.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const port = await portOf(child);
  return {
    connectionString: connectionStringFor(port),
    process: child,
    stop: () => stop(child),
  };
}

/** The compiled process entry: beside this file or, where this runs from source, under dist. */
function builtServer(): string {
  const places = [
    resolve(__dirname, 'server.js'),
    resolve(__dirname, '../../dist/sandbox/azurite/server.js'),
  ];
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error('The tables cannot start: run "npm run build" first.');
  return found;
}

async function portOf(child: ChildProcess): Promise<number> {
  const failed = new AbortController();
  child.once('exit', () => {
    failed.abort();
  });
  const signal = AbortSignal.any([failed.signal, AbortSignal.timeout(startSeconds * 1000)]);
  try {
    const [message] = (await once(child, 'message', { signal })) as unknown[];
    return started.parse(message).port;
  } catch (thrown) {
    child.kill('SIGKILL');
    throw new Error('The tables did not start.', { cause: thrown });
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
