import { app } from '@azure/functions';
import { recordsQueue } from '../shared/queue/declaration';
import { messageOf, parseRecordsMessage } from '../shared/queue/parse';
import { handleRecordsMessage } from '../shared/sync/handle-message';
import { countMessages } from './count-messages';
import type { Services } from './services';

/** Does the work on one mailbox, in order: its session is the mailbox. */
export function registerRecords({ ports }: Services): void {
  app.serviceBusQueue('records', {
    connection: 'SERVICE_BUS',
    queueName: recordsQueue.name,
    isSessionsEnabled: recordsQueue.requiresSession,
    handler: countMessages(ports.metrics, recordsQueue.name, 'done', (body) =>
      handleRecordsMessage(ports, messageOf(parseRecordsMessage(body))),
    ),
  });
}
