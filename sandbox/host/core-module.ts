import Module from 'node:module';
import { z } from 'zod';
import type { AppRegistry } from './app-registry';
import type {
  FunctionCallback,
  FunctionMetadata,
  HookCallback,
  LogCategory,
  LogLevel,
  ProgrammingModel,
} from './core-contract';

const coreModuleName = '@azure/functions-core';

/** A worker new enough for `app.hook.log`; the library compares nothing else with it. */
const workerVersion = '3.14.0';
const hostVersion = '4.1052.0';

const metadataSchema = z.object({
  name: z.string(),
  bindings: z.record(z.string(), z.looseObject({ type: z.string() })),
  retryOptions: z.unknown(),
}) satisfies z.ZodType<FunctionMetadata>;

const hookNameSchema = z.enum(['appStart', 'appTerminate', 'preInvocation', 'postInvocation', 'log']);

export type SystemLog = (level: LogLevel, category: LogCategory, message: string) => void;

/** As vscode's and the worker's: runs its callback once. */
class Disposable {
  #dispose: (() => unknown) | undefined;

  constructor(dispose: () => unknown) {
    this.#dispose = dispose;
  }

  static from(...disposables: readonly { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const disposable of disposables) {
        disposable.dispose();
      }
    });
  }

  dispose(): unknown {
    const dispose = this.#dispose;
    this.#dispose = undefined;
    return dispose?.();
  }
}

/** Not in Node's typings, but what every CommonJS require of every module goes through. */
interface ModuleLoader {
  _load: (this: unknown, request: string, ...rest: unknown[]) => unknown;
}

let answered = false;

/**
 * Answers the library's lazy `require('@azure/functions-core')` with an API that fills the registry. It must
 * be called before the app is imported: the library asks once and keeps the answer, which is also why one
 * process can load one app only.
 * @throws Error on the second call in a process.
 */
export function answerCoreModule(registry: AppRegistry, log: SystemLog): void {
  if (answered) {
    throw new Error('This process has loaded an app already; load another one in a process of its own.');
  }
  answered = true;
  const core = createCoreModule(registry, log);
  const loader = Module as unknown as ModuleLoader;
  const load = loader._load;
  loader._load = function (request, ...rest) {
    return request === coreModuleName ? core : Reflect.apply(load, this, [request, ...rest]);
  };
}

function createCoreModule(registry: AppRegistry, log: SystemLog): Readonly<Record<string, unknown>> {
  return {
    version: workerVersion,
    hostVersion,
    Disposable,
    log,
    registerFunction(metadata: unknown, callback: FunctionCallback): Disposable {
      const parsed = metadataSchema.parse(metadata);
      registry.register(parsed, callback);
      return new Disposable(() => {
        registry.unregister(parsed.name);
      });
    },
    registerHook(name: unknown, callback: HookCallback): Disposable {
      const parsed = hookNameSchema.safeParse(name);
      if (!parsed.success) {
        // A RangeError marked so is how a worker says that it does not know a hook.
        throw Object.assign(new RangeError(`Unrecognized hook "${String(name)}"`), {
          isAzureFunctionsSystemError: true,
        });
      }
      return new Disposable(registry.addHook(parsed.data, callback));
    },
    setProgrammingModel(model: ProgrammingModel): void {
      registry.programmingModel = model;
    },
    getProgrammingModel: (): ProgrammingModel | undefined => registry.programmingModel,
  };
}
