import { app } from '@azure/functions';
import { report } from '../report.mjs';

app.timer('yearly', {
  schedule: '0 0 0 1 January *',
  handler: (timer, context) => {
    report({ timer: 'yearly', info: timer, triggerMetadata: context.triggerMetadata ?? null });
  },
});

app.timer('everySecond', {
  schedule: '%EVERY_SECOND%',
  handler: (timer) => report({ timer: 'everySecond', info: timer }),
});

app.timer('onStartup', {
  schedule: '0 0 0 1 1 *',
  runOnStartup: true,
  handler: () => report({ timer: 'onStartup' }),
});

app.timer('failing', {
  schedule: '0 0 0 1 1 *',
  handler: () => {
    report({ timer: 'failing' });
    throw 'a string fails too';
  },
});

app.timer('retried', {
  schedule: '0 0 0 1 1 *',
  retry: { strategy: 'fixedDelay', maxRetryCount: 2, delayInterval: { milliseconds: 1 } },
  handler: (_timer, context) => {
    report({ timer: 'retried', retryContext: context.retryContext });
    throw new Error('not yet');
  },
});
