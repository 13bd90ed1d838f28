// The page of Azure Monitor that shows how the sync is doing.

@description('Region.')
param location string

@description('Title of the workbook.')
param title string

@description('Tags of every resource.')
param tags object

@description('Workspace with the metrics of the sync.')
param workspaceId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, title)
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: title
    category: 'workbook'
    sourceId: workspaceId
    serializedData: loadTextContent('workbook.json')
  }
}
