import { app } from '@azure/functions';
import { sweep } from '../shared/sync/sweep';
import type { Services } from './services';

/** Every 30 s: starts first syncs and full comparisons that are due, and measures how the mailboxes stand. */
export function registerSweep({ ports }: Services): void {
  app.timer('sweep', {
    schedule: '15,45 * * * * *',
    handler: () => sweep(ports),
  });
}
