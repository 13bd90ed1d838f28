import { app } from '@azure/functions';
import { planPolls } from '../shared/sync/polls/plan-polls';
import type { Services } from './services';

/** Every 30 s: plans the polls of Outlook that are due. */
export function registerPollOutlook({ ports }: Services): void {
  app.timer('poll-outlook', {
    schedule: '*/30 * * * * *',
    handler: async () => {
      await planPolls(ports, 'outlook');
    },
  });
}
