import { hostname } from 'node:os';
import type { MetricName, Metrics } from '../../../shared/sync/ports/metrics';
import { metricTable } from '../../../shared/sync/ports/metrics';
import { openMetrics } from '../../../shared/telemetry/open-metrics';
import { Ingestion } from './ingestion';

let ingestion: Ingestion;
const logged: string[] = [];
const log = (line: string): void => void logged.push(line);

beforeAll(async () => {
  ingestion = await Ingestion.start();
});
afterAll(() => ingestion.stop());
beforeEach(() => {
  ingestion.reset();
  logged.length = 0;
});

const secret = 'a-token-that-nobody-may-see';
const credential = {
  getToken: (scopes: string | string[]) => {
    asked.push(scopes);
    return Promise.resolve({ token: secret, expiresOnTimestamp: Date.now() + 3_600_000 });
  },
};
const asked: (string | string[])[] = [];

/** Opens, records and sends. */
async function send(work: (metrics: Metrics) => void, withIdentity = false): Promise<void> {
  const { connectionString } = ingestion;
  const open = openMetrics({ connectionString, credential: withIdentity ? credential : undefined }, log);
  work(open.metrics);
  await open.close();
}

/** Each metric once, with the last value of each of its attributes. */
function recordAll(metrics: Metrics): void {
  for (const name of Object.keys(metricTable) as MetricName[]) {
    const lists = Object.entries<readonly string[]>(metricTable[name].attributes);
    const attributes = Object.fromEntries(lists.map(([key, values]) => [key, values.at(-1)]));
    metrics.record(name, 3, attributes as never);
  }
}

it('sends every metric under its name, with its attributes as properties and nothing beside them', async () => {
  await send(recordAll);
  const sent = ingestion.envelopes.map(({ data }) => {
    expect(data.baseType).toBe('MetricData');
    expect(data.baseData.metrics).toHaveLength(1);
    return [data.baseData.metrics[0]?.name, data.baseData.properties] as const;
  });
  expect(Object.fromEntries(sent)).toEqual({
    'sync.successes': { entity: 'calendarEvents' },
    'sync.records': { entity: 'calendarEvents', side: 'outlook', action: 'failed' },
    'sync.requests': { side: 'outlook', outcome: 'failed' },
    'sync.messages': { queue: 'records', outcome: 'given-up' },
    'sync.lag': { entity: 'calendarEvents' },
    'sync.mailboxes': { state: 'off' },
    'sync.waiting': { kind: 'alerts' },
  });
  expect(sent).toHaveLength(Object.keys(metricTable).length);
  expect(ingestion.authorizations).toEqual([undefined]);
  expect(logged).toEqual([]);
});

it('adds up counters, and tells the extremes of gauges and of the lag', async () => {
  await send((metrics) => {
    metrics.record('sync.successes', 1, { entity: 'contacts' });
    metrics.record('sync.successes', 1, { entity: 'contacts' });
    metrics.record('sync.successes', 1, { entity: 'tasks' });
    metrics.record('sync.mailboxes', 4, { state: 'steady' });
    metrics.record('sync.mailboxes', 0, { state: 'steady' });
    for (const seconds of [5, 70, 15]) metrics.record('sync.lag', seconds, { entity: 'tasks' });
  });
  const sent = ingestion.envelopes.map(({ data: { baseData } }) => [
    ...Object.values(baseData.properties),
    baseData.metrics[0],
  ]);
  const value = (expected: object): unknown => expect.objectContaining(expected);
  expect(sent).toHaveLength(4);
  expect(sent).toEqual(
    expect.arrayContaining([
      ['contacts', value({ name: 'sync.successes', value: 2, count: 1 })],
      ['tasks', value({ name: 'sync.successes', value: 1 })],
      ['tasks', value({ name: 'sync.lag', value: 90, count: 3, min: 5, max: 70 })],
      ['steady', value({ name: 'sync.mailboxes', count: 2, min: 0, max: 4 })],
    ]),
  );
});

it('says which application and instance it is, and nothing else', async () => {
  await send(recordAll);
  const [first] = ingestion.envelopes;
  expect(first?.tags['ai.cloud.role']).toBe('orocrm-microsoft365-sync');
  for (const { tags, data } of ingestion.envelopes) {
    // Which instance it was is the name of a machine.
    const { 'ai.cloud.roleInstance': instance, ...others } = tags;
    expect(instance).toBe(hostname());
    expect(Object.keys(others).sort()).toEqual(['ai.cloud.role', 'ai.internal.sdkVersion']);
    expect(Object.keys(data.baseData).sort()).toEqual(['metrics', 'properties', 'ver']);
  }
});

it('shows the token of its identity where Entra alone lets metrics in', async () => {
  await send(recordAll, true);
  expect(ingestion.authorizations).toEqual([`Bearer ${secret}`]);
  expect(asked.flat()).toContain('https://monitor.azure.com/.default');
});

it.each([401, 403, 400])('logs an endpoint that answers %d once, and nobody else notices', async (status) => {
  ingestion.status = status;
  const { connectionString } = ingestion;
  const open = openMetrics({ connectionString, credential }, log);
  open.metrics.record('sync.successes', 1, { entity: 'contacts' });
  await open.close();
  expect(logged).toEqual([`metrics do not reach Application Insights: status ${status}`]);
});

it('logs a token that cannot be had by the name of its error', async () => {
  const { connectionString } = ingestion;
  const getToken = () => Promise.reject(new RangeError(`no ${secret}`));
  const open = openMetrics({ connectionString, credential: { getToken } }, log);
  open.metrics.record('sync.successes', 1, { entity: 'contacts' });
  await open.close();
  expect(logged).toEqual(['metrics do not reach Application Insights: RangeError']);
  expect(ingestion.bodies).toEqual([]);
});

it('waits a few seconds at most for an endpoint that never answers', async () => {
  ingestion.silent = true;
  const started = performance.now();
  await send((metrics) => metrics.record('sync.successes', 1, { entity: 'contacts' }));
  expect(performance.now() - started).toBeLessThan(5000);
  expect(ingestion.bodies).toHaveLength(1);
});

it('survives a connection string that the SDK does not take', async () => {
  const open = openMetrics({ connectionString: `InstrumentationKey=${secret}`, credential: undefined }, log);
  open.metrics.record('sync.successes', 1, { entity: 'contacts' });
  open.metrics.record('sync.successes', 1, { entity: 'contacts' });
  await open.close();
  expect(logged).toEqual(['metrics do not reach Application Insights: Error']);
});

it('sends nothing where nothing was recorded, and records nothing without a setting', async () => {
  await openMetrics({ connectionString: ingestion.connectionString, credential: undefined }, log).close();
  const nowhere = openMetrics(undefined, log);
  recordAll(nowhere.metrics);
  await nowhere.close();
  expect(ingestion.bodies).toEqual([]);
  expect(logged).toEqual([]);
});
