import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { DefaultAzureCredential } from '@azure/identity';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

/** What the templates set relies on the SDK: this tells when another version of it does otherwise. */
test('the identity that AZURE_CLIENT_ID names is the only one that is tried', async () => {
  const asked: { readonly identity: string | null; readonly resource: string | null }[] = [];
  // App Service hands out tokens of identities at an address in the environment.
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    asked.push({ identity: searchParams.get('client_id'), resource: searchParams.get('resource') });
    const token = { access_token: 'of-the-identity', expires_on: Math.round(Date.now() / 1000) + 3600 };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ...token, token_type: 'Bearer', client_id: 'the-identity' }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  Object.assign(process.env, {
    AZURE_CLIENT_ID: 'the-identity',
    AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
    IDENTITY_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}/msi/token`,
    IDENTITY_HEADER: 'header',
    // Without the choice above these would come first.
    AZURE_TENANT_ID: 'a-tenant',
    AZURE_CLIENT_SECRET: 'a-secret',
  });
  const got = await new DefaultAzureCredential().getToken('https://vault.azure.net/.default');
  server.close();
  expect(got.token).toBe('of-the-identity');
  expect(asked).toEqual([{ identity: 'the-identity', resource: 'https://vault.azure.net' }]);
});
