// The network of the app, and a private address in it for everything that is not to be reached from outside.

@description('Region.')
param location string

@description('Name of the network.')
param name string

@description('Tags of every resource.')
param tags object

@description('Addresses of the network, a /24 at least: half for the app, half for the private addresses.')
param addressPrefix string

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

output id string = network.id
output appSubnetId string = network::app.id
output privateSubnetId string = network::private.id
