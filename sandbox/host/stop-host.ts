import type { FunctionsPlan } from './functions-plan';
import type { HttpServer } from './http-server';
import type { Invoker } from './invoker';
import { describeError, type Logger } from './log';

/** Milliseconds that running invocations and the settling of their messages get; all must be over in 5 s. */
const patience = 3500;

/** Milliseconds that `appTerminate` hooks, and then closing connections, get. */
const lastWords = 400;

/**
 * Stops in the order that loses nothing: nothing new starts, what runs may end, hooks run, connections close.
 * What does not end in time is left behind; its messages come back when their locks do.
 */
export async function stopHost(
  plan: FunctionsPlan,
  server: HttpServer,
  invoker: Invoker,
  logger: Logger,
): Promise<void> {
  for (const timer of plan.timers.values()) {
    timer.stop();
  }
  server.stopAccepting();
  const invocations = invoker.idle(patience).then((idle) => {
    if (!idle) {
      logger.log('warning', 'Host', `invocations still run after ${patience} ms and are left behind`);
    }
  });
  const listeners = plan.listeners.map(async (listener) => {
    if (!(await within(patience, listener.stop()))) {
      logger.log('warning', listener.category, `does not stop within ${patience} ms and is left behind`);
    }
  });
  await Promise.allSettled([invocations, ...listeners]);
  const hooks = invoker.runAppHooks('appTerminate').catch((error: unknown) => {
    logger.log('error', 'Host', `an appTerminate hook failed: ${describeError(error)}`);
  });
  if (!(await within(lastWords, hooks))) {
    logger.log('warning', 'Host', `appTerminate hooks still run after ${lastWords} ms and are left behind`);
  }
  const closing = [server.close(), ...plan.connections.map((connection) => connection.close())];
  await within(lastWords, Promise.allSettled(closing));
}

/** Whether the work ended in time. */
async function within(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<false>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, milliseconds);
  });
  const ended = await Promise.race([work.then(() => true), expired]);
  clearTimeout(timer);
  return ended;
}
