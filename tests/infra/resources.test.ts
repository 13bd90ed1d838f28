import { compiled, least, snapshot, type Parameters, type Snapshot } from './support/templates';

// The compiler takes seconds, and more where others work beside it.
jest.setTimeout(180_000);

const secret = 'a-secret-that-nobody-may-see';

/** The installations that the documentation describes. */
const installations: Readonly<Record<string, Parameters>> = {
  default: { ...least, orocrmClientId: 'client', orocrmSecret: secret, alertEmails: ['ops@example.com'] },
  private: { ...least, privateNetworking: 'all', panelClientId: '33333333-3333-3333-3333-333333333333' },
  'private but for the queues': { ...least, privateNetworking: 'data' },
  smallest: {
    ...least,
    ...{ instanceMemoryMB: 512, storageRedundancy: 'Standard_LRS', logDailyQuotaGb: 1, tasks: false },
    ...{ packageUri: 'https://example.com/release.zip', historyDays: 0 },
  },
};

const snapshots = new Map<string, Promise<Snapshot | undefined>>();

/** Each is made once, when it is first asked for: the compiler takes seconds. */
function of(name: keyof typeof installations): Promise<Snapshot | undefined> {
  const made = snapshots.get(name) ?? snapshot(installations[name] ?? least);
  snapshots.set(name, made);
  return made;
}

const always = {
  'Microsoft.Authorization/roleAssignments': 8,
  'Microsoft.Insights/actionGroups': 1,
  'Microsoft.Insights/components': 1,
  'Microsoft.Insights/diagnosticSettings': 1,
  'Microsoft.Insights/metricAlerts': 1,
  'Microsoft.Insights/scheduledQueryRules': 4,
  'Microsoft.Insights/workbooks': 1,
  'Microsoft.KeyVault/vaults': 1,
  // Under a condition: only a secret that is given is written.
  'Microsoft.KeyVault/vaults/secrets': 1,
  'Microsoft.ManagedIdentity/userAssignedIdentities': 1,
  'Microsoft.OperationalInsights/workspaces': 1,
  'Microsoft.ServiceBus/namespaces': 1,
  'Microsoft.ServiceBus/namespaces/queues': 2,
  'Microsoft.Storage/storageAccounts': 1,
  'Microsoft.Storage/storageAccounts/blobServices': 1,
  'Microsoft.Storage/storageAccounts/blobServices/containers': 1,
  'Microsoft.Storage/storageAccounts/tableServices': 1,
  'Microsoft.Storage/storageAccounts/tableServices/tables': 11,
  'Microsoft.Web/serverfarms': 1,
  'Microsoft.Web/sites': 1,
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies': 2,
};

const network = (endpoints: number) => ({
  'Microsoft.Network/privateDnsZones': endpoints,
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks': endpoints,
  'Microsoft.Network/privateEndpoints': endpoints,
  'Microsoft.Network/privateEndpoints/privateDnsZoneGroups': endpoints,
  'Microsoft.Network/virtualNetworks': 1,
});

test.each([
  ['default', always],
  ['private', { ...always, ...network(4), 'Microsoft.Web/sites/config': 1 }],
  ['private but for the queues', { ...always, ...network(3) }],
  ['smallest', { ...always, 'Microsoft.Web/sites/extensions': 1 }],
])('%s: these resources and no others', async (name, types) => {
  const made = await of(name);
  if (made) expect(made.types).toEqual(types);
});

const names = Object.keys(installations);

