import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SyncError } from '../../../shared/errors';
import { readEnvironment, type EnvironmentConfig } from '../../../shared/config/environment';

const least = {
  OROCRM_URL: 'https://crm.example.com',
  STATE_STORAGE: 'UseDevelopmentStorage=true',
  SERVICE_BUS:
    'Endpoint=sb://localhost:5672;SharedAccessKeyName=Root;SharedAccessKey=SECRET-KEY;UseDevelopmentEmulator=true;',
};

const someId = '0f1e2d3c-4b5a-4968-8776-655443322110';
const applicationInsights = `InstrumentationKey=${someId};IngestionEndpoint=https://region.in.applicationinsights.azure.com/;ApplicationId=${someId}`;

function faultsOf(environment: Record<string, string>): string[] {
  try {
    readEnvironment(environment);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(SyncError);
    expect(thrown).toMatchObject({ kind: 'operator', code: 'wrong-setting' });
    return (thrown as SyncError).message.split('\n').slice(1);
  }
  return [];
}

describe('the environment', () => {
  it('needs little, and has defaults for the rest', () => {
    expect(readEnvironment(least)).toEqual<EnvironmentConfig>({
      orocrm: {
        installation: {
          url: 'https://crm.example.com',
          apiPrefix: '/api',
          caFile: undefined,
          tlsInsecure: false,
        },
        service: undefined,
        timeZone: 'UTC',
      },
      graph: { baseUrl: 'https://graph.microsoft.com', accessToken: undefined },
      storage: { connectionString: least.STATE_STORAGE },
      serviceBus: { connectionString: least.SERVICE_BUS },
      keyVaultUri: undefined,
      metrics: undefined,
      http: { key: undefined, platformAuthentication: false, openToLoopback: false },
      settings: {},
    });
  });

  it('is read whole', () => {
    const folder = mkdtempSync(join(tmpdir(), 'environment-'));
    const caFile = join(folder, 'ca.pem');
    writeFileSync(caFile, '');
    const config = readEnvironment({
      OROCRM_URL: ' https://example.com/crm ',
      OROCRM_API_PREFIX: '/admin/api',
      OROCRM_CLIENT_ID: 'id',
      OROCRM_CLIENT_SECRET: 'secret',
      OROCRM_CA_FILE: caFile,
      OROCRM_TLS_INSECURE: 'TRUE',
      OROCRM_TIME_ZONE: 'Europe/Berlin',
      GRAPH_BASE_URL: 'https://graph.microsoft.us',
      GRAPH_ACCESS_TOKEN: 'token',
      STATE_STORAGE__tableServiceUri: 'https://account.table.core.windows.net',
      SERVICE_BUS__fullyQualifiedNamespace: 'name.servicebus.windows.net',
      KEY_VAULT_URI: 'https://name.vault.azure.net/',
      APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsights,
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: `ClientId=${someId};Authorization=AAD`,
      FUNCTIONS_KEY: 'key',
      WEBSITE_AUTH_ENABLED: 'True',
      AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
      SYNC_DIRECTION: 'orocrm-to-outlook',
      SYNC_ORO_CRM_INTERVAL_SECONDS: '86399',
      SYNC_TASKS: 'false',
      SYNC_KEY_FIELDS: '{"contacts":["emails"]}',
      SYNC_LOOK: '{"title":"Us"}',
      SYNC_HISTORY_DAYS: '',
      PATH: '/usr/bin',
    });
    expect(config).toEqual<EnvironmentConfig>({
      orocrm: {
        installation: {
          url: 'https://example.com/crm',
          apiPrefix: '/admin/api',
          caFile,
          tlsInsecure: true,
        },
        service: { kind: 'client', clientId: 'id', secret: 'secret' },
        timeZone: 'Europe/Berlin',
      },
      graph: { baseUrl: 'https://graph.microsoft.us', accessToken: 'token' },
      storage: { tableServiceUri: 'https://account.table.core.windows.net' },
      serviceBus: { fullyQualifiedNamespace: 'name.servicebus.windows.net' },
      keyVaultUri: 'https://name.vault.azure.net/',
      metrics: { connectionString: applicationInsights, withIdentity: true },
      http: { key: 'key', platformAuthentication: true, openToLoopback: true },
      settings: {
        direction: 'orocrm-to-outlook',
        oroCrmIntervalSeconds: 86399,
        tasks: false,
        keyFields: { contacts: ['emails'] },
        look: { title: 'Us' },
      },
    });
    rmSync(folder, { recursive: true });
  });

  it('prefers a connection string, and knows WSSE', () => {
    const config = readEnvironment({
      ...least,
      STATE_STORAGE__tableServiceUri: 'https://account.table.core.windows.net',
      OROCRM_USERNAME: 'sync',
      OROCRM_API_KEY: 'key',
    });
    expect(config.storage).toEqual({ connectionString: least.STATE_STORAGE });
    expect(config.orocrm.service).toEqual({ kind: 'wsse', username: 'sync', secret: 'key' });
  });

  it.each([
    ['OROCRM_CLIENT_ID', { kind: 'client', clientId: 'sync', secret: undefined }],
    ['OROCRM_USERNAME', { kind: 'wsse', username: 'sync', secret: undefined }],
  ])('may leave the secret of %s to the key vault', (name, service) => {
    const vault = { ...least, KEY_VAULT_URI: 'https://name.vault.azure.net' };
    expect(readEnvironment({ ...vault, [name]: 'sync' }).orocrm.service).toEqual(service);
  });

  it.each([
    [{ OROCRM_CLIENT_SECRET: 'SECRET' }, 'OROCRM_CLIENT_ID and OROCRM_CLIENT_SECRET are given together'],
    [{ OROCRM_API_KEY: 'SECRET' }, 'OROCRM_USERNAME and OROCRM_API_KEY are given together'],
    [
      { OROCRM_CLIENT_ID: 'id', OROCRM_USERNAME: 'sync' },
      'OROCRM_CLIENT_ID and OROCRM_USERNAME are two ways',
    ],
  ])('leaves nothing but the secret to the key vault: %j', (given, fault) => {
    const faults = faultsOf({ ...least, KEY_VAULT_URI: 'https://name.vault.azure.net', ...given });
    expect(faults).toEqual([expect.stringContaining(fault)]);
  });

  it('sends metrics with the connection string alone where no identity is asked for', () => {
    const config = readEnvironment({ ...least, APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsights });
    expect(config.metrics).toEqual({ connectionString: applicationInsights, withIdentity: false });
  });

  it('is never open to all in Azure, whatever it is called there', () => {
    const config = readEnvironment({
      ...least,
      AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
      WEBSITE_INSTANCE_ID: '7',
    });
    expect(config.http.openToLoopback).toBe(false);
  });

  it('names everything that is missing at once', () => {
    expect(faultsOf({ OROCRM_URL: '  ' })).toEqual([
      '- OROCRM_URL is missing: the address of OroCRM, such as https://crm.example.com.',
      '- STATE_STORAGE or STATE_STORAGE__tableServiceUri is missing: where the tables are.',
      '- SERVICE_BUS or SERVICE_BUS__fullyQualifiedNamespace is missing: where the queues are.',
    ]);
  });

  it.each([
    ['OROCRM_URL', 'crm.example.com'],
    ['OROCRM_URL', 'ftp://crm.example.com'],
    ['OROCRM_URL', 'https://user:SECRET@crm.example.com'],
    ['OROCRM_URL', 'https://crm.example.com/?a=b'],
    ['OROCRM_API_PREFIX', 'api'],
    ['OROCRM_API_PREFIX', '/api?x'],
    ['OROCRM_TLS_INSECURE', 'yes'],
    ['OROCRM_TIME_ZONE', 'Mars/Olympus'],
    ['OROCRM_CA_FILE', '/no/such/file.pem'],
    ['OROCRM_CLIENT_ID', 'alone'],
    ['OROCRM_CLIENT_SECRET', 'SECRET'],
    ['OROCRM_USERNAME', 'alone'],
    ['OROCRM_API_KEY', 'SECRET'],
    ['GRAPH_BASE_URL', 'http://graph.microsoft.com'],
    ['GRAPH_BASE_URL', 'graph'],
    ['STATE_STORAGE', 'SECRET'],
    ['STATE_STORAGE__tableServiceUri', 'http://account.table.core.windows.net'],
    ['SERVICE_BUS', 'SharedAccessKey=SECRET'],
    ['SERVICE_BUS', 'Endpoint=https://name;SharedAccessKey=SECRET'],
    ['SERVICE_BUS__fullyQualifiedNamespace', 'https://name.servicebus.windows.net'],
    ['SERVICE_BUS__fullyQualifiedNamespace', 'name'],
    ['KEY_VAULT_URI', 'name'],
    ['APPLICATIONINSIGHTS_CONNECTION_STRING', 'InstrumentationKey=SECRET'],
    ['APPLICATIONINSIGHTS_CONNECTION_STRING', 'IngestionEndpoint=https://example.com/'],
    ['APPLICATIONINSIGHTS_AUTHENTICATION_STRING', 'SECRET'],
    ['APPLICATIONINSIGHTS_AUTHENTICATION_STRING', `ClientId=${someId}`],
    ['GRAPH_ACCESS_TOKEN', '@Microsoft.KeyVault(SecretUri=https://name.vault.azure.net/secrets/SECRET)'],
    ['SYNC_DIRECTION', 'sideways'],
    ['SYNC_CONFLICT_RESOLUTION', 'both'],
    ['SYNC_ORO_CRM_INTERVAL_SECONDS', '0'],
    ['SYNC_OUTLOOK_INTERVAL_SECONDS', '86400'],
    ['SYNC_OUTLOOK_INTERVAL_SECONDS', '1e3'],
    ['SYNC_CONTACTS', 'yes'],
    ['SYNC_TASKS', '1'],
    ['SYNC_CALENDAR_EVENTS', 'no'],
    ['SYNC_ENABLE_SYNC', 'automatic'],
    ['SYNC_SHOW_ALERTS', '-'],
    ['SYNC_KEY_FIELDS', 'firstName'],
    ['SYNC_KEY_FIELDS', '{"contacts":[]}'],
    ['SYNC_FIRST_SYNC', 'resync'],
    ['SYNC_SWEEP_INTERVAL_SECONDS', '59'],
    ['SYNC_CALENDAR_DAYS_BACK', '-1'],
    ['SYNC_CALENDAR_DAYS_AHEAD', '3651'],
    ['SYNC_MEETING_UPDATES', 'ask'],
    ['SYNC_HISTORY_DAYS', '366'],
    ['SYNC_LOOK', '{"logo":"javascript:1"}'],
    ['SYNC_NONSENSE', '1'],
  ])('stops the start for %s = %s, and says nothing secret', (name, value) => {
    const faults = faultsOf({ ...least, [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(name);
    expect(faults[0]?.replaceAll('OROCRM_CLIENT_SECRET', '')).not.toContain('SECRET');
  });

  it('names faults of every sort at once', () => {
    const faults = faultsOf({
      ...least,
      OROCRM_URL: 'crm',
      OROCRM_CLIENT_ID: 'id',
      OROCRM_API_KEY: 'key',
      SYNC_DIRECTION: 'sideways',
      SYNC_HISTORY_DAYS: 'x',
    });
    const named = faults.map((fault) => /[A-Z_]{6,}/.exec(fault)?.[0]);
    expect(named).toEqual([
      'OROCRM_URL',
      'OROCRM_CLIENT_ID',
      'OROCRM_USERNAME',
      'OROCRM_CLIENT_ID',
      'SYNC_DIRECTION',
      'SYNC_HISTORY_DAYS',
    ]);
  });
});
