// The network of the app, and a private address in it for everything that is not to be reached from outside.

@description('Region.')
param location string

@description('Name of the network.')
param name string

@description('Tags of every resource.')
param tags object

@description('Addresses of the network, a /25 at least: a /26 for the app, a /26 for the private addresses.')
param addressPrefix string

@description('Storage account that gets private addresses.')
param storageId string

@description('Key vault that gets a private address.')
param vaultId string

@description('The queues get a private address, too. Only the Premium tier can have one.')
param queues bool

@description('Service Bus namespace.')
param serviceBusId string

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressPrefix] }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 0)
          // Flex Consumption runs in the network of Container Apps.
          delegations: [{ name: 'flex', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      { name: 'private', properties: { addressPrefix: cidrSubnet(addressPrefix, 26, 1) } }
    ]
  }

  resource app 'subnets' existing = { name: 'app' }
  resource private 'subnets' existing = { name: 'private' }
}

var dataParts = [
  { part: 'blob', zone: 'privatelink.blob.${environment().suffixes.storage}' }
  { part: 'table', zone: 'privatelink.table.${environment().suffixes.storage}' }
  { part: 'vault', zone: 'privatelink.vaultcore.azure.net' }
]
var queueParts = [{ part: 'namespace', zone: 'privatelink.servicebus.windows.net' }]
var resourceIds = { blob: storageId, table: storageId, vault: vaultId, namespace: serviceBusId }

module endpoints 'private-endpoint.bicep' = [
  for endpoint in concat(dataParts, queues ? queueParts : []): {
    name: 'private-${endpoint.part}'
    params: {
      location: location
      tags: tags
      networkId: network.id
      subnetId: network::private.id
      resourceId: resourceIds[endpoint.part]
      name: '${name}-${endpoint.part}'
      part: endpoint.part
      zoneName: endpoint.zone
    }
  }
]

output appSubnetId string = network::app.id
