// Sign-in to the panel by App Service authentication. The app proves who it is with its identity, not with a secret.
// Calls without a sign-in are let through: the code asks them for the API key.

@description('Name of the app.')
param appName string

@description('Application (client) id of the registration behind the panel.')
param clientId string

@description('Setting that makes App Service use the identity as the proof (OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID).')
param identitySettingName string

resource app 'Microsoft.Web/sites@2024-04-01' existing = {
  name: appName
}

resource signIn 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true, runtimeVersion: '~1' }
    globalValidation: { requireAuthentication: false, unauthenticatedClientAction: 'AllowAnonymous' }
    httpSettings: { requireHttps: true }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: clientId
          clientSecretSettingName: identitySettingName
          openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
        }
        validation: {
          allowedAudiences: [clientId, 'api://${clientId}']
          defaultAuthorizationPolicy: { allowedApplications: [clientId] }
        }
      }
    }
    login: { tokenStore: { enabled: false } }
  }
}
