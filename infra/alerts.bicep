// What tells a person, by mail, that the sync needs one. The sync repairs itself where it can; these are the other cases.

@description('Region.')
param location string

@description('Prefix of the names of the rules.')
param name string

@description('Tags of every resource.')
param tags object

@description('Addresses that get a mail. Empty: the rules are there, and nobody is told.')
param emails string[]

@description('Workspace with the metrics of the sync.')
param workspaceId string

@description('Service Bus namespace.')
param serviceBusId string

@description('Minutes without a success after which somebody is told.')
param noSuccessMinutes int

@description('Share of refused requests, in percent, from which throttling is told.')
param throttlingPercent int

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'OroSync'
    emailReceivers: [for email in emails: { name: email, emailAddress: email, useCommonAlertSchema: true }]
  }
}

@description('A rule over the metrics of the sync: it fires while its query finds a row.')
type rule = {
  name: string
  description: string
  @description('0 critical … 4 verbose.')
  severity: 0 | 1 | 2 | 3 | 4
  query: string
  @description('How far back the query looks, ISO 8601.')
  window: string
  @description('How far back the query may look at most, where that is further, ISO 8601.')
  range: string?
}

var rules rule[] = [
  {
    name: 'no-success'
    description: 'No mailbox was synchronised for ${noSuccessMinutes} minutes, though there are mailboxes to synchronise. Look at /api/health, then at the alerts in the panel, then at the exceptions in Application Insights.'
    severity: 1
    window: 'PT1H'
    // The app may be what is silent: how many mailboxes there are is known from its last word.
    range: 'P2D'
    query: '''
let known = AppMetrics
| where Name == 'sync.mailboxes' and tostring(Properties.state) in ('new', 'first-sync', 'steady')
| summarize arg_max(TimeGenerated, Max) by state = tostring(Properties.state)
| summarize mailboxes = sum(Max);
let successes = AppMetrics
| where Name == 'sync.successes' and TimeGenerated > ago({0}m)
| summarize times = sum(Sum);
union known, successes
| summarize mailboxes = sum(mailboxes), times = sum(times)
| where mailboxes > 0 and not(times > 0)
'''
  }
  {
    name: 'given-up'
    description: 'A message could not be handled and was given up. The alert in the panel says which mailbox it was about; the exceptions in Application Insights say why.'
    severity: 2
    window: 'PT15M'
    query: '''
AppMetrics
| where Name == 'sync.messages' and tostring(Properties.outcome) == 'given-up'
| summarize given = sum(Sum)
| where given > 0
'''
  }
  {
    name: 'throttling'
    description: 'OroCRM or Microsoft 365 refuse ${throttlingPercent} % of the requests or more, because there are too many. Longer intervals, or fewer mailboxes at a time, help.'
    severity: 3
    window: 'PT30M'
    query: '''
AppMetrics
| where Name == 'sync.requests'
| summarize requests = sum(Sum), throttled = sumif(Sum, tostring(Properties.outcome) == 'throttled') by side = tostring(Properties.side)
| where requests >= 50 and 100 * throttled >= {1} * requests
'''
  }
  {
    name: 'waiting'
    description: 'Deletions or mailboxes are held until a person decides: see the alerts in the panel.'
    severity: 3
    window: 'PT30M'
    query: '''
AppMetrics
| where Name == 'sync.waiting' and tostring(Properties.kind) == 'held'
| summarize arg_max(TimeGenerated, Max)
| where Max > 0
'''
  }
]

resource overMetrics 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${name}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'OroCRM sync: ${rule.name}'
      description: rule.description
      enabled: true
      severity: rule.severity
      scopes: [workspaceId]
      evaluationFrequency: 'PT15M'
      windowSize: rule.window
      overrideQueryTimeRange: rule.?range
      criteria: {
        allOf: [
          {
            query: format(rule.query, noSuccessMinutes, throttlingPercent)
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      autoMitigate: true
      // A new workspace has no table of metrics before the first one arrives.
      skipQueryValidation: true
      actions: { actionGroups: [group.id] }
    }
  }
]

// The app reads its dead letters and tells of each. Where they stay, the app does not run.
// The version that every region has.
#disable-next-line use-recent-api-versions
resource deadLetters 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-dead-letters'
  location: 'global'
  tags: tags
  properties: {
    description: 'Dead letters stay in a queue, so the app does not run. Look at /api/health and at the exceptions in Application Insights.'
    enabled: true
    severity: 1
    scopes: [serviceBusId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'stay'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          metricName: 'DeadletteredMessages'
          dimensions: [{ name: 'EntityName', operator: 'Include', values: ['*'] }]
          timeAggregation: 'Minimum'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    autoMitigate: true
    actions: [{ actionGroupId: group.id }]
  }
}
