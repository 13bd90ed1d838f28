import type { Services } from '../services';
import { registerAlerts } from './alerts';
import { registerFailed } from './failed';
import { registerHealth } from './health';
import { registerHeld } from './held';
import { registerHistory } from './history';
import { registerMailboxes } from './mailboxes';
import { registerPanel } from './panel';
import { registerRuns } from './runs';
import { registerSettings } from './settings';
import { registerStatus } from './status';
import { registerSync } from './sync';

/** Everything that HTTP can call. Each route says who may call it (`access.ts`). */
export function registerRoutes(services: Services): void {
  for (const register of [
    registerSync,
    registerRuns,
    registerSettings,
    registerMailboxes,
    registerStatus,
    registerAlerts,
    registerHeld,
    registerFailed,
    registerHistory,
    registerHealth,
    registerPanel,
  ]) {
    register(services);
  }
}
