// What the app may do in the directory: its permissions in Microsoft Graph, and the sign-in of the panel.
// Needs rights in the directory, so it is a template of its own. It holds no Azure resource: any resource group will do.
extension microsoftGraphV1

@description('Object (principal) id of the user-assigned identity of the function app.')
@minLength(36)
@maxLength(36)
param identityPrincipalId string

@description('Which mailboxes the app may use. tenant: all, granted here. scoped: contacts, calendars and mailbox settings are left to exchange-scope.ps1, since a grant here would defeat its limit; tasks and users hold for the whole tenant in both.')
@allowed(['tenant', 'scoped'])
param mailboxScope string

@description('Host name of the function app, without https://, as in orocrm-sync-x.azurewebsites.net.')
@minLength(4)
@maxLength(253)
param functionAppHost string

@description('Name of the app registration behind the panel, as people see it.')
@minLength(1)
@maxLength(120)
param displayName string = 'OroCRM sync'

@description('Whether people sign in to the panel with their account. Without it the panel asks for the API key.')
param signIn bool = true

@description('Object ids of users (or, with Entra ID P1, groups) who may do everything in the panel. Nobody is removed when one is left out. By default whoever deploys.')
@maxLength(50)
param administrators string[] = [deployer().objectId]

@description('Object ids of users (or, with Entra ID P1, groups) who may see and start their own mailbox in the panel. Nobody is removed when one is left out.')
@maxLength(500)
param users string[] = []

// The ids are the same in every tenant. shared/outlook/permissions.ts says what each is for; a test compares.
var tenantWide = {
  'Tasks.ReadWrite.All': '44e666d1-d276-445b-a5fc-8815eeb81d55'
  'User.Read.All': 'df021288-bdef-4463-88db-98f22de89214'
}
var limitedByExchange = {
  'Contacts.ReadWrite': '6918b873-d17a-4dc1-b314-35f528134491'
  'Calendars.ReadWrite': 'ef54d2bf-783f-4e0f-bca1-3210c0444d99'
  'MailboxSettings.Read': '40f97065-369a-49f4-947c-6a255697ae91'
}
var permissions = mailboxScope == 'tenant' ? union(tenantWide, limitedByExchange) : tenantWide

resource graph 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: '00000003-0000-0000-c000-000000000000'
}

// A template takes nothing away: after a change from tenant to scoped check.sh finds what was granted before.
resource grants 'Microsoft.Graph/appRoleAssignedTo@v1.0' = [
  for permission in items(permissions): {
    appRoleId: permission.value
    principalId: identityPrincipalId
    resourceId: graph.id
  }
]

module panel 'panel.bicep' = if (signIn) {
  name: 'orocrm-sync-panel'
  params: {
    identityPrincipalId: identityPrincipalId
    functionAppHost: functionAppHost
    displayName: displayName
    administrators: administrators
    users: users
    graphId: graph.id
  }
}

@description('Client id of the panel\'s app registration, for the main template. Empty without sign-in. Not a secret.')
output PANEL_CLIENT_ID string = panel.?outputs.clientId ?? ''
