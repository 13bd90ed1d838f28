import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** A tool of .NET, under the licence of PowerShell itself. */
const version = '7.6.9';

/**
 * PowerShell of this machine: `pwsh` on the PATH, else the NuGet package, which the .NET SDK puts into the cache of the
 * packages. Undefined after one line on the console where none can be had.
 * @throws Error in CI without it.
 */
export async function requirePowerShell(): Promise<string | undefined> {
  const folder = resolve('node_modules', '.cache', 'powershell', version);
  const installed = join(folder, process.platform === 'win32' ? 'pwsh.exe' : 'pwsh');
  if (await answers('pwsh')) return 'pwsh';
  if (!existsSync(installed)) {
    await run('dotnet', [
      ...['tool', 'install', 'PowerShell', '--version', version, '--tool-path', folder],
    ]).catch(() => undefined);
  }
  if (await answers(installed)) return installed;
  const line = 'No PowerShell (pwsh, or the .NET SDK that can install it): its scripts are not tested.';
  if (process.env['CI'] === 'true') throw new Error(line);
  console.warn(line);
  return undefined;
}

async function answers(command: string): Promise<boolean> {
  try {
    await run(command, ['-NoProfile', '-NonInteractive', '-Command', 'exit 0']);
    return true;
  } catch {
    return false;
  }
}
