// The code, from a release: for a deployment without a machine that builds it.

@description('Name of the app.')
param appName string

@description('Address of the zip of a release.')
param packageUri string

resource app 'Microsoft.Web/sites@2024-04-01' existing = {
  name: appName
}

resource package 'Microsoft.Web/sites/extensions@2024-04-01' = {
  parent: app
  name: 'onedeploy'
  // What the platform takes, though the types do not list it (Functions reference 3.6).
  #disable-next-line BCP187
  properties: { packageUri: packageUri, remoteBuild: false }
}