describe.each(names)('%s', (name) => {
  test('no key opens anything', async () => {
    const made = await of(name);
    if (!made) return;
    expect(made.the('Microsoft.Storage/storageAccounts').properties).toMatchObject({
      ...{ allowSharedKeyAccess: false, allowBlobPublicAccess: false, minimumTlsVersion: 'TLS1_2' },
      supportsHttpsTrafficOnly: true,
    });
    expect(made.the('Microsoft.ServiceBus/namespaces').properties).toMatchObject({ disableLocalAuth: true });
    expect(made.the('Microsoft.Insights/components').properties).toMatchObject({ DisableLocalAuth: true });
    expect(made.the('Microsoft.KeyVault/vaults').properties).toMatchObject({
      ...{ enableRbacAuthorization: true, enablePurgeProtection: true },
    });
    expect(made.the('Microsoft.Web/sites')).toMatchObject({
      identity: { type: 'UserAssigned' },
      properties: { httpsOnly: true },
    });
    for (const { properties } of made.of('Microsoft.Web/sites/basicPublishingCredentialsPolicies')) {
      expect(properties).toEqual({ allow: false });
    }
  });

  test('no setting of the app is a secret or a connection string with a key', async () => {
    const made = await of(name);
    if (!made) return;
    const settings = Object.entries(made.settings);
    expect(settings.length).toBeGreaterThan(10);
    for (const [setting, value] of settings) {
      expect([setting, value]).not.toEqual([
        setting,
        expect.stringMatching(/AccountKey|SharedAccess|listKeys|KeyVault\(/i),
      ]);
      expect(setting).not.toMatch(/SECRET|API_KEY|PASSWORD|CONNECTION$/);
    }
    expect(made.text).not.toContain(secret);
    expect(made.the('Microsoft.KeyVault/vaults/secrets')).toMatchObject({
      condition: "[not(empty(parameters('orocrmSecret')))]",
      properties: { value: "[parameters('orocrmSecret')]" },
    });
  });

  test('every resource that can have tags says which installation it is of', async () => {
    for (const { type, tags } of (await of(name))?.resources ?? []) {
      if (tags !== undefined) expect([type, tags['azd-env-name']]).toEqual([type, 'production']);
    }
  });
});

test('the same again is the same: no name or value comes from the clock or from chance', async () => {
  const made = await of('default');
  if (made) expect((await snapshot(installations['default'] ?? {}))?.resources).toEqual(made.resources);
  expect((await compiled()).text).not.toMatch(/newGuid|utcNow/i);
});

test('private: nothing that holds data is reachable from outside, and the app calls out through its network', async () => {
  const made = await of('private');
  if (!made) return;
  for (const type of ['Storage/storageAccounts', 'KeyVault/vaults', 'ServiceBus/namespaces']) {
    expect([type, made.the(`Microsoft.${type}`).properties?.['publicNetworkAccess']]).toEqual([
      type,
      'Disabled',
    ]);
  }
  expect(made.the('Microsoft.ServiceBus/namespaces').sku).toMatchObject({ name: 'Premium', tier: 'Premium' });
  expect(made.the('Microsoft.Web/sites').properties?.['virtualNetworkSubnetId']).not.toBeNull();
  expect(
    made
      .of('Microsoft.Network/privateDnsZones')
      .map((zone) => zone.name)
      .sort(),
  ).toEqual([
    "[format('privatelink.blob.{0}', environment().suffixes.storage)]",
    "[format('privatelink.table.{0}', environment().suffixes.storage)]",
    'privatelink.servicebus.windows.net',
    'privatelink.vaultcore.azure.net',
  ]);
});

test('private but for the queues: Service Bus is the Standard tier, which has no private addresses', async () => {
  const made = await of('private but for the queues');
  if (!made) return;
  expect(made.the('Microsoft.ServiceBus/namespaces')).toMatchObject({
    sku: { name: 'Standard', tier: 'Standard' },
    properties: { publicNetworkAccess: 'Enabled' },
  });
  expect(made.the('Microsoft.KeyVault/vaults').properties?.['publicNetworkAccess']).toBe('Disabled');
});

test('default: Flex Consumption, Node 22, the documented size', async () => {
  const made = await of('default');
  if (!made) return;
  expect(made.the('Microsoft.Web/serverfarms').sku).toEqual({ name: 'FC1', tier: 'FlexConsumption' });
  expect(made.the('Microsoft.Web/sites')).toMatchObject({
    tags: { 'azd-service-name': 'sync' },
    properties: {
      functionAppConfig: {
        deployment: { storage: { type: 'blobContainer', authentication: { type: 'UserAssignedIdentity' } } },
        runtime: { name: 'node', version: '22' },
        scaleAndConcurrency: { instanceMemoryMB: 2048, maximumInstanceCount: 40, alwaysReady: [] },
      },
    },
  });
  expect(made.the('Microsoft.Insights/actionGroups').properties?.['emailReceivers']).toMatchObject([
    { emailAddress: 'ops@example.com' },
  ]);
});

test('smallest: 512 MB, one copy of the data, and what is not the shipped default is a setting', async () => {
  const made = await of('smallest');
  if (!made) return;
  expect(made.the('Microsoft.Web/sites').properties).toMatchObject({
    functionAppConfig: { scaleAndConcurrency: { instanceMemoryMB: 512 } },
  });
  expect(made.the('Microsoft.Storage/storageAccounts').sku).toEqual({ name: 'Standard_LRS' });
  expect(made.the('Microsoft.Web/sites/extensions').properties).toEqual({
    ...{ packageUri: 'https://example.com/release.zip', remoteBuild: false },
  });
  expect(Object.entries(made.settings).filter(([setting]) => setting.startsWith('SYNC_'))).toEqual([
    ['SYNC_HISTORY_DAYS', '0'],
    ['SYNC_TASKS', 'false'],
  ]);
});

test('sign-in to the panel: the identity is the proof, and calls without a sign-in are let through', async () => {
  const made = await of('private');
  if (!made) return;
  const proof = 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID';
  expect(made.the('Microsoft.Web/sites/config').properties).toMatchObject({
    platform: { enabled: true },
    globalValidation: { requireAuthentication: false, unauthenticatedClientAction: 'AllowAnonymous' },
    identityProviders: {
      azureActiveDirectory: {
        registration: {
          clientId: '33333333-3333-3333-3333-333333333333',
          clientSecretSettingName: proof,
          openIdIssuer:
            "[format('{0}{1}/v2.0', environment().authentication.loginEndpoint, '22222222-2222-2222-2222-222222222222')]",
        },
      },
    },
  });
  expect(Object.keys(made.settings)).toContain(proof);
});

test('every parameter is described, secrets are secure, and no output is one', async () => {
  const { parameters, outputs, text } = await compiled();
  for (const [name, { type, metadata, defaultValue }] of Object.entries(parameters)) {
    expect([name, (metadata?.description ?? '').length > 10]).toEqual([name, true]);
    const isSecret = /secret|password|key$/i.test(name);
    expect([name, type]).toEqual([name, isSecret ? 'securestring' : expect.not.stringMatching(/secure/i)]);
    if (isSecret) expect([name, defaultValue]).toEqual([name, '']);
  }
  expect(Object.keys(outputs).sort()).toEqual([
    ...['API_URL', 'CHECK_COMMAND', 'DIRECTORY_COMMAND', 'EXCHANGE_COMMAND', 'FUNCTION_APP_NAME'],
    ...['IDENTITY_CLIENT_ID', 'IDENTITY_PRINCIPAL_ID', 'KEY_VAULT_NAME'],
  ]);
  expect(text).not.toMatch(/listKeys|listSecrets/i);
});
