import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The version that the templates are written for. A compiler that is older than `oldest` lacks what they use. */
const version = '0.49.2';
/** The Graph extension needs it (Graph reference 8). */
const oldest = [0, 36, 1] as const;

/** A Bicep compiler: the words that start it, before the words of a command. */
export interface Bicep {
  readonly command: string;
  readonly words: readonly string[];
}

/**
 * The Bicep compiler of this machine: `bicep` on the PATH, else the Azure CLI's, else the NuGet package, restored into
 * the cache of the packages by the .NET SDK. Undefined where none can be had.
 */
export async function findBicep(): Promise<Bicep | undefined> {
  for (const bicep of [
    { command: 'bicep', words: [] },
    { command: 'az', words: ['bicep'] },
  ]) {
    if (await isRecent(bicep)) return bicep;
  }
  const restored = await restoreBicep();
  return restored !== undefined && (await isRecent(restored)) ? restored : undefined;
}

/**
 * The compiler, or undefined after one line on the console that says so. Where `CI` is `true` it must be there.
 * @throws Error in CI without a compiler.
 */
export async function requireBicep(): Promise<Bicep | undefined> {
  const compiler = await findBicep();
  if (compiler !== undefined) return compiler;
  const line =
    'No Bicep compiler (bicep, az bicep, or the .NET SDK that can restore it): templates are not checked.';
  if (process.env['CI'] === 'true') throw new Error(line);
  console.warn(line);
  return undefined;
}

/** @throws Error whose message is what the compiler says. */
export async function bicep(
  compiler: Bicep,
  ...args: readonly string[]
): Promise<{ readonly warnings: string; readonly output: string }> {
  try {
    const { stdout, stderr } = await run(compiler.command, [...compiler.words, ...args], {
      maxBuffer: 64 << 20,
    });
    return { output: stdout, warnings: stderr };
  } catch (thrown) {
    const said = thrown instanceof Error && 'stderr' in thrown ? String(thrown.stderr).trim() : '';
    throw new Error(`bicep ${args[0] ?? ''} failed:\n${said === '' ? String(thrown) : said}`, {
      cause: thrown,
    });
  }
}

async function isRecent({ command, words }: Bicep): Promise<boolean> {
  try {
    const ask = words.length > 0 ? [...words, 'version'] : ['--version'];
    const { stdout } = await run(command, ask);
    const found = /version (\d+)\.(\d+)\.(\d+)/.exec(stdout)?.slice(1).map(Number);
    if (found === undefined) return false;
    for (const [index, part] of oldest.entries()) {
      const have = found[index] ?? 0;
      if (have !== part) return have > part;
    }
    return true;
  } catch {
    return false;
  }
}

const systems: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'osx', win32: 'win' };

async function restoreBicep(): Promise<Bicep | undefined> {
  const system = systems[process.platform];
  if (system === undefined) return undefined;
  const name = `Azure.Bicep.CommandLine.${system}-${process.arch}`;
  const folder = path.resolve('node_modules', '.cache', 'bicep');
  const packages = path.join(folder, 'packages');
  const project = path.join(folder, 'restore.csproj');
  const file = process.platform === 'win32' ? 'bicep.exe' : 'bicep';
  const command = path.join(packages, name.toLowerCase(), version, 'tools', file);
  if (existsSync(command)) return { command, words: [] };
  try {
    await mkdir(folder, { recursive: true });
    // The framework is never used: a project only has to name one.
    await writeFile(
      project,
      `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>netstandard2.0</TargetFramework><DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences><NuGetAudit>false</NuGetAudit></PropertyGroup>
  <ItemGroup><PackageDownload Include="${name}" Version="[${version}]" /></ItemGroup>
</Project>
`,
    );
    await run('dotnet', ['restore', project, '--packages', packages, '--verbosity', 'quiet']);
  } catch {
    return undefined;
  }
  return { command, words: [] };
}
