// The app registration behind the sign-in of the panel: one tenant, no secret, and only for people who have a role in it.
extension microsoftGraphV1

@description('Object (principal) id of the identity that App Service signs people in with.')
@minLength(36)
@maxLength(36)
param identityPrincipalId string

@description('Host name of the function app.')
@minLength(4)
@maxLength(253)
param functionAppHost string

@description('Name of the app registration, as people see it.')
@minLength(1)
@maxLength(120)
param displayName string

@description('Object ids of users or groups with the role Sync.Admin.')
@maxLength(50)
param administrators string[]

@description('Object ids of users or groups with the role Sync.User.')
@maxLength(500)
param users string[]

@description('Object id of Microsoft Graph in this tenant.')
@minLength(36)
@maxLength(36)
param graphId string

// check.sh and remove.sh find the registration by this name.
var uniqueName = 'orocrm-sync-${identityPrincipalId}'
var adminRole = guid(uniqueName, 'Sync.Admin')
var userRole = guid(uniqueName, 'Sync.User')

resource registration 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: uniqueName
  displayName: displayName
  signInAudience: 'AzureADMyOrg'
  web: {
    redirectUris: ['https://${functionAppHost}/.auth/login/aad/callback']
    // App Service asks for a code and an id token at once.
    implicitGrantSettings: {
      enableIdTokenIssuance: true
      enableAccessTokenIssuance: false
    }
  }
  appRoles: [
    {
      id: adminRole
      value: 'Sync.Admin'
      displayName: 'Administrator'
      description: 'Sees and changes everything in the panel.'
      allowedMemberTypes: ['User']
      isEnabled: true
    }
    {
      id: userRole
      value: 'Sync.User'
      displayName: 'User'
      description: 'Sees and starts the synchronisation of the own mailbox.'
      allowedMemberTypes: ['User']
      isEnabled: true
    }
  ]

  // The identity stands in for a client secret: nothing to keep, nothing that expires. Names of children hold the parent's.
  resource identity 'federatedIdentityCredentials@v1.0' = {
    name: '${registration.uniqueName}/function-app'
    description: 'The identity of the function app.'
    issuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
    subject: identityPrincipalId
    audiences: ['api://AzureADTokenExchange']
  }
}

resource principal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: registration.appId
  appRoleAssignmentRequired: true
  // Shows it among the enterprise applications of the portal, where people are given roles.
  tags: ['WindowsAzureActiveDirectoryIntegratedApp']
}

// Sign-in works then too where people may not consent themselves.
resource consent 'Microsoft.Graph/oauth2PermissionGrants@v1.0' = {
  clientId: principal.id
  consentType: 'AllPrincipals'
  resourceId: graphId
  scope: 'openid profile email'
}

resource admins 'Microsoft.Graph/appRoleAssignedTo@v1.0' = [
  for administrator in administrators: {
    appRoleId: adminRole
    principalId: administrator
    resourceId: principal.id
  }
]

resource people 'Microsoft.Graph/appRoleAssignedTo@v1.0' = [
  for user in users: {
    appRoleId: userRole
    principalId: user
    resourceId: principal.id
  }
]

@description('Client id of the app registration.')
output clientId string = registration.appId
