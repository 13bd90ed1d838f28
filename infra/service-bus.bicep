// The queues that carry the work. Sessions and duplicate detection exist from the Standard tier on, and can be set only
// when a queue is made.

@description('Region.')
param location string

@description('Name of the namespace.')
param name string

@description('Tags of every resource.')
param tags object

@description('A queue, as the code declares it. Durations are ISO 8601; an empty window means no duplicate detection.')
type queue = {
  name: string
  requiresSession: bool
  duplicateDetectionWindow: string
  lockDuration: string
  maxDeliveryCount: int
  timeToLive: string
  deadLetterOnExpiry: bool
}

@description('Queues of the sync, as the code declares them.')
param queues queue[]

@description('Reachable from the network of the app only. Only the Premium tier can be.')
param private bool

var tier = private ? 'Premium' : 'Standard'

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: private ? { name: tier, tier: tier, capacity: 1 } : { name: tier, tier: tier }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: private ? 'Disabled' : 'Enabled'
  }
}

resource entities 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [
  for queue in queues: {
    parent: namespace
    name: queue.name
    properties: {
      deadLetteringOnMessageExpiration: queue.deadLetterOnExpiry
      defaultMessageTimeToLive: queue.timeToLive
      lockDuration: queue.lockDuration
      maxDeliveryCount: queue.maxDeliveryCount
      maxSizeInMegabytes: 1024
      requiresDuplicateDetection: !empty(queue.duplicateDetectionWindow)
      ...(empty(queue.duplicateDetectionWindow)
        ? {}
        : { duplicateDetectionHistoryTimeWindow: queue.duplicateDetectionWindow })
      requiresSession: queue.requiresSession
    }
  }
]

output id string = namespace.id
output name string = namespace.name
output host string = split(replace(namespace.properties.serviceBusEndpoint, 'https://', ''), ':')[0]
