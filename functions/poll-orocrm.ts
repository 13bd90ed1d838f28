import { app } from '@azure/functions';
import { planPolls } from '../shared/sync/polls/plan-polls';
import type { Services } from './services';

/** Every 30 s: plans the polls of OroCRM that are due. */
export function registerPollOrocrm({ ports }: Services): void {
  app.timer('poll-orocrm', {
    schedule: '*/30 * * * * *',
    handler: async () => {
      await planPolls(ports, 'orocrm');
    },
  });
}
