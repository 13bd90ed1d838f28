// OroCRM and Microsoft 365 in step: everything that runs in Azure, in one resource group. It needs rights in that
// group only (Owner, or Contributor with Role Based Access Control Administrator). What needs rights in the directory
// is graph/main.bicep: the output DIRECTORY_COMMAND is the command for whoever has them.

targetScope = 'resourceGroup'

metadata name = 'OroCRM and Microsoft 365 in step'
metadata description = 'Functions, queues, tables, secrets, alerts and what the identity of the app may do with them.'

// ---- Where -------------------------------------------------------------------------------------------------------

@description('Name of the installation: it tells two of them apart. Lower-case letters, digits and hyphens.')
@minLength(2)
@maxLength(20)
param environmentName string = 'production'

@description('Region. It must have Flex Consumption: az functionapp list-flexconsumption-locations lists them.')
@metadata({ azd: { type: 'location' } })
param location string = resourceGroup().location

@description('Tags of every resource, beside the one that names the installation.')
param tags object = {}

// ---- OroCRM ------------------------------------------------------------------------------------------------------

@description('Address of OroCRM, such as https://crm.example.com.')
@minLength(8)
param orocrmUrl string

@description('Path of the API: /api, or /admin/api where OroCommerce is installed.')
param orocrmApiPrefix string = '/api'

@description('OAuth client id of the service user. Empty: orocrmUsername, or every mailbox has a credential of its own.')
param orocrmClientId string = ''

@description('User name of the service user, for WSSE: OroCRM up to 6.0 without OAuth. Empty: orocrmClientId.')
param orocrmUsername string = ''

@description('Client secret (of orocrmClientId) or API key (of orocrmUsername). It goes into the key vault and nowhere else. Empty: what is in the vault stays.')
@secure()
param orocrmSecret string = ''

@description('Time zone, IANA, in which all-day events of OroCRM are days: that of its users.')
param orocrmTimeZone string = 'UTC'

// ---- Microsoft 365 -----------------------------------------------------------------------------------------------

@description('Which mailboxes the app can reach. tenant: all. scoped: those that Exchange is told of with graph/exchange-scope.ps1; tasks cannot be scoped.')
@allowed(['tenant', 'scoped'])
param mailboxScope string = 'scoped'

@description('Application (client) id of the registration behind the panel: the output PANEL_CLIENT_ID of graph/main.bicep. Empty: nobody can sign in to the panel, and the API key opens it.')
param panelClientId string = ''

// ---- Sync (docs/sync-rules.md, section 1). Each can be changed later in the panel, which wins ----------------------

@description('Direction of the sync.')
@allowed(['orocrm-to-outlook', 'outlook-to-orocrm', 'bidirectional'])
param direction string = 'bidirectional'

@description('Whose value stays when both sides changed the same field.')
@allowed(['orocrm-wins', 'outlook-wins'])
param conflictResolution string = 'orocrm-wins'

@description('Seconds between two looks at OroCRM.')
@minValue(1)
@maxValue(86399)
param oroCrmIntervalSeconds int = 120

@description('Seconds between two looks at Microsoft 365.')
@minValue(1)
@maxValue(86399)
param outlookIntervalSeconds int = 30

@description('Synchronise contacts.')
param contacts bool = true

@description('Synchronise tasks.')
param tasks bool = true

@description('Synchronise calendar events.')
param calendarEvents bool = true

@description('Automatic sync. Off: only when somebody starts it.')
param enableSync bool = true

@description('Show alerts in the panel.')
param showAlerts bool = true

@description('What the first sync does with records that carry an OroCRM id. rebuild: deletes them in Outlook and makes them again from OroCRM. relink: links them.')
@allowed(['rebuild', 'relink'])
param firstSync string = 'rebuild'

@description('Seconds between two comparisons of everything.')
@minValue(60)
@maxValue(604800)
param sweepIntervalSeconds int = 3600

@description('Days back that events are looked at.')
@minValue(0)
@maxValue(3650)
param calendarDaysBack int = 30

@description('Days ahead that events are looked at.')
@minValue(0)
@maxValue(3650)
param calendarDaysAhead int = 365

@description('A change that makes Exchange mail the attendees of a meeting. hold: it waits. send: it is written.')
@allowed(['hold', 'send'])
param meetingUpdates string = 'hold'

@description('Days for which overwritten values are kept; 0 keeps none.')
@minValue(0)
@maxValue(365)
param historyDays int = 30

// ---- Size and cost -----------------------------------------------------------------------------------------------

@description('Memory of an instance, in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Most instances at a time.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Instances that are always ready to handle records. 0 is cheapest; 1 saves the seconds of a start.')
@minValue(0)
@maxValue(20)
param alwaysReadyInstances int = 0

