import type { Side } from '../records/record';
import type { Metrics, RequestOutcome } from '../sync/ports/metrics';

/** "Come again later": 429 of both sides, 503 of a busy one or a proxy before it, 509 of Graph (Graph reference 4.3). */
const throttled = new Set([429, 503, 509]);

function requestOutcome(status: number): RequestOutcome {
  if (throttled.has(status)) return 'throttled';
  if (status >= 200 && status < 300) return 'ok';
  return status >= 300 && status < 500 ? 'refused' : 'failed';
}

/** Counts requests to a side by the status of their answers; 0 stands for no answer. */
export const countRequests =
  (metrics: Metrics, side: Side) =>
  (status: number): void =>
    metrics.record('sync.requests', 1, { side, outcome: requestOutcome(status) });
