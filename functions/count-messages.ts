import type { InvocationContext } from '@azure/functions';
import type { MetricAttributes, Metrics } from '../shared/sync/ports/metrics';

type Counted = MetricAttributes<'sync.messages'>;
type Handler = (body: unknown, context: InvocationContext) => Promise<void>;

/**
 * Counts the messages of a queue by what became of them. One that is thrown at counts as failed each time: the queue
 * brings it again, and in the end gives it up.
 * @param handled what a message is that the handler has dealt with.
 */
export const countMessages =
  (metrics: Metrics, queue: Counted['queue'], handled: 'done' | 'given-up', handler: Handler): Handler =>
  async (body, context) => {
    let outcome: Counted['outcome'] = 'failed';
    try {
      await handler(body, context);
      outcome = handled;
    } finally {
      metrics.record('sync.messages', 1, { queue, outcome });
    }
  };
