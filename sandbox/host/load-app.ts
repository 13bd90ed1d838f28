import { resolve } from 'node:path';
import { AppRegistry } from './app-registry';
import type { ProgrammingModel } from './core-contract';
import { answerCoreModule, type SystemLog } from './core-module';
import { loadEntryPoints } from './entry-points';
import { describeFunction, type RegisteredFunction } from './registered-function';

export interface LoadedApp {
  readonly appRoot: string;
  readonly registry: AppRegistry;
  readonly model: ProgrammingModel;
  /** In the order of registration, settings unexpanded. */
  readonly functions: readonly RegisteredFunction[];
}

/**
 * Loads the compiled app in `appRoot` into this process and lists what it registers, starting nothing. The
 * app sees the same as under the platform's worker. Once per process, see answerCoreModule.
 * @throws Error when an entry point is missing or throws, when nothing is registered, or a registration is wrong.
 */
export async function loadApp(appRoot: string, log: SystemLog = () => undefined): Promise<LoadedApp> {
  const root = resolve(appRoot);
  const registry = new AppRegistry();
  answerCoreModule(registry, log);
  const files = await loadEntryPoints(root);
  const { registrations, programmingModel } = registry;
  if (registrations.length === 0 || programmingModel === undefined) {
    throw new Error(`The app in ${root} registers no function (loaded: ${files.join(', ')}).`);
  }
  return { appRoot: root, registry, model: programmingModel, functions: registrations.map(describeFunction) };
}
