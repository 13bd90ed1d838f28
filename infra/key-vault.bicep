// Secrets: the OroCRM credentials of the installation and of mailboxes, the key of the digests, the API key.

@description('Region.')
param location string

@description('Name of the vault.')
param name string

@description('Tags of every resource.')
param tags object

@description('Reachable from the network of the app only.')
param private bool

@description('Secret of the OroCRM service user. Empty: what is in the vault stays.')
@secure()
param orocrmSecret string

@description('Workspace that keeps who read or wrote a secret.')
param workspaceId string

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    networkAcls: { bypass: 'AzureServices', defaultAction: private ? 'Deny' : 'Allow' }
    publicNetworkAccess: private ? 'Disabled' : 'Enabled'
  }

  // The name is the one that the code reads (shared/secrets/secret-names.ts).
  resource orocrmService 'secrets' = if (!empty(orocrmSecret)) {
    name: 'orocrm-service'
    properties: { value: orocrmSecret }
  }
}

// Newer than the last stable version, which knows no groups of categories.
#disable-next-line use-recent-api-versions
resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'audit'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
  }
}

output id string = vault.id
output name string = vault.name
output uri string = vault.properties.vaultUri
