import { app } from '@azure/functions';
import { startDueRuns } from '../shared/sync/due-runs';
import type { Services } from './services';

/** Every 30 s: starts first syncs and full comparisons that are due. */
export function registerSweep({ ports }: Services): void {
  app.timer('sweep', {
    schedule: '15,45 * * * * *',
    handler: () => startDueRuns(ports),
  });
}
