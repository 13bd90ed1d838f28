import { app } from '@azure/functions';
import { pollsQueue } from '../shared/queue/declaration';
import { messageOf, parsePollMessage } from '../shared/queue/parse';
import { pollOrocrm } from '../shared/sync/polls/poll-orocrm';
import { pollOutlook } from '../shared/sync/polls/poll-outlook';
import { countMessages } from './count-messages';
import type { Services } from './services';

/** Reads what changed for one shard of one side. */
export function registerPolls({ ports }: Services): void {
  app.serviceBusQueue('polls', {
    connection: 'SERVICE_BUS',
    queueName: pollsQueue.name,
    isSessionsEnabled: pollsQueue.requiresSession,
    handler: countMessages(ports.metrics, pollsQueue.name, 'done', async (body) => {
      const { side, shard } = messageOf(parsePollMessage(body));
      await (side === 'orocrm' ? pollOrocrm(ports, shard) : pollOutlook(ports, shard));
    }),
  });
}
