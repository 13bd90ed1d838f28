import Module from 'node:module';
import { resolve } from 'node:path';

/**
 * Loads an app once, as the worker does, and prints how long that took and how many functions it registers:
 *
 *     node dist/scripts/package/load-probe.js FILE
 *
 * The core module here does only what loading asks for, so that no package is loaded before the app asks for it.
 */
const loader = Module as unknown as {
  _load: (this: unknown, request: string, ...rest: unknown[]) => unknown;
};
const load = loader._load;
let functions = 0;
const disposable = { dispose: () => undefined };
const core = {
  version: '3.14.0',
  hostVersion: '4.1052.0',
  registerFunction: () => ((functions += 1), disposable),
  registerHook: () => disposable,
  setProgrammingModel: () => undefined,
  log: () => undefined,
};
loader._load = function (request, ...rest) {
  return request === '@azure/functions-core' ? core : Reflect.apply(load, this, [request, ...rest]);
};

const file = resolve(process.argv[2] ?? '');
const start = performance.now();
Module.createRequire(file)(file);
const milliseconds = Math.round(performance.now() - start);
process.stdout.write(`${JSON.stringify({ functions, milliseconds })}\n`, () => process.exit(0));
