import { glob, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { errorMessage } from './log';

const packageSchema = z.object({
  main: z.string().min(1),
  type: z.enum(['module', 'commonjs']).default('commonjs'),
});

/**
 * Loads every file that `main` of the app's package.json matches, in order, as the platform's worker does
 * (azure-functions-nodejs-worker: src/startApp.ts; reference functions-and-bicep 1.5).
 * @throws Error naming the file when there is none or one of them throws. The worker hides an error that comes
 * before the first registration and shows an empty app; here it is always loud.
 */
export async function loadEntryPoints(appRoot: string): Promise<readonly string[]> {
  const { main, type } = await readPackage(appRoot);
  const files = await matches(main, appRoot);
  if (files.length === 0) {
    throw new Error(`Cannot load entry point "${main}" of ${appRoot}: no file matches. Is the app built?`);
  }
  for (const file of files) {
    try {
      await loadFile(join(appRoot, file), type === 'module');
    } catch (error) {
      throw new Error(`Cannot load entry point "${file}": ${errorMessage(error)}`, { cause: error });
    }
  }
  return files;
}

async function readPackage(appRoot: string): Promise<z.infer<typeof packageSchema>> {
  const file = join(appRoot, 'package.json');
  try {
    const content: unknown = JSON.parse(await readFile(file, 'utf8'));
    return packageSchema.parse(content);
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : errorMessage(error);
    throw new Error(`Cannot read ${file}, whose "main" names the entry points: ${reason}`, { cause: error });
  }
}

async function matches(pattern: string, cwd: string): Promise<readonly string[]> {
  const files: string[] = [];
  for await (const file of glob(pattern, { cwd })) {
    files.push(file);
  }
  return files.sort();
}

async function loadFile(path: string, isModulePackage: boolean): Promise<void> {
  const isModule = path.endsWith('.mjs') || (!path.endsWith('.cjs') && isModulePackage);
  if (isModule) {
    await import(pathToFileURL(path).href);
  } else {
    createRequire(path)(path);
  }
}
