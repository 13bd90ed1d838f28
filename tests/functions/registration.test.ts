import { enough, load } from './support/registrations';

const timer = (name: string, schedule: string) => ({ kind: 'timer', name, schedule, runOnStartup: false });

const queue = (name: string, queueName: string, isSessionsEnabled: boolean) => ({
  ...{ kind: 'queue', name, queueName, isSessionsEnabled },
  ...{ connection: 'SERVICE_BUS', cardinality: 'one', autoCompleteMessages: true },
});

// Anonymous to the platform: who may call is decided by the app's own code, which the API's tests cover.
const http = (name: string, method: string, route: string) => ({
  ...{ kind: 'http', name, route },
  ...{ methods: [method], authLevel: 'anonymous' },
});

const expected = [
  timer('poll-orocrm', '*/30 * * * * *'),
  timer('poll-outlook', '*/30 * * * * *'),
  timer('sweep', '15,45 * * * * *'),
  timer('housekeeping', '0 7 * * * *'),
  queue('polls', 'polls', true),
  queue('records', 'records', true),
  queue('polls-dead-letters', 'polls/$DeadLetterQueue', false),
  queue('records-dead-letters', 'records/$DeadLetterQueue', false),
  http('sync', 'POST', 'sync'),
  http('run', 'GET', 'runs/{runId}'),
  http('runs', 'GET', 'runs'),
  http('settings', 'GET', 'settings'),
  http('settings-change', 'PUT', 'settings'),
  http('mailboxes', 'GET', 'mailboxes'),
  http('mailbox', 'GET', 'mailboxes/{address}'),
  http('mailbox-change', 'PUT', 'mailboxes/{address}'),
  http('mailbox-delete', 'DELETE', 'mailboxes/{address}'),
  http('status', 'GET', 'status'),
  http('alerts', 'GET', 'alerts'),
  http('alert-dismiss', 'POST', 'alerts/{id}/dismiss'),
  http('held-release', 'POST', 'held/{id}/release'),
  http('held-discard', 'POST', 'held/{id}/discard'),
  http('failed', 'GET', 'failed'),
  http('failed-retry', 'POST', 'failed/{id}/retry'),
  http('history', 'GET', 'history'),
  http('history-restore', 'POST', 'history/{id}/restore'),
  http('health', 'GET', 'health'),
  http('panel', 'GET', 'panel'),
  http('panel-style', 'GET', 'panel/style.css'),
  http('panel-script', 'GET', 'panel/script.js'),
];

const names = (functions: readonly { readonly name: string }[]): string[] =>
  functions.map(({ name }) => name).sort();

