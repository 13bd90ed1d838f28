import type { AppRegistry } from './app-registry';
import type { HostOptions } from './host-json';
import type { Invoker } from './invoker';
import type { Logger } from './log';
import { createQueueListener, type QueueListener } from './queue-listener';
import {
  describeFunction,
  foreignBindings,
  type HttpFunction,
  type RegisteredFunction,
} from './registered-function';
import { createRouter, type Router } from './router';
import { parseSchedule } from './schedule';
import { resolveConnection } from './service-bus-connection';
import { ServiceBusConnection } from './service-bus-lease';
import { expandSettings, type Environment } from './settings';
import { Timer } from './timer';
import type { TimerStates } from './timer-state';

/** Everything that drives functions, built and checked but not started. */
export interface FunctionsPlan {
  readonly functions: readonly RegisteredFunction[];
  readonly router: Router;
  readonly timers: ReadonlyMap<string, Timer>;
  readonly listeners: readonly QueueListener[];
  readonly connections: readonly ServiceBusConnection[];
}

export interface PlanParts {
  readonly registry: AppRegistry;
  readonly environment: Environment;
  readonly options: HostOptions;
  readonly states: TimerStates;
  readonly invoker: Invoker;
  readonly logger: Logger;
}

/** @throws Error naming function and fault for anything that could not run. */
export async function planFunctions(given: PlanParts): Promise<FunctionsPlan> {
  const { registry, environment, options, states, invoker, logger } = given;
  refuseForeignBindings(registry);
  const functions = expandSettings(registry.registrations.map(describeFunction), environment);
  const https: HttpFunction[] = [];
  const timers = new Map<string, Timer>();
  const listeners: QueueListener[] = [];
  const connections = new Map<string, ServiceBusConnection>();
  for (const target of functions) {
    switch (target.kind) {
      case 'timer': {
        const schedule = parseSchedule(target.name, target.schedule);
        timers.set(target.name.toLowerCase(), new Timer(target, schedule, states, invoker, logger));
        break;
      }
      case 'http':
        https.push(target);
        break;
      case 'queue': {
        const { name, connection: setting } = target;
        const connection =
          connections.get(setting) ??
          new ServiceBusConnection(await resolveConnection(name, setting, environment));
        connections.set(setting, connection);
        listeners.push(createQueueListener(target, connection, options.serviceBus, invoker, logger));
        break;
      }
      case 'unsupported':
        throw new Error(`Function "${target.name}": this host does not run a ${target.triggerType}.`);
    }
  }
  const router = createRouter(https, options.routePrefix);
  return { functions, router, timers, listeners, connections: [...connections.values()] };
}

/** A binding that nobody serves would lose its values in silence. */
function refuseForeignBindings(registry: AppRegistry): void {
  for (const { metadata } of registry.registrations) {
    const types = foreignBindings(metadata);
    if (types.length > 0) {
      throw new Error(
        `Function "${metadata.name}": this host does not serve bindings (${types.join(', ')}).`,
      );
    }
  }
}
