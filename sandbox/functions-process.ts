import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const ready = z.object({ kind: z.literal('ready'), url: z.string(), port: z.number() });

export interface RunningFunctions {
  readonly url: string;
  readonly port: number;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/**
 * Starts the functions on the local host, in a process of their own: their memory and time are theirs alone, and a
 * crash of theirs is nobody else's.
 * @throws Error when they do not start; the reason is on stderr.
 */
export async function startFunctions(options: {
  readonly appRoot: string;
  readonly port: number;
  readonly environment: NodeJS.ProcessEnv;
  readonly timerStateFile: string | undefined;
  readonly log: (line: string) => void;
}): Promise<RunningFunctions> {
  const child = fork(
    join(__dirname, 'host', 'main.js'),
    [
      ...['--app', options.appRoot, '--port', String(options.port)],
      ...(options.timerStateFile === undefined ? [] : ['--timer-state', options.timerStateFile]),
    ],
    { env: options.environment, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  );
  if (child.stdout) createInterface(child.stdout).on('line', options.log);
  const exited = once(child, 'exit').then(() => undefined);
  for (;;) {
    const message = await Promise.race([once(child, 'message'), exited]);
    if (message === undefined) throw new Error('The functions did not start.');
    const parsed = ready.safeParse(message[0]);
    if (!parsed.success) continue;
    return {
      url: parsed.data.url,
      port: parsed.data.port,
      process: child,
      stop: async () => {
        child.kill('SIGTERM');
        await exited;
      },
    };
  }
}
