import { z } from 'zod';

/** What `retry` of a timer asks for; durations in milliseconds. */
export type RetryPolicy =
  | { readonly strategy: 'fixedDelay'; readonly maxRetryCount: number; readonly delay: number }
  | {
      readonly strategy: 'exponentialBackoff';
      readonly maxRetryCount: number;
      readonly minimum: number;
      readonly maximum: number;
    };

// The library hands durations over as whole seconds (reference functions-and-bicep 1.3).
const duration = z.object({ seconds: z.number().min(0) }).transform(({ seconds }) => seconds * 1000);
const maxRetryCount = z.number().int().min(-1);

const schema = z.discriminatedUnion('retryStrategy', [
  z.object({ retryStrategy: z.literal('fixedDelay'), maxRetryCount, delayInterval: duration }),
  z.object({
    retryStrategy: z.literal('exponentialBackoff'),
    maxRetryCount,
    minimumInterval: duration,
    maximumInterval: duration,
  }),
]);

/** @throws Error naming the function when the options are none that the platform knows. */
export function parseRetryPolicy(name: string, options: unknown): RetryPolicy | undefined {
  if (options === undefined) {
    return undefined;
  }
  const parsed = schema.safeParse(options);
  if (!parsed.success) {
    throw new Error(`Function "${name}" has wrong retry options:\n${z.prettifyError(parsed.error)}`);
  }
  const { data } = parsed;
  switch (data.retryStrategy) {
    case 'fixedDelay':
      return {
        strategy: 'fixedDelay',
        maxRetryCount: unlimited(data.maxRetryCount),
        delay: data.delayInterval,
      };
    case 'exponentialBackoff':
      return {
        strategy: 'exponentialBackoff',
        maxRetryCount: unlimited(data.maxRetryCount),
        minimum: data.minimumInterval,
        maximum: data.maximumInterval,
      };
  }
}

/** -1 asks for retries without end. */
function unlimited(count: number): number {
  return count === -1 ? Number.MAX_SAFE_INTEGER : count;
}

/** Milliseconds to wait before retry number `retry`, counted from 1. */
export function retryDelay(policy: RetryPolicy, retry: number): number {
  switch (policy.strategy) {
    case 'fixedDelay':
      return policy.delay;
    case 'exponentialBackoff':
      return Math.min(policy.maximum, policy.minimum * 2 ** (retry - 1));
  }
}
