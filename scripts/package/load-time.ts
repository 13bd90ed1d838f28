import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);

/** All that the app needs to be loaded: nothing of it is connected to before a function is called. */
const environment = {
  OROCRM_URL: 'https://crm.example.com',
  STATE_STORAGE__tableServiceUri: 'https://account.table.core.windows.net',
  SERVICE_BUS__fullyQualifiedNamespace: 'bus.servicebus.windows.net',
  KEY_VAULT_URI: 'https://vault.vault.azure.net',
};

const loaded = z.object({ functions: z.number(), milliseconds: z.number() });
export type Loaded = z.infer<typeof loaded>;

/** How long the app takes to load, each time in a new process: the median. The platform allows 30 s for a start. */
export async function loadTime(file: string, times = 5): Promise<Loaded> {
  const results: Loaded[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    const { stdout } = await run(process.execPath, [join(__dirname, 'load-probe.js'), file], {
      env: environment,
    });
    const answer: unknown = JSON.parse(stdout);
    results.push(loaded.parse(answer));
  }
  const middle = results.sort((a, b) => a.milliseconds - b.milliseconds)[Math.floor(times / 2)];
  if (middle === undefined) throw new Error('Nothing was measured.');
  return middle;
}
