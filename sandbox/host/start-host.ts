import { planFunctions, type FunctionsPlan } from './functions-plan';
import { readHostJson } from './host-json';
import { createKeyCheck } from './http-keys';
import { startHttpServer } from './http-server';
import { createInvoker, type Invoker } from './invoker';
import { loadApp } from './load-app';
import { createLogger, type LogLine } from './log';
import type { RegisteredFunction } from './registered-function';
import { stopHost } from './stop-host';
import { applyLocalSettings } from './settings';
import { fileTimerStates, memoryTimerStates } from './timer-state';

export interface HostSettings {
  /** Folder with the compiled app's package.json and host.json, and maybe local.settings.json. */
  readonly appRoot: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly log: LogLine;
  /** The master key. Without one no key is asked for. */
  readonly functionsKey?: string | undefined;
  /** Put into the environment of this process before anything is read; local.settings.json comes after. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where timers keep when they are due, so that a restart notices what it missed; else in memory. */
  readonly timerStateFile?: string | undefined;
}

export interface FunctionsHost {
  readonly url: string;
  readonly port: number;
  /** As they run: settings expanded. */
  readonly functions: readonly RegisteredFunction[];
  /** Stops everything within 5 s; running invocations get 3.5 s. Further calls join the first. */
  stop(): Promise<void>;
  /**
   * Runs a function that is not called by HTTP once, and waits for it. `input` is a queue function's message.
   * @throws what the function threw; Error for an unknown name or an HTTP function.
   */
  run(name: string, input?: string): Promise<void>;
}

/**
 * Loads the app and runs its functions as the platform would. Once per process.
 * @throws Error with everything that is wrong with settings, host.json, code or registrations.
 */
export async function startHost(settings: HostSettings): Promise<FunctionsHost> {
  const { appRoot, port, log, functionsKey, environment = {}, timerStateFile } = settings;
  Object.assign(process.env, environment);
  applyLocalSettings(appRoot, process.env);
  const options = readHostJson(appRoot);
  const logger = createLogger(log, options.logLevels);
  const app = await loadApp(appRoot, (level, _category, message) => {
    logger.log(level, 'Worker', message);
  });
  const invoker = createInvoker(app.appRoot, app.registry, app.model, logger);
  await invoker.runAppHooks('appStart');
  // From here on the app may register nothing, as after the worker's first metadata request (reference 1.5).
  app.registry.close();
  const capabilities = await app.model.getCapabilities?.({});
  if (capabilities?.['HttpUri'] !== undefined) {
    throw new Error('The app asks for enableHttpStream, which this host does not serve.');
  }
  const states = timerStateFile === undefined ? memoryTimerStates() : fileTimerStates(timerStateFile);
  const plan = await planFunctions({
    ...{ registry: app.registry, environment: process.env, options, states, invoker, logger },
  });

  let stopping: Promise<void> | undefined;
  const run = (name: string, input: string): Promise<void> =>
    stopping === undefined
      ? runByHand(plan, invoker, name, input)
      : Promise.reject(new Error('The host is stopping.'));
  const server = await startHttpServer(port, {
    router: plan.router,
    mayCall: createKeyCheck(functionsKey),
    invoker,
    logger,
    runByHand(name, input) {
      const kind = find(plan, name)?.kind ?? 'unknown';
      if (kind === 'timer' || kind === 'queue') {
        // The invoker logs a failure; the caller has its 202 by then.
        run(name, input).catch(() => undefined);
        return 'started';
      }
      return kind === 'http' ? 'http' : 'unknown';
    },
  });
  for (const timer of plan.timers.values()) {
    timer.start();
  }
  for (const listener of plan.listeners) {
    listener.start();
  }
  return {
    url: `http://127.0.0.1:${server.port}`,
    port: server.port,
    functions: plan.functions,
    run: (name, input = '') => run(name, input),
    stop: () => (stopping ??= stopHost(plan, server, invoker, logger)),
  };
}

function find(plan: FunctionsPlan, name: string): RegisteredFunction | undefined {
  return plan.functions.find((one) => one.name.toLowerCase() === name.toLowerCase());
}

async function runByHand(plan: FunctionsPlan, invoker: Invoker, name: string, input: string): Promise<void> {
  const target = find(plan, name);
  switch (target?.kind) {
    case 'timer':
      await plan.timers.get(name.toLowerCase())?.run();
      return;
    case 'queue': {
      const { cardinality } = target;
      const data = cardinality === 'one' ? { string: input } : { collectionString: { string: [input] } };
      await invoker.invoke({ functionName: target.name, input: { name: target.bindingName, data } });
      return;
    }
    case 'http':
      throw new Error(`"${name}" is an HTTP function: call its route.`);
    case 'unsupported':
    case undefined:
      throw new Error(`There is no function "${name}".`);
  }
}
