/** Names of the environment that the host and the SDKs read by themselves, with who does. The code never asks for them. */
export const platformSettings = {
  AzureWebJobsStorage__blobServiceUri: 'the host: locks and times of timers, the package',
  AzureWebJobsStorage__queueServiceUri: 'the host: checked at its start',
  AzureWebJobsStorage__tableServiceUri: 'the host: its diagnostics',
  AzureWebJobsStorage__credential: 'the host: with an identity, not a key',
  AzureWebJobsStorage__clientId: 'the host: with this one',
  SERVICE_BUS__credential: 'the host: its triggers listen with an identity',
  SERVICE_BUS__clientId: 'the host: with this one',
  AZURE_CLIENT_ID: 'DefaultAzureCredential: which identity of the app',
  AZURE_TOKEN_CREDENTIALS: 'DefaultAzureCredential: that identity, and nothing else that it could find',
  APPLICATIONINSIGHTS_CONNECTION_STRING: 'the host: where its log goes',
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'the host: with which identity it is written',
  OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID:
    'App Service authentication: the identity is its proof in place of a client secret',
} as const;
