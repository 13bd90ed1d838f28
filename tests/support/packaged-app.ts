import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { unzipSync } from 'fflate';
import { packageApp, type Package } from '../../scripts/package/package-app';

/** A folder outside of the project, so that nothing in it can be found by accident. */
export interface Workplace {
  readonly folder: string;
  /** Makes the package of the compiled project, in a folder of its own below. */
  makePackage(name: string): Promise<Package & { readonly folder: string }>;
  /** Unpacks a zip into a new folder. */
  unpack(zip: Uint8Array, name: string): string;
  remove(): void;
}

export function openWorkplace(): Workplace {
  if (!existsSync('dist/functions/index.js'))
    throw new Error('The app is not built: run npm run build first.');
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  return {
    folder,
    async makePackage(name) {
      const to = { folder: join(folder, name, 'app'), zip: join(folder, name, 'release', 'app.zip') };
      return { ...(await packageApp(resolve('.'), to)), folder: to.folder };
    },
    unpack(zip, name) {
      const target = join(folder, name);
      mkdirSync(target);
      for (const [file, content] of Object.entries(unzipSync(zip)))
        writeFileSync(join(target, file), content);
      return target;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
