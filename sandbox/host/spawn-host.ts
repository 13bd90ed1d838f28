import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { hostReport, type HostQuestion, type HostReport, type HostUsage } from './host-channel';
import type { LogLine } from './log';

export interface SpawnSettings {
  readonly appRoot: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Every line that the process writes. */
  readonly log: LogLine;
  /** Settings on top of this process's environment; `FUNCTIONS_KEY` is the master key. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly timerStateFile?: string | undefined;
}

/** The host in its own process, as the functions of the platform are. */
export interface SpawnedHost {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** The exit code, null after a signal, once the process has ended for whatever reason. */
  readonly exited: Promise<number | null>;
  usage(): Promise<HostUsage>;
  /** SIGTERM, and SIGKILL for a process that does not end within its 5 s. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): void;
}

/** Milliseconds. */
const stopPatience = 5500;

/**
 * Starts the compiled host on an app, and answers when it serves.
 * @throws Error when the project is not built or the host ends before it serves; its log lines say why.
 */
export async function spawnHost(settings: SpawnSettings): Promise<SpawnedHost> {
  const { appRoot, port, log, environment = {}, timerStateFile } = settings;
  const state = timerStateFile === undefined ? [] : ['--timer-state', resolve(timerStateFile)];
  const child = fork(builtMain(), ['--app', resolve(appRoot), '--port', String(port), ...state], {
    env: { ...process.env, ...environment },
    // Not those of the parent, which may be a test runner.
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  forward(child.stdout, log);
  forward(child.stderr, log);
  const exited = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : null));
  const ready = await reportOf(child, exited, 'ready');
  return {
    url: ready.url,
    port: ready.port,
    pid: child.pid ?? 0,
    exited,
    async usage() {
      const answer = reportOf(child, exited, 'usage');
      child.send({ kind: 'usage' } satisfies HostQuestion);
      const { cpuMilliseconds, peakMemoryBytes } = await answer;
      return { cpuMilliseconds, peakMemoryBytes };
    },
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopPatience);
      await exited;
      clearTimeout(timer);
    },
    kill() {
      child.kill('SIGKILL');
    },
  };
}

/** The compiled process entry, beside this file or, when this runs from source, under dist. */
function builtMain(): string {
  const places = [resolve(__dirname, 'main.js'), resolve(__dirname, '../../dist/sandbox/host/main.js')];
  const found = places.find((place) => existsSync(place));
  if (found === undefined) {
    throw new Error(`${places[1] ?? ''} is missing: run "npm run build" first`);
  }
  return found;
}

function forward(stream: Readable | null, log: LogLine): void {
  if (stream !== null) {
    createInterface({ input: stream }).on('line', log);
  }
}

/** The next report of this kind; rejects when the process ends first. */
async function reportOf<K extends HostReport['kind']>(
  child: ChildProcess,
  exited: Promise<number | null>,
  kind: K,
): Promise<Extract<HostReport, { kind: K }>> {
  const isWanted = (report: HostReport): report is Extract<HostReport, { kind: K }> => report.kind === kind;
  return new Promise((settle, fail) => {
    const listen = (message: unknown): void => {
      const report = hostReport.parse(message);
      if (isWanted(report)) {
        child.off('message', listen);
        settle(report);
      }
    };
    child.on('message', listen);
    void exited.then((code) => {
      fail(new Error(`the functions host ended with code ${String(code)}`));
    });
  });
}
