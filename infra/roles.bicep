// What the identity of the app may do in Azure: each role on the one resource that it is for.
// What it may do in Microsoft 365 is in graph/main.bicep.

@description('Identity of the app (object id).')
param principalId string

@description('Storage account.')
param storageName string

@description('Service Bus namespace.')
param serviceBusName string

@description('Queues of the namespace.')
param queueNames string[]

@description('Key vault.')
param vaultName string

@description('Application Insights resource.')
param insightsName string

@description('A person or group that may read and write the secrets of the vault (object id). Empty: nobody.')
param administratorPrincipalId string

@description('Kind of that administrator.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param administratorPrincipalType string

@description('Roles of Azure by what they are for (Functions reference 3.3).')
var roles = {
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  serviceBusDataReceiver: '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
  serviceBusDataSender: '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
  keyVaultSecretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
}

@description('A role for somebody; where, says the resource that it is used in.')
func grant(principalId string, principalType string, role string) object => {
  principalId: principalId
  principalType: principalType
  roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
}

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageName
}

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: serviceBusName

  resource queues 'queues' existing = [for name in queueNames: { name: name }]
}

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: vaultName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

// Locks and times of timers, and the package of the code.
resource blobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage
  name: guid(storage.id, principalId, roles.storageBlobDataOwner)
  properties: grant(principalId, 'ServicePrincipal', roles.storageBlobDataOwner)
}

// Links, settings, history.
resource tables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage
  name: guid(storage.id, principalId, roles.storageTableDataContributor)
  properties: grant(principalId, 'ServicePrincipal', roles.storageTableDataContributor)
}

resource receive 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, index) in queueNames: {
    scope: namespace::queues[index]
    name: guid(namespace::queues[index].id, principalId, roles.serviceBusDataReceiver)
    properties: grant(principalId, 'ServicePrincipal', roles.serviceBusDataReceiver)
  }
]

resource send 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, index) in queueNames: {
    scope: namespace::queues[index]
    name: guid(namespace::queues[index].id, principalId, roles.serviceBusDataSender)
    properties: grant(principalId, 'ServicePrincipal', roles.serviceBusDataSender)
  }
]

// Officer, not User: credentials of mailboxes are written.
resource secrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, principalId, roles.keyVaultSecretsOfficer)
  properties: grant(principalId, 'ServicePrincipal', roles.keyVaultSecretsOfficer)
}

resource metrics 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, principalId, roles.monitoringMetricsPublisher)
  properties: grant(principalId, 'ServicePrincipal', roles.monitoringMetricsPublisher)
}

// Reads the API key, replaces the secret of OroCRM.
resource administrator 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(administratorPrincipalId)) {
  scope: vault
  name: guid(vault.id, administratorPrincipalId, roles.keyVaultSecretsOfficer)
  properties: grant(administratorPrincipalId, administratorPrincipalType, roles.keyVaultSecretsOfficer)
}
