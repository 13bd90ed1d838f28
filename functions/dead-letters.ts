import { app } from '@azure/functions';
import { queues } from '../shared/queue/declaration';
import { parseRecordsMessage } from '../shared/queue/parse';
import { abandonRun } from '../shared/sync/runs/run-step';
import { countMessages } from './count-messages';
import type { Services } from './services';

/** Only poison messages end here: an operator is told, and no run waits for one for ever. */
export function registerDeadLetters(services: Services): void {
  const { ports } = services;
  for (const { name, requiresSession } of queues) {
    app.serviceBusQueue(`${name}-dead-letters`, {
      connection: 'SERVICE_BUS',
      queueName: `${name}/$DeadLetterQueue`,
      isSessionsEnabled: false,
      handler: countMessages(ports.metrics, name, 'given-up', async (body, context) => {
        context.error(`a message of ${name} was given up (sessions: ${requiresSession})`);
        const parsed = parseRecordsMessage(body);
        const message = parsed.ok ? parsed.message : undefined;
        await ports.alerts.raise({
          severity: 'error',
          code: 'dead-letter',
          ...(message ? { mailbox: message.mailbox, entity: message.entity } : {}),
          message: `A message of the queue ${name} could not be handled and was given up.`,
          action: 'Look into the log of the functions. A full comparison finds whatever it was about.',
        });
        if (message?.kind === 'step') await abandonRun(ports, message);
      }),
    });
  }
}
