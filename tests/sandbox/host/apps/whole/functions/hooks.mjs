import { app } from '@azure/functions';
import { report } from '../report.mjs';

app.hook.appStart((context) => {
  context.hookData.started = true;
  report({ hook: 'appStart', readOnly: fails(() => (context.hookData = {})) });
});

app.hook.appTerminate((context) => {
  report({ hook: 'appTerminate', sawStart: context.hookData.started === true });
});

app.hook.preInvocation((context) => {
  context.hookData.before = context.invocationContext.functionName;
  if (context.invocationContext.functionName === 'hooked') {
    context.inputs = [{ ...context.inputs[0], replaced: true }];
    const handler = context.functionHandler;
    context.functionHandler = async (...args) => `wrapped ${await handler(...args)}`;
  }
});

app.hook.postInvocation((context) => {
  if (context.invocationContext.functionName === 'hooked') {
    context.result = { body: `${context.result}, after ${context.hookData.before}` };
  }
  if (context.invocationContext.functionName === 'healed') {
    context.error = null;
    context.result = { body: 'healed' };
  }
});

app.hook.log((context) => {
  context.message = context.message.replace('s3cret', '***');
});

app.http('hooked', { handler: (request) => `handler (input replaced: ${request.replaced === true})` });
app.http('healed', {
  handler: () => {
    throw new Error('a hook heals this');
  },
});
app.http('logs', {
  handler: (request, context) => {
    context.log('the word is s3cret');
    context.debug('too low to be seen');
    return { status: 200 };
  },
});

function fails(action) {
  try {
    action();
    return false;
  } catch {
    return true;
  }
}
