import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LogLevel } from './core-contract';
import type { LogLevels } from './log';
import { parseJson } from './settings';
import { parseTimeSpan } from './time-span';

const timeSpan = z.string().transform((text, context) => {
  try {
    return parseTimeSpan(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
});

const levels = ['trace', 'debug', 'information', 'warning', 'error', 'critical', 'none'] as const;
const logLevel = z
  .string()
  .transform((text) => text.toLowerCase())
  .pipe(z.enum(levels)) satisfies z.ZodType<LogLevel>;

const positive = z.number().int().min(1);

/** Defaults of the Service Bus extension 5.x (reference functions-and-bicep 3.5, service-bus 12). */
const serviceBusSchema = z
  .object({
    prefetchCount: z.number().int().min(0).default(0),
    autoCompleteMessages: z.boolean().default(true),
    maxAutoLockRenewalDuration: timeSpan.default(300_000),
    maxConcurrentCalls: positive.default(16),
    maxConcurrentSessions: positive.default(8),
    maxMessageBatchSize: positive.default(1000),
    sessionIdleTimeout: timeSpan.default(60_000),
  })
  .prefault({});

const hostJsonSchema = z.object({
  version: z.literal('2.0'),
  extensions: z
    .object({
      http: z.object({ routePrefix: z.string().default('api') }).prefault({}),
      serviceBus: serviceBusSchema,
    })
    .prefault({}),
  logging: z.object({ logLevel: z.record(z.string(), logLevel).default({}) }).prefault({}),
});

/** Durations in milliseconds. */
export type ServiceBusOptions = Readonly<z.infer<typeof serviceBusSchema>>;

export interface HostOptions {
  /** Without slashes around; may be empty. */
  readonly routePrefix: string;
  readonly serviceBus: ServiceBusOptions;
  readonly logLevels: LogLevels;
}

/**
 * Reads what this host obeys of host.json; the platform demands that the file is there.
 * @throws Error naming every fault at once.
 */
export function readHostJson(appRoot: string): HostOptions {
  const file = join(appRoot, 'host.json');
  if (!existsSync(file)) {
    throw new Error(`${file} is missing; the platform takes no app without it.`);
  }
  const parsed = hostJsonSchema.safeParse(parseJson(file, readFileSync(file, 'utf8')));
  if (!parsed.success) {
    throw new Error(`${file} is not usable:\n${z.prettifyError(parsed.error)}`);
  }
  const { extensions, logging } = parsed.data;
  return {
    routePrefix: extensions.http.routePrefix.replace(/^\/+|\/+$/g, ''),
    serviceBus: extensions.serviceBus,
    logLevels: logging.logLevel,
  };
}
