import { transformFileSync } from '@swc/core';
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export interface Compiled {
  /** Stands for the project's root: `join(root, 'sandbox/azurite/server.js')`. */
  readonly root: string;
  remove(): void;
}

/**
 * Compiles folders to plain JavaScript, for what has to run in a process of its own, where no test transform is.
 * They lie below the project, so that packages are found.
 */
export function compile(...folders: readonly string[]): Compiled {
  const project = process.cwd();
  const builds = resolve(project, 'dist', 'test-builds');
  mkdirSync(builds, { recursive: true });
  const root = mkdtempSync(join(builds, 'part-'));
  for (const file of folders.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: project }))) {
    if (file.endsWith('.d.ts')) continue;
    const { code } = transformFileSync(join(project, file), {
      swcrc: false,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
      module: { type: 'commonjs', ignoreDynamic: true },
    });
    const target = join(root, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code);
  }
  return {
    root,
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}
