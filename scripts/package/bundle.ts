import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

/** The worker answers this one itself; it is on no registry (Functions reference 1.1, 3.6). */
const fromWorker = '@azure/functions-core';

export interface Bundle {
  readonly code: Uint8Array;
  /** The files in it, relative to the root. */
  readonly inputs: readonly string[];
}

/**
 * The compiled app and everything that it requires as one CommonJS file.
 *
 * It starts from the compiled code, whose every import is a `require`: so each package is in it once, and in the very
 * variant that the tests run. From the sources it would take the ES modules of packages that others require, both
 * side by side. Nothing is minified and names are kept: stack traces can be read without a source map (which would be
 * larger than the code), and what branches on the name of an error still can.
 * @throws Error when something cannot be resolved or would have to be there at run time.
 */
export async function bundleApp(root: string): Promise<Bundle> {
  const { outputFiles, metafile, warnings } = await build({
    absWorkingDir: root,
    entryPoints: [join(root, 'dist', 'functions', 'index.js')],
    outfile: 'index.js',
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    keepNames: true,
    legalComments: 'none',
    external: [fromWorker],
    // The few packages that are ES modules only ask where they are.
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'silent',
  });
  const [output] = Object.values(metafile.outputs);
  const [file] = outputFiles;
  if (output === undefined || file === undefined) throw new Error('esbuild made no file.');
  const missing = output.imports.flatMap(({ path, external }) =>
    external === true && path !== fromWorker && !isBuiltin(path) ? [`"${path}" is not bundled`] : [],
  );
  const faults = [...warnings.map(({ text }) => text), ...missing];
  if (faults.length > 0) throw new Error(`The app cannot be bundled:\n${faults.join('\n')}`);
  return { code: file.contents, inputs: Object.keys(output.inputs) };
}
