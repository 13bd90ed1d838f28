import type { TokenCredential } from '@azure/identity';
import { noMetrics, type Metrics } from '../sync/ports/metrics';
import { openAzureMonitor, type AzureMonitor } from './azure-monitor';
import { codeOf, FaultWatch } from './fault-watch';

export interface MetricsSetting {
  readonly connectionString: string;
  /** Absent: the connection string alone lets metrics in. */
  readonly credential: TokenCredential | undefined;
}

export interface OpenMetrics {
  readonly metrics: Metrics;
  /** Sends what is left. Waits a few seconds at most, and never throws. */
  close(): Promise<void>;
}

/**
 * Metrics for Application Insights; without a setting they go nowhere and no SDK is loaded. What goes wrong on the way
 * there is logged, and nobody else notices it.
 */
export function openMetrics(setting: MetricsSetting | undefined, log: (line: string) => void): OpenMetrics {
  if (setting === undefined) return { metrics: noMetrics, close: () => Promise.resolve() };
  const faults = new FaultWatch(log);
  let opening: Promise<AzureMonitor | undefined> | undefined;
  // At the first value, so that the start of the app does not wait for the SDK.
  const open = (): Promise<AzureMonitor | undefined> =>
    (opening ??= openAzureMonitor(setting, faults).catch((thrown: unknown) => {
      faults.tell(codeOf(thrown));
      return undefined;
    }));
  return {
    metrics: {
      record(name, value, attributes) {
        void open().then((monitor) => monitor?.record(name, value, attributes));
      },
    },
    close: async () => (await opening)?.close(),
  };
}
