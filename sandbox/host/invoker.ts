import { randomBytes, randomUUID } from 'node:crypto';
import type { AppRegistry, Registration } from './app-registry';
import type {
  CoreContext,
  HookContext,
  InvocationResponse,
  LogCategory,
  LogLevel,
  ProgrammingModel,
  RetryContext,
  TypedData,
} from './core-contract';
import { describeError, type Logger } from './log';

export interface Invocation {
  readonly functionName: string;
  /** The trigger's typed data, under the trigger's binding name. */
  readonly input: { readonly name: string; readonly data: TypedData };
  readonly triggerMetadata?: Readonly<Record<string, TypedData>>;
  readonly retryContext?: RetryContext;
  /** The caller's W3C trace, where it sent one. */
  readonly traceParent?: string;
}

export interface Invoker {
  /**
   * Runs one function through the library's own conversions.
   * @throws whatever the handler or a hook threw; it is logged by then.
   */
  invoke(invocation: Invocation): Promise<InvocationResponse>;
  /** Resolves when nothing runs any more, or after `milliseconds`; answers whether nothing runs. */
  idle(milliseconds: number): Promise<boolean>;
  /** Runs `appStart` or `appTerminate` hooks, one after another. */
  runAppHooks(name: 'appStart' | 'appTerminate'): Promise<void>;
}

/** Everything that hooks share for the life of the app. */
interface AppData {
  readonly appRoot: string;
  readonly appHookData: HookContext;
  readonly appLevelHookData: HookContext;
}

/**
 * Drives every invocation as the worker does: arguments, hooks before, handler, hooks after, response, all
 * by the library's invocation model and never by conversions of our own (reference functions-and-bicep 1.2).
 */
export function createInvoker(
  appRoot: string,
  registry: AppRegistry,
  model: ProgrammingModel,
  logger: Logger,
): Invoker {
  const app: AppData = { appRoot, appHookData: {}, appLevelHookData: {} };
  const running = new Set<Promise<unknown>>();

  return {
    async invoke(invocation) {
      const registration = registry.find(invocation.functionName);
      if (registration === undefined) {
        throw new Error(`Function "${invocation.functionName}" is not loaded.`);
      }
      const run = runInvocation(registration, invocation, registry, model, app, logger);
      running.add(run);
      try {
        return await run;
      } finally {
        running.delete(run);
      }
    },

    async idle(milliseconds) {
      let timer: NodeJS.Timeout | undefined;
      const expired = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
      await Promise.race([Promise.allSettled(running), expired]);
      clearTimeout(timer);
      return running.size === 0;
    },

    async runAppHooks(name) {
      const context = {
        hookData: app.appLevelHookData,
        appHookData: app.appHookData,
        ...(name === 'appStart' ? { functionAppDirectory: appRoot } : {}),
      };
      for (const hook of registry.hooks(name)) {
        await hook(context);
      }
    },
  };
}

async function runInvocation(
  { metadata, callback }: Registration,
  invocation: Invocation,
  registry: AppRegistry,
  model: ProgrammingModel,
  app: AppData,
  logger: Logger,
): Promise<InvocationResponse> {
  const invocationId = randomUUID();
  const category = `Function.${metadata.name}`;
  const started = performance.now();
  const hookData: HookContext = {};
  let invocationContext: unknown;

  const core: CoreContext = {
    invocationId,
    metadata,
    state: undefined,
    request: {
      invocationId,
      functionId: metadata.name,
      inputData: [invocation.input],
      triggerMetadata: { ...invocation.triggerMetadata },
      traceContext: {
        traceParent: invocation.traceParent ?? newTraceParent(),
        traceState: '',
        attributes: {},
      },
      ...(invocation.retryContext === undefined ? {} : { retryContext: invocation.retryContext }),
    },
    log(level: LogLevel, logCategory: LogCategory, message: string): void {
      const entry: HookContext = {
        ...{ level, message, category: logCategory, invocationContext },
        ...{ hookData, appHookData: app.appHookData },
      };
      for (const hook of registry.hooks('log')) {
        hook(entry);
      }
      const suffix = logCategory === 'user' ? '.User' : '';
      logger.log(entry['level'] as LogLevel, `${category}${suffix}`, String(entry['message']));
    },
  };
  const runHooks = async (name: 'preInvocation' | 'postInvocation', context: HookContext): Promise<void> => {
    core.state = `${name}Hooks`;
    try {
      for (const hook of registry.hooks(name)) {
        await hook(context);
      }
    } finally {
      core.state = undefined;
    }
  };

  logger.log('debug', category, `started, id ${invocationId}`);
  try {
    const invocationModel = model.getInvocationModel(core);
    const { context, inputs } = await invocationModel.getArguments();
    invocationContext = context;
    const shared = { hookData, appHookData: app.appHookData, invocationContext };

    const before = { ...shared, inputs, functionCallback: callback };
    await runHooks('preInvocation', before);

    const after = { ...shared, inputs: before.inputs, result: null as unknown, error: null as unknown };
    core.state = 'invocation';
    try {
      after.result = await invocationModel.invokeFunction(context, before.inputs, before.functionCallback);
    } catch (error) {
      after.error = error;
    } finally {
      core.state = undefined;
    }
    await runHooks('postInvocation', after);
    // Any thrown value but null and undefined fails the invocation, strings included (reference 1.4).
    if (after.error !== null && after.error !== undefined) {
      throw after.error as Error;
    }
    const response = await invocationModel.getResponse(context, after.result);
    logger.log('debug', category, `succeeded in ${elapsed(started)} ms, id ${invocationId}`);
    return response;
  } catch (error) {
    logger.log(
      'error',
      category,
      `failed in ${elapsed(started)} ms, id ${invocationId}: ${describeError(error)}`,
    );
    throw error;
  }
}

function elapsed(started: number): number {
  return Math.round(performance.now() - started);
}

/** W3C trace context, sampled. */
function newTraceParent(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}