describe('the compiled app', () => {
  test('registers exactly the expected functions', async () => {
    const { code, stdout, stderr } = await load(enough);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const functions = JSON.parse(stdout) as { readonly name: string }[];
    expect(names(functions)).toEqual(names(expected));
    for (const one of expected) {
      expect(functions.find(({ name }) => name === one.name)).toMatchObject(one);
    }
  });

  test('loads with identities in the place of connection strings, and every setting given', async () => {
    const { code, stderr } = await load({
      OROCRM_URL: 'http://127.0.0.1:8080/crm',
      OROCRM_API_PREFIX: '/admin/api',
      OROCRM_USERNAME: 'sync',
      OROCRM_API_KEY: 'an-api-key',
      OROCRM_TLS_INSECURE: 'True',
      OROCRM_TIME_ZONE: 'Europe/Berlin',
      STATE_STORAGE__tableServiceUri: 'https://account.table.core.windows.net',
      SERVICE_BUS__fullyQualifiedNamespace: 'bus.servicebus.windows.net',
      KEY_VAULT_URI: 'https://vault.vault.azure.net',
      SYNC_DIRECTION: 'outlook-to-orocrm',
      SYNC_ORO_CRM_INTERVAL_SECONDS: '1',
      SYNC_ENABLE_SYNC: 'FALSE',
      SYNC_KEY_FIELDS: '{"contacts":["lastName"]}',
      // As platforms leave behind what they cannot unset.
      OROCRM_CA_FILE: '',
      SYNC_FIRST_SYNC: ' ',
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test.each(['OROCRM_CLIENT_ID', 'OROCRM_USERNAME'])(
    'loads with the secret of %s in the key vault, whether it is there or not',
    async (name) => {
      const vault = { ...enough, KEY_VAULT_URI: 'https://vault.vault.azure.net', [name]: 'sync' };
      const { code, stderr } = await load(vault);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    },
  );
});

/** Wrong settings, and what the message has to say about each. */
const secret = 'S3cret-not-to-be-shown';
const wrong: readonly { name: string; environment: Record<string, string>; says: string[] }[] = [
  {
    name: 'nothing at all',
    environment: {},
    says: [
      'OROCRM_URL is missing',
      'STATE_STORAGE or STATE_STORAGE__tableServiceUri is missing',
      'SERVICE_BUS or SERVICE_BUS__fullyQualifiedNamespace is missing',
    ],
  },
  {
    name: 'everything wrong at once',
    environment: {
      OROCRM_URL: `https://user:${secret}@crm.example.com`,
      OROCRM_API_PREFIX: 'api',
      OROCRM_CLIENT_SECRET: secret,
      OROCRM_API_KEY: secret,
      OROCRM_TLS_INSECURE: 'perhaps',
      OROCRM_TIME_ZONE: 'Europe/Atlantis',
      OROCRM_CA_FILE: '/nowhere/ca.pem',
      GRAPH_BASE_URL: 'http://graph.microsoft.com',
      STATE_STORAGE: `AccountKey=${secret}`,
      SERVICE_BUS: `Endpoint=https://bus;SharedAccessKey=${secret}`,
      KEY_VAULT_URI: 'vault',
      SYNC_HISTORY_DAYS: '366',
      SYNC_DIRECTION: 'sideways',
      SYNC_KEY_FIELDS: '{',
      SYNC_NO_SUCH_THING: secret,
    },
    says: [
      'OROCRM_URL must be an address',
      'OROCRM_API_PREFIX must be a path',
      'OROCRM_CLIENT_ID and OROCRM_CLIENT_SECRET are given together',
      'OROCRM_USERNAME and OROCRM_API_KEY are given together',
      'OROCRM_TLS_INSECURE must be true or false',
      'OROCRM_TIME_ZONE must be an IANA time zone',
      'OROCRM_CA_FILE names a file that is not there',
      'GRAPH_BASE_URL must be an address such as https://',
      'STATE_STORAGE must be a connection string',
      'SERVICE_BUS must be a connection string',
      'KEY_VAULT_URI must be an address',
      'SYNC_HISTORY_DAYS cannot be "366"; allowed is a whole number from 0 to 365',
      'SYNC_DIRECTION cannot be "sideways"; allowed is one of orocrm-to-outlook',
      'SYNC_KEY_FIELDS cannot be "{"',
      'SYNC_NO_SUCH_THING is no setting',
    ],
  },
  {
    name: 'a key vault reference that did not resolve, and two credentials',
    environment: {
      ...enough,
      OROCRM_CLIENT_ID: 'client',
      OROCRM_CLIENT_SECRET: '@Microsoft.KeyVault(SecretUri=https://vault.vault.azure.net/secrets/x)',
      OROCRM_USERNAME: 'sync',
      OROCRM_API_KEY: secret,
    },
    says: [
      'OROCRM_CLIENT_ID and OROCRM_API_KEY are two ways',
      'OROCRM_CLIENT_SECRET is a reference to a key vault',
    ],
  },
];

describe('wrong settings stop the load', () => {
  test.each(wrong)('$name: one message names each fault and no secret', async ({ environment, says }) => {
    const { code, stdout, stderr } = await load(environment);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const [message = ''] = stderr.split(/\n\s+at /);
    expect(message).toContain('Some settings are wrong');
    for (const fault of says) expect(message).toContain(`- ${fault}`);
    expect(message.match(/^- /gm)).toHaveLength(says.length);
    expect(stderr).not.toContain(secret);
  });
});
