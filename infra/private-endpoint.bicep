// A private address in the network for one part of one resource, and the name under which the app finds it.

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Network in which the name is known.')
param networkId string

@description('Subnet of the address.')
param subnetId string

@description('Resource that gets the address.')
param resourceId string

@description('Name of the address.')
param name string

@description('Part of the resource, such as blob.')
param part string

@description('Zone of the name, such as privatelink.blob.core.windows.net.')
param zoneName string

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: zoneName
  location: 'global'
  tags: tags

  resource link 'virtualNetworkLinks' = {
    name: uniqueString(networkId)
    location: 'global'
    tags: tags
    properties: { registrationEnabled: false, virtualNetwork: { id: networkId } }
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      { name: part, properties: { privateLinkServiceId: resourceId, groupIds: [part] } }
    ]
  }

  resource names 'privateDnsZoneGroups' = {
    name: 'default'
    properties: { privateDnsZoneConfigs: [{ name: part, properties: { privateDnsZoneId: zone.id } }] }
  }
}
