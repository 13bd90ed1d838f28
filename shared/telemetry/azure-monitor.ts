import { setTimeout as sleep } from 'node:timers/promises';
import type { Attributes, Meter } from '@opentelemetry/api';
import { withoutSdkStatistics } from '../config/sdk-statistics';
import { metricTable, type MetricName, type Metrics } from '../sync/ports/metrics';
import type { MetricsSetting } from './open-metrics';
import type { FaultWatch } from './fault-watch';

/** Of the meter, and of the application as Application Insights shows it. */
const name = 'orocrm-microsoft365-sync';
const intervalMs = 60_000;
const timeoutMs = 20_000;
/** The platform waits for nobody for long once it has asked an app to end. */
const lastWordsMs = 3_000;

export interface AzureMonitor extends Metrics {
  close(): Promise<void>;
}

/**
 * An OpenTelemetry meter whose values go to Application Insights each minute. Only here are the SDKs loaded: they
 * take a quarter of a second.
 * @throws Error for a connection string that the SDK does not take.
 */
export async function openAzureMonitor(
  { connectionString, credential }: MetricsSetting,
  faults: FaultWatch,
): Promise<AzureMonitor> {
  withoutSdkStatistics();
  const [sdk, { resourceFromAttributes }, { AzureMonitorMetricExporter }] = await Promise.all([
    import('@opentelemetry/sdk-metrics'),
    import('@opentelemetry/resources'),
    import('@azure/monitor-opentelemetry-exporter'),
  ]);
  const exporter = new AzureMonitorMetricExporter({
    connectionString,
    ...(credential === undefined ? {} : { credential: faults.credential(credential) }),
    // The disk of an instance goes with it; and what is kept for later would be reported as sent.
    disableOfflineStorage: true,
    additionalPolicies: [{ position: 'perCall', policy: faults.policy(timeoutMs) }],
  });
  const reader = new sdk.PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: intervalMs,
    exportTimeoutMillis: timeoutMs,
  });
  const provider = new sdk.MeterProvider({
    resource: resourceFromAttributes({ 'service.name': name }),
    readers: [reader],
    // The exporter tells the largest value, which is how gauges of several instances are read, of histograms only.
    views: [
      {
        instrumentType: sdk.InstrumentType.GAUGE,
        aggregation: {
          type: sdk.AggregationType.EXPLICIT_BUCKET_HISTOGRAM,
          options: { recordMinMax: true, boundaries: [] },
        },
      },
    ],
  });
  const instruments = instrumentsOf(provider.getMeter(name));
  return {
    record: (metric, value, attributes) => instruments[metric](value, attributes),
    close: () =>
      Promise.race([
        provider.shutdown().catch(() => undefined),
        sleep(lastWordsMs, undefined, { ref: false }),
      ]),
  };
}

type Instruments = Readonly<Record<MetricName, (value: number, attributes: Attributes) => void>>;

function instrumentsOf(meter: Meter): Instruments {
  const of = (metric: MetricName): Instruments[MetricName] => {
    const { kind, unit } = metricTable[metric];
    switch (kind) {
      case 'counter': {
        const counter = meter.createCounter(metric, { unit });
        return (value, attributes) => counter.add(value, attributes);
      }
      case 'histogram': {
        const histogram = meter.createHistogram(metric, { unit });
        return (value, attributes) => histogram.record(value, attributes);
      }
      case 'gauge': {
        const gauge = meter.createGauge(metric, { unit });
        return (value, attributes) => gauge.record(value, attributes);
      }
    }
  };
  const names = Object.keys(metricTable) as MetricName[];
  return Object.fromEntries(names.map((metric) => [metric, of(metric)])) as Instruments;
}
