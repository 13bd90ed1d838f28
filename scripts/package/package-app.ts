import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { bundleApp } from './bundle';
import { bundledPackages } from './bundled-packages';
import { thirdPartyNotices } from './notices';
import { zip } from './zip';

const project = z.object({ name: z.string(), version: z.string(), license: z.string() });

export interface Package {
  /** By name, as they are in the folder and in the zip. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly zip: Uint8Array;
}

/**
 * Makes what Azure runs, from the compiled project in `root`: the folder for `azd` and `func`, the zip for a release.
 * Both hold the same files and nothing else; nothing is installed or built where they arrive (Functions reference 3.6).
 * @throws Error when the app cannot be bundled, or holds what may not be passed on.
 */
export async function packageApp(
  root: string,
  to: { readonly folder: string; readonly zip: string },
): Promise<Package> {
  const { code, inputs } = await bundleApp(root);
  const text = (content: string): Uint8Array => Buffer.from(content, 'utf8');
  const files = new Map([
    ['THIRD-PARTY-NOTICES.txt', text(thirdPartyNotices(bundledPackages(root, inputs)))],
    ['host.json', readFileSync(join(root, 'host.json'))],
    ['index.js', code],
    ['package.json', text(packageJson(root))],
  ]);
  const made = { files, zip: zip(files) };
  // Whatever else lies there would be published too.
  rmSync(to.folder, { recursive: true, force: true });
  for (const folder of [to.folder, dirname(to.zip)]) mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) writeFileSync(join(to.folder, name), content);
  writeFileSync(to.zip, made.zip);
  return made;
}

/** Without dependencies: they are in the bundle, and a build in the cloud would find nothing to install. */
function packageJson(root: string): string {
  const content: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { name, version, license } = project.parse(content);
  return `${JSON.stringify({ name, version, license, private: true, main: 'index.js', type: 'commonjs' }, null, 2)}\n`;
}
