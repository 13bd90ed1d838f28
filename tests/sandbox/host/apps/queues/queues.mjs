import { app } from '@azure/functions';
import { setTimeout } from 'node:timers/promises';
import { report } from '../whole/report.mjs';

/** Sleeps or throws as the message says; a message is anything. */
async function obey(message) {
  if (typeof message?.sleep === 'number') {
    await setTimeout(message.sleep);
  }
  if (message?.fail) {
    throw new Error(`told to fail: ${JSON.stringify(message)}`);
  }
}

const listen = (name, options) =>
  app.serviceBusQueue(name, {
    connection: 'BUS',
    ...options,
    handler: async (message, context) => {
      const entry = { function: name, message, metadata: context.triggerMetadata };
      report({ ...entry, phase: 'start' });
      // A message that failed often enough is not to fail here too.
      if (name === 'dead') {
        return;
      }
      await obey(Array.isArray(message) ? message.find((one) => one?.fail || one?.sleep) : message);
      report({ ...entry, phase: 'end' });
      return { ignored: true };
    },
  });

listen('plain', { queueName: '%PLAIN_QUEUE%' });
listen('dead', { queueName: 'plain/$deadletterqueue' });
listen('inOrder', { queueName: 'ordered', isSessionsEnabled: true });
listen('batched', { queueName: 'batched', cardinality: 'many' });
listen('batchedSessions', { queueName: 'batched-sessions', cardinality: 'many', isSessionsEnabled: true });
