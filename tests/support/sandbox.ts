import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { call, type Answer } from './http';

const root = process.cwd();
const startMs = 60_000;

/** A whole tenant in processes of its own, as `npm start` brings it up; driven over HTTP only. */
export interface Sandbox {
  readonly url: string;
  readonly orocrm: string;
  readonly graph: string;
  readonly ca: string;
  readonly lines: readonly string[];
  readonly process: ChildProcess;
  /** Calls the product's API, with the API key where the environment gives one; any answer is returned. */
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Calls the product's API; throws on a refusal. */
  api<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
  /** Calls the control path of a simulator. */
  control<T = unknown>(side: 'orocrm' | 'graph', method: string, path: string, body?: unknown): Promise<T>;
  stop(): Promise<void>;
  /** The power fails: nothing is told, nothing is finished. */
  kill(): Promise<void>;
}

/** @throws Error with what it printed, when it does not become ready. */
export async function startSandbox(environment: Record<string, string> = {}): Promise<Sandbox> {
  const main = resolve(root, 'dist/sandbox/start.js');
  if (!existsSync(main)) throw new Error('The sandbox is not built: run npm run build first.');
  const child = spawn(resolve(root, 'node_modules/.bin/node'), [main], {
    cwd: root,
    detached: true,
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      SANDBOX_COMPANY: 'none',
      SANDBOX_REPORT: 'none',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const found: Record<string, string[]> = {};
  const ready = new Promise<void>((settle, reject) => {
    const fail = (why: string): void => {
      // Nothing of it may stay behind: its children are in its group.
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      reject(new Error(`${why}:\n${lines.join('\n')}`));
    };
    const timer = setTimeout(() => fail('The sandbox was not ready in time'), startMs);
    child.once('exit', () => fail('The sandbox ended'));
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => {
        lines.push(line);
        const [name, ...rest] = line.split(' ');
        if (name === 'orocrm' || name === 'graph' || name === 'ready') found[name] = rest;
        if (name !== 'ready') return;
        clearTimeout(timer);
        settle();
      });
    }
  });
  await ready.catch((error: unknown) => {
    // What did not come up must not stay: jest would wait for its output for ever.
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    throw error;
  });
  const url = found['ready']?.[0] ?? '';
  const orocrm = found['orocrm']?.[0] ?? '';
  const [graph = '', caFile = ''] = found['graph'] ?? [];
  const ca = caFile === '' ? '' : readFileSync(caFile, 'utf8');
  const exited = once(child, 'exit');
  const key = environment['FUNCTIONS_KEY'];
  const headers: Record<string, string> = key === undefined ? {} : { 'x-functions-key': key };
  const strict = async <T>(method: string, at: string, body: unknown): Promise<T> => {
    const answer = await call(method, at, { body, headers, ...(at.startsWith('https:') ? { ca } : {}) });
    if (answer.status >= 400) throw new Error(`${method} ${at} answered ${answer.status}: ${answer.text}`);
    return answer.body as T;
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    if (signal === 'SIGKILL' && child.pid !== undefined) process.kill(-child.pid, signal);
    else child.kill(signal);
    await exited;
  };
  return {
    url,
    orocrm,
    graph,
    ca,
    lines,
    process: child,
    ask: (method, path, body) => call(method, `${url}/api${path}`, { body, headers }),
    api: (method, path, body) => strict(method, `${url}/api${path}`, body),
    control: (side, method, path, body) =>
      strict(method, `${side === 'orocrm' ? orocrm : graph}/_control${path}`, body),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
