import { transformFileSync } from '@swc/core';
import { spawn, type ChildProcess } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const project = process.cwd();
const build = resolve(project, 'dist', 'test-builds');

/**
 * The host, and the broker where asked for, compiled to plain JavaScript in a folder of its own. The host must
 * run in its own process: jest's module registry does not go through the loader that it wraps.
 */
export interface CompiledHost {
  readonly main: string;
  /** Compiled modules to import, each with what its source exports. */
  readonly spawnHost: string;
  readonly startServiceBus: string;
  remove(): void;
}

export function compileHost(...more: readonly string[]): CompiledHost {
  mkdirSync(build, { recursive: true });
  const folder = mkdtempSync(join(build, 'host-'));
  for (const file of globSync(['sandbox/host/*.ts', ...more], { cwd: project })) {
    const { code } = transformFileSync(join(project, file), {
      swcrc: false,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
      // As tsc does for this module setting: a dynamic import stays one, else no ES module could be loaded.
      module: { type: 'commonjs', ignoreDynamic: true },
    });
    const target = join(folder, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code);
  }
  return {
    main: join(folder, 'sandbox/host/main.js'),
    spawnHost: join(folder, 'sandbox/host/spawn-host.js'),
    startServiceBus: join(folder, 'sandbox/service-bus/start.js'),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface RunningHost {
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything written to stdout and stderr so far. */
  output: () => string;
  /** Sends SIGTERM; answers exit code and milliseconds. */
  stop: () => Promise<{ code: number | null; milliseconds: number }>;
}

export interface HostRun {
  readonly main: string;
  readonly app: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly arguments?: readonly string[];
}

interface Spawned {
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  /** All output is there; never after the parent itself has closed the channel. */
  readonly closed: Promise<void>;
  output: () => string;
}

function spawnHost({ main, app, environment = {}, arguments: extra = [] }: HostRun): Spawned {
  const child = spawn(process.execPath, [main, '--app', app, '--port', '0', ...extra], {
    cwd: project,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString('utf8');
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const exit = new Promise<number | null>((settle) => child.once('exit', settle));
  const closed = new Promise<void>((settle) => {
    child.once('close', () => {
      settle();
    });
  });
  return { child, exit, closed, output: () => output };
}

/** Starts the host on an app; throws with its output when it ends before it is ready. */
export async function startTestHost(run: HostRun): Promise<RunningHost> {
  const { child, exit, closed, output } = spawnHost(run);
  const ready = new Promise<string>((settle) => {
    child.once('message', (message) => {
      settle((message as { url: string }).url);
    });
  });
  const ended = exit.then(async (code) => {
    await closed;
    throw new Error(`the host ended with ${String(code)}:\n${output()}`);
  });
  ended.catch(() => undefined);
  const url = await Promise.race([ready, ended]);
  return {
    url,
    process: child,
    output,
    async stop() {
      const started = performance.now();
      child.kill('SIGTERM');
      const code = await exit;
      return { code, milliseconds: performance.now() - started };
    },
  };
}

/** Runs the host where it is expected to end by itself. */
export async function runToEnd(run: HostRun): Promise<{ code: number | null; output: string }> {
  const { exit, closed, output } = spawnHost(run);
  const code = await exit;
  await closed;
  return { code, output: output() };
}

/** A throw-away app with these files; package.json and host.json are added where they are not given. */
export function writeApp(files: Readonly<Record<string, string>>): { root: string; remove: () => void } {
  mkdirSync(build, { recursive: true });
  const root = mkdtempSync(join(build, 'app-'));
  const all = {
    'package.json': JSON.stringify({ main: 'index.js' }),
    'host.json': JSON.stringify({ version: '2.0' }),
    ...files,
  };
  for (const [name, content] of Object.entries(all)) {
    const file = join(root, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return {
    root,
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}
