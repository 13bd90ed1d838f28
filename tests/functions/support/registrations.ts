import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

const root = process.cwd();
const main = resolve(root, 'dist/sandbox/host/main.js');

/** All that the app needs to be loaded: nothing of it is connected to before a function is called. */
export const enough = {
  OROCRM_URL: 'https://crm.example.com',
  STATE_STORAGE: 'UseDevelopmentStorage=true',
  SERVICE_BUS: 'Endpoint=sb://bus.example.com;SharedAccessKeyName=app;SharedAccessKey=a-bus-key',
};

/**
 * Loads an app, the compiled one unless a folder is given, with nothing but this environment and lists what it
 * registers; no host is started.
 */
export function load(
  environment: Readonly<Record<string, string>>,
  app = root,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  if (!existsSync(main)) throw new Error('The app is not built: run npm run build first.');
  const child = spawn(resolve(root, 'node_modules/.bin/node'), [main, '--list'], {
    cwd: app,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const read = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (read[name] += text));
  }
  return new Promise((settle, reject) => {
    child.once('error', reject);
    child.once('close', (code) => settle({ code, ...read }));
  });
}

const registration = z.looseObject({
  kind: z.enum(['timer', 'queue', 'http']),
  name: z.string(),
  connection: z.string().optional(),
  queueName: z.string().optional(),
});
export type Registration = z.output<typeof registration>;

/** What the compiled app registers, as the host sees it. */
export async function registrations(): Promise<readonly Registration[]> {
  const { stdout, stderr } = await load(enough);
  if (stderr !== '') throw new Error(stderr);
  return z.array(registration).parse(JSON.parse(stdout));
}
