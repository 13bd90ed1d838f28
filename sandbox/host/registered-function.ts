import { z } from 'zod';
import type { Registration } from './app-registry';
import type { Binding, FunctionMetadata } from './core-contract';
import { parseRetryPolicy, type RetryPolicy } from './retry-policy';

interface FunctionBase {
  readonly name: string;
  /** The trigger's binding name: a type plus a hash of the options, unless the app names it. */
  readonly bindingName: string;
}

export interface TimerFunction extends FunctionBase {
  readonly kind: 'timer';
  readonly schedule: string;
  readonly runOnStartup: boolean;
  readonly useMonitor: boolean;
  readonly retry?: RetryPolicy;
}

export interface HttpFunction extends FunctionBase {
  readonly kind: 'http';
  /** Without the prefix; the function's name where the app gives no route. */
  readonly route: string;
  readonly methods: readonly string[];
  readonly authLevel: 'anonymous' | 'function' | 'admin';
}

export interface QueueFunction extends FunctionBase {
  readonly kind: 'queue';
  /** Name of the setting that holds the connection, never the connection itself. */
  readonly connection: string;
  readonly queueName: string;
  readonly cardinality: 'one' | 'many';
  readonly isSessionsEnabled: boolean;
  readonly autoCompleteMessages: boolean;
  readonly sdkBinding: boolean;
}

/** A trigger that the platform has and this host does not run. */
export interface UnsupportedFunction extends FunctionBase {
  readonly kind: 'unsupported';
  readonly triggerType: string;
}

/** A function as the app registered it: `%SETTING%` names are still unexpanded after loading. */
export type RegisteredFunction = TimerFunction | HttpFunction | QueueFunction | UnsupportedFunction;

const timerSchema = z.object({
  schedule: z.string(),
  runOnStartup: z.boolean().default(false),
  useMonitor: z.boolean().default(true),
});

const httpSchema = z.object({
  route: z.string().optional(),
  methods: z
    .array(z.string().transform((method) => method.toUpperCase()))
    .nonempty()
    .default(['GET', 'POST']),
  authLevel: z.enum(['anonymous', 'function', 'admin']).default('function'),
});

const queueSchema = z.object({
  connection: z.string().min(1),
  queueName: z.string().min(1),
  cardinality: z.enum(['one', 'many']).default('one'),
  isSessionsEnabled: z.boolean().default(false),
  autoCompleteMessages: z.boolean().default(true),
  sdkBinding: z.boolean().default(false),
});

/**
 * The typed view of a registration.
 * @throws Error naming the function when it has no trigger or its options are not usable.
 */
export function describeFunction({ metadata }: Registration): RegisteredFunction {
  const { name } = metadata;
  const [bindingName, trigger] = findTrigger(metadata);
  const base = { name, bindingName };
  switch (trigger.type) {
    case 'timerTrigger': {
      const retry = parseRetryPolicy(name, metadata.retryOptions);
      const options = parseOptions(name, timerSchema, trigger);
      return { kind: 'timer', ...base, ...options, ...(retry === undefined ? {} : { retry }) };
    }
    case 'httpTrigger': {
      const { route = '', ...options } = parseOptions(name, httpSchema, trigger);
      return { kind: 'http', ...base, ...options, route: route === '' ? name : route };
    }
    case 'serviceBusTrigger':
      // The same type serves topics; they differ in having a topicName.
      if ('queueName' in trigger) {
        return { kind: 'queue', ...base, ...parseOptions(name, queueSchema, trigger) };
      }
      break;
    default:
  }
  return { kind: 'unsupported', ...base, triggerType: trigger.type };
}

/** The trigger is found by its type: binding names change with every option (reference 1.3). */
function findTrigger(metadata: FunctionMetadata): [string, Binding] {
  const entry = Object.entries(metadata.bindings).find(([, { type }]) => /trigger$/i.test(type));
  if (entry === undefined) {
    throw new Error(`Function "${metadata.name}" has no trigger.`);
  }
  return entry;
}

function parseOptions<T>(name: string, schema: z.ZodType<T>, trigger: Binding): T {
  const parsed = schema.safeParse(trigger);
  if (!parsed.success) {
    throw new Error(`Function "${name}" has a wrong trigger:\n${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}

/** Names of output and extra input bindings, which need platform extensions that this host does not have. */
export function foreignBindings({ bindings }: FunctionMetadata): readonly string[] {
  return Object.entries(bindings)
    .filter(([name, { type }]) => !/trigger$/i.test(type) && !(name === '$return' && type === 'http'))
    .map(([, { type }]) => type);
}
