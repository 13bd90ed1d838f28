import { readFile } from 'node:fs/promises';
import { environmentNames } from '../../shared/config/environment-names';
import { platformSettings } from '../../shared/config/platform-settings';
import { environmentName, settingNames, settingRows } from '../../shared/config/setting-rows';
import { queues } from '../../shared/queue/declaration';
import { tables } from '../../shared/state/declaration';
import { declared, isoDuration } from '../../scripts/infra/declared';
import { registrations } from '../functions/support/registrations';
import { compiled, least, snapshot, type Snapshot } from './support/templates';

// The compiler takes seconds, and more where others work beside it.
jest.setTimeout(180_000);

let made: Promise<Snapshot | undefined> | undefined;
/** Everything that can be a setting is one. */
const whole = (): Promise<Snapshot | undefined> =>
  (made ??= snapshot({
    ...least,
    ...{ orocrmClientId: 'client', orocrmUsername: 'user', direction: 'orocrm-to-outlook' },
    ...{ conflictResolution: 'outlook-wins', oroCrmIntervalSeconds: 1, outlookIntervalSeconds: 1 },
    ...{ contacts: false, tasks: false, calendarEvents: false, enableSync: false, showAlerts: false },
    ...{ firstSync: 'relink', sweepIntervalSeconds: 60, calendarDaysBack: 1, calendarDaysAhead: 1 },
    ...{ meetingUpdates: 'send', historyDays: 1 },
  }));

test('the queues are those of the code, with its sessions, locks and duplicate detection', async () => {
  const templates = await whole();
  if (!templates) return;
  const found = templates.of('Microsoft.ServiceBus/namespaces/queues');
  expect(found.map(({ name }) => name.split('/').at(-1))).toEqual(queues.map(({ name }) => name));
  for (const [index, queue] of queues.entries()) {
    expect(found[index]?.properties).toEqual({
      requiresSession: queue.requiresSession,
      lockDuration: isoDuration(queue.lockSeconds),
      maxDeliveryCount: queue.maxDeliveryCount,
      defaultMessageTimeToLive: isoDuration(queue.timeToLiveSeconds),
      deadLetteringOnMessageExpiration: queue.deadLetterOnExpiry,
      requiresDuplicateDetection: queue.duplicateDetectionSeconds !== undefined,
      ...(queue.duplicateDetectionSeconds === undefined
        ? {}
        : { duplicateDetectionHistoryTimeWindow: isoDuration(queue.duplicateDetectionSeconds) }),
      maxSizeInMegabytes: 1024,
    });
  }
});

test.each([
  [0, 'PT0S'],
  [59, 'PT59S'],
  [300, 'PT5M'],
  [3600, 'PT1H'],
  [3661, 'PT1H1M1S'],
  [14 * 86_400, 'P14D'],
  [86_400 + 60, 'P1DT1M'],
])('%d seconds are %s', (seconds, text) => {
  expect(isoDuration(seconds)).toBe(text);
});

test('the tables are those of the code, but for the one that stands for a key vault', async () => {
  const templates = await whole();
  if (!templates) return;
  const found = templates
    .of('Microsoft.Storage/storageAccounts/tableServices/tables')
    .map(({ name }) => name.split('/').at(-1));
  expect([...found, tables.secrets].sort()).toEqual(Object.values(tables).sort());
});

test('each connection and %SETTING% of a trigger is a setting, with the identity that it is used with', async () => {
  const templates = await whole();
  if (!templates) return;
  const names = Object.keys(templates.settings);
  const functions = await registrations();
  const connections = new Set(
    functions.flatMap(({ connection }) => (connection === undefined ? [] : [connection])),
  );
  expect([...connections]).toEqual(['SERVICE_BUS']);
  for (const connection of connections) {
    for (const part of ['fullyQualifiedNamespace', 'credential', 'clientId']) {
      expect(names).toContain(`${connection}__${part}`);
    }
  }
  const expanded = [...JSON.stringify(functions).matchAll(/%(\w+)%/g)].map(([, name]) => name);
  for (const name of expanded) expect(names).toContain(name);
  const listened = functions.flatMap(({ queueName }) =>
    queueName === undefined ? [] : [queueName.split('/')[0]],
  );
  expect([...new Set(listened)].sort()).toEqual(queues.map(({ name }) => name).sort());
});

/** What the code reads and the templates do not set, and why. */
const unset: Readonly<Record<string, string>> = {
  OROCRM_CLIENT_SECRET: 'in the key vault',
  OROCRM_API_KEY: 'in the key vault',
  OROCRM_CA_FILE:
    'there is no file beside the code: a certificate of an own authority needs a public one in front',
  OROCRM_TLS_INSECURE: 'for tests only',
  GRAPH_BASE_URL: 'the public cloud, which is the default',
  GRAPH_ACCESS_TOKEN: 'for development only',
  STATE_STORAGE: 'a connection string has a key',
  SERVICE_BUS: 'a connection string has a key',
  FUNCTIONS_KEY: 'in the key vault',
  WEBSITE_AUTH_ENABLED: 'set by the platform',
  WEBSITE_INSTANCE_ID: 'set by the platform',
  AZURE_FUNCTIONS_ENVIRONMENT: 'set by the platform',
  SYNC_KEY_FIELDS: 'a list for each entity: in the panel',
  SYNC_LOOK: 'in the panel',
};

test('the settings of the app are those that code, host and SDKs read', async () => {
  const templates = await whole();
  if (!templates) return;
  const read = [
    ...Object.keys(environmentNames.shape),
    ...settingNames.map(environmentName),
    ...Object.keys(platformSettings),
  ];
  expect(Object.keys(templates.settings).sort()).toEqual(
    [...new Set(read)].filter((name) => !(name in unset)).sort(),
  );
  for (const name of Object.keys(unset)) expect(read).toContain(name);
});

test('each setting has a parameter with its values, its range and its default', async () => {
  const { parameters } = await compiled();
  for (const name of settingNames) {
    const { kind, standard } = settingRows[name];
    if (typeof standard === 'object') continue;
    const parameter = parameters[name];
    expect([name, parameter?.defaultValue]).toEqual([name, standard]);
    const taken = (value: unknown): boolean => kind.schema.safeParse(value).success;
    for (const value of parameter?.allowedValues ?? [])
      expect([name, value, taken(value)]).toEqual([name, value, true]);
    const values = /^one of (.*)$/.exec(kind.allowed)?.[1]?.split(', ');
    expect([name, parameter?.allowedValues]).toEqual([name, values]);
    if (typeof standard !== 'number') continue;
    const { minValue = NaN, maxValue = NaN } = parameter ?? {};
    expect([name, taken(minValue), taken(minValue - 1)]).toEqual([name, true, false]);
    expect([name, taken(maxValue), taken(maxValue + 1)]).toEqual([name, true, false]);
  }
});

test('what the code declares is what the templates read', async () => {
  expect(JSON.parse(await readFile('infra/declared.json', 'utf8'))).toEqual(declared());
});

test('azd gives parameters that there are, and every one that has no default', async () => {
  const { parameters } = await compiled();
  const { parameters: given } = JSON.parse(await readFile('infra/main.parameters.json', 'utf8')) as {
    readonly parameters: Readonly<Record<string, unknown>>;
  };
  for (const name of Object.keys(given)) expect(Object.keys(parameters)).toContain(name);
  for (const [name, { defaultValue }] of Object.entries(parameters)) {
    if (defaultValue === undefined) expect(Object.keys(given)).toContain(name);
  }
});
