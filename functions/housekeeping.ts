import { app } from '@azure/functions';
import { removeExpired } from '../shared/sync/housekeeping';
import type { Services } from './services';

/** Hourly: removes runs and history whose time is over. */
export function registerHousekeeping({ ports }: Services): void {
  app.timer('housekeeping', {
    schedule: '0 7 * * * *',
    handler: () => removeExpired(ports),
  });
}