@description('Copies of what the sync remembers: in one building, in three of a region, or in a second region as well.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageRedundancy string = 'Standard_ZRS'

@description('Days for which logs and metrics are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Gigabytes of logs a day after which nothing more is taken in; -1 for no limit.')
@minValue(-1)
@maxValue(100)
param logDailyQuotaGb int = 1

// ---- Alerts ------------------------------------------------------------------------------------------------------

@description('Addresses that are told when the sync needs a person. Empty: nobody is told.')
param alertEmails string[] = []

@description('Minutes without a success after which they are told. Longer than the longer of the two intervals: a success needs both sides.')
@minValue(5)
@maxValue(1440)
param noSuccessMinutes int = 30

@description('Share of refused requests, in percent, from which they are told of throttling.')
@minValue(1)
@maxValue(100)
param throttlingPercent int = 10

// ---- Network and administration ----------------------------------------------------------------------------------

@description('What is reachable from the network of the app only. none: nothing, Entra guards all. data: tables, package and secrets. all: the queues too, with Service Bus Premium, which costs some hundreds a month.')
@allowed(['none', 'data', 'all'])
param privateNetworking string = 'none'

@description('Addresses of that network, a /25 at least.')
param networkAddressPrefix string = '10.90.0.0/24'

@description('A person or group that may read and write the secrets of the vault, for the API key (object id). Empty: nobody but the app.')
param administratorPrincipalId string = ''

@description('Kind of that administrator.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param administratorPrincipalType string = 'User'

@description('Address of the zip of a release, for a deployment without azd. Empty: azd deploy or func publish brings the code.')
param packageUri string = ''

// ---- Names -------------------------------------------------------------------------------------------------------

@description('What the code declares: written by npm run infra, never by hand.')
var declared = loadJsonContent('declared.json')

var token = take(uniqueString(subscription().subscriptionId, resourceGroup().id, environmentName), 10)
var name = 'orocrm-sync-${token}'
var allTags = union(tags, { 'azd-env-name': environmentName })
var private = privateNetworking != 'none'
var serviceName = 'sync'
var panelIdentitySetting = 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'

// A setting that is the shipped default is not set, so that the panel shows it as such.
var sync = {
  SYNC_DIRECTION: direction
  SYNC_CONFLICT_RESOLUTION: conflictResolution
  SYNC_ORO_CRM_INTERVAL_SECONDS: string(oroCrmIntervalSeconds)
  SYNC_OUTLOOK_INTERVAL_SECONDS: string(outlookIntervalSeconds)
  SYNC_CONTACTS: toLower(string(contacts))
  SYNC_TASKS: toLower(string(tasks))
  SYNC_CALENDAR_EVENTS: toLower(string(calendarEvents))
  SYNC_ENABLE_SYNC: toLower(string(enableSync))
  SYNC_SHOW_ALERTS: toLower(string(showAlerts))
  SYNC_FIRST_SYNC: firstSync
  SYNC_SWEEP_INTERVAL_SECONDS: string(sweepIntervalSeconds)
  SYNC_CALENDAR_DAYS_BACK: string(calendarDaysBack)
  SYNC_CALENDAR_DAYS_AHEAD: string(calendarDaysAhead)
  SYNC_MEETING_UPDATES: meetingUpdates
  SYNC_HISTORY_DAYS: string(historyDays)
}
var changed = toObject(
  filter(items(sync), setting => setting.value != declared.standards[setting.key]),
  setting => setting.key,
  setting => setting.value
)

var given = {
  OROCRM_URL: orocrmUrl
  OROCRM_API_PREFIX: orocrmApiPrefix
  OROCRM_CLIENT_ID: orocrmClientId
  OROCRM_USERNAME: orocrmUsername
  OROCRM_TIME_ZONE: orocrmTimeZone
}
var orocrm = toObject(
  filter(items(given), setting => !empty(setting.value)),
  setting => setting.key,
  setting => setting.value
)

// ---- Resources ---------------------------------------------------------------------------------------------------

module identity 'identity.bicep' = {
  params: { location: location, name: name, tags: allTags }
}

module monitoring 'monitoring.bicep' = {
  params: {
    location: location
    workspaceName: '${name}-logs'
    insightsName: '${name}-insights'
    tags: allTags
    retentionDays: logRetentionDays
    dailyQuotaGb: logDailyQuotaGb
  }
}

module storage 'storage.bicep' = {
  params: {
    location: location
    name: 'orocrmsync${token}'
    tags: allTags
    redundancy: storageRedundancy
    private: private
    tableNames: declared.tables
  }
}

module serviceBus 'service-bus.bicep' = {
  params: {
    location: location
    name: name
    tags: allTags
    queues: declared.queues
    private: privateNetworking == 'all'
  }
}

module keyVault 'key-vault.bicep' = {
  params: {
    location: location
    name: 'orocrm-${token}'
    tags: allTags
    private: private
    orocrmSecret: orocrmSecret
    workspaceId: monitoring.outputs.workspaceId
  }
}

module network 'network.bicep' = if (private) {
  params: {
    location: location
    name: name
    tags: allTags
    addressPrefix: networkAddressPrefix
    storageId: storage.outputs.id
    vaultId: keyVault.outputs.id
    queues: privateNetworking == 'all'
    serviceBusId: serviceBus.outputs.id
  }
}

module roles 'roles.bicep' = {
  params: {
    principalId: identity.outputs.principalId
    storageName: storage.outputs.name
    serviceBusName: serviceBus.outputs.name
    queueNames: map(declared.queues, queue => queue.name)
    vaultName: keyVault.outputs.name
    insightsName: monitoring.outputs.insightsName
    administratorPrincipalId: administratorPrincipalId
    administratorPrincipalType: administratorPrincipalType
  }
}

// After the roles and the network: an app that starts before them fails until they are there.
module functionApp 'function-app.bicep' = {
  dependsOn: [roles]
  params: {
    location: location
    name: name
    planName: '${name}-plan'
    tags: allTags
    serviceName: serviceName
    identityId: identity.outputs.id
    packageContainerUri: storage.outputs.packageContainerUri
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReadyInstances: alwaysReadyInstances
    subnetId: network.?outputs.appSubnetId ?? ''
    settings: union(
      {
        AzureWebJobsStorage__blobServiceUri: storage.outputs.blobEndpoint
        AzureWebJobsStorage__queueServiceUri: storage.outputs.queueEndpoint
        AzureWebJobsStorage__tableServiceUri: storage.outputs.tableEndpoint
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__clientId: identity.outputs.clientId
        AZURE_CLIENT_ID: identity.outputs.clientId
        AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential'
        STATE_STORAGE__tableServiceUri: storage.outputs.tableEndpoint
        SERVICE_BUS__fullyQualifiedNamespace: serviceBus.outputs.host
        SERVICE_BUS__credential: 'managedidentity'
        SERVICE_BUS__clientId: identity.outputs.clientId
        KEY_VAULT_URI: keyVault.outputs.uri
        APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.connectionString
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.outputs.clientId};Authorization=AAD'
        '${panelIdentitySetting}': identity.outputs.clientId
      },
      orocrm,
      changed
    )
  }
}

module panelSignIn 'panel-sign-in.bicep' = if (!empty(panelClientId)) {
  params: {
    appName: functionApp.outputs.name
    clientId: panelClientId
    identitySettingName: panelIdentitySetting
  }
}

module package 'package.bicep' = if (!empty(packageUri)) {
  dependsOn: [panelSignIn]
  params: { appName: functionApp.outputs.name, packageUri: packageUri }
}

module alerts 'alerts.bicep' = {
  params: {
    location: location
    name: name
    tags: allTags
    emails: alertEmails
    workspaceId: monitoring.outputs.workspaceId
    serviceBusId: serviceBus.outputs.id
    noSuccessMinutes: noSuccessMinutes
    throttlingPercent: throttlingPercent
  }
}

module workbook 'workbook.bicep' = {
  params: {
    location: location
    title: 'OroCRM sync (${environmentName})'
    tags: allTags
    workspaceId: monitoring.outputs.workspaceId
  }
}

var directory = 'identityPrincipalId=${identity.outputs.principalId} functionAppHost=${functionApp.outputs.host} mailboxScope=${mailboxScope}'

// ---- What the next step needs. azd keeps these in its environment; none is a secret --------------------------------

@description('Name of the function app.')
output FUNCTION_APP_NAME string = functionApp.outputs.name

@description('Address of the API.')
output API_URL string = 'https://${functionApp.outputs.host}/api'

@description('Key vault: the secret api-key opens the API.')
output KEY_VAULT_NAME string = keyVault.outputs.name

@description('Identity of the app: application (client) id.')
output IDENTITY_CLIENT_ID string = identity.outputs.clientId

@description('Identity of the app: object id of its service principal.')
output IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId

@description('What is left, for whoever has rights in the directory.')
output DIRECTORY_COMMAND string = 'az deployment group create --name orocrm-sync-graph --resource-group ${resourceGroup().name} --template-file infra/graph/main.bicep --parameters ${directory}'

@description('What is left in Exchange, for whoever has rights there. Empty where the scope is the tenant.')
output EXCHANGE_COMMAND string = mailboxScope == 'tenant'
  ? ''
  : 'pwsh infra/graph/exchange-scope.ps1 -AppId ${identity.outputs.clientId} -ObjectId ${identity.outputs.principalId} -Group GROUP -Inside MAILBOX_OF_THE_GROUP -Outside ANOTHER_MAILBOX'

@description('Tells whether it was run.')
output CHECK_COMMAND string = 'bash infra/graph/check.sh resourceGroup=${resourceGroup().name} ${directory}'
