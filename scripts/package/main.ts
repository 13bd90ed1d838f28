import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { loadTime } from './load-time';
import { packageApp } from './package-app';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const kilobytes = (content: Uint8Array): string =>
  `${Math.ceil(content.length / 1000)
    .toString()
    .padStart(6)} kB`;

/** `npm run package`: makes what Azure runs, and prints what it is, how large, and how soon it is loaded. */
async function main(): Promise<void> {
  const root = process.cwd();
  const folder = join('dist', 'package');
  const file = join('dist', 'release', 'orocrm-microsoft365-sync.zip');
  const made = await packageApp(root, { folder: resolve(folder), zip: resolve(file) });
  for (const [name, content] of made.files) print(`${kilobytes(content)}  ${join(folder, name)}`);
  print(`${kilobytes(made.zip)}  ${file}`);
  print(`sha256 ${createHash('sha256').update(made.zip).digest('hex')}`);
  const packaged = await loadTime(resolve(folder, 'index.js'));
  const compiled = await loadTime(resolve('dist', 'functions', 'index.js'));
  print(
    `${packaged.functions} functions, loaded in ${packaged.milliseconds} ms; unbundled: ${compiled.functions} in ${compiled.milliseconds} ms`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1));
});
