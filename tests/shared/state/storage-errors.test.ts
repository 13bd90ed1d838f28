import { TableClient } from '@azure/data-tables';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { connectTables } from '../../../shared/state/connection';
import { useAzurite } from '../../support/azurite';

const azurite = useAzurite();

describe('what Table Storage cannot do', () => {
  it('is tried again where nobody answers', async () => {
    const nobody = azurite.connectionString.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:9');
    const table = connectTables({ connectionString: nobody })('held');
    await expect(table.load('p', 'r')).rejects.toMatchObject({ kind: 'retry', code: 'unreachable' });
  });

  it('is for the operator where the key is wrong', async () => {
    const wrong = azurite.connectionString.replace(/AccountKey=[^;]+/, 'AccountKey=d3Jvbmc=');
    const table = connectTables({ connectionString: wrong })('held');
    await expect(table.load('p', 'r')).rejects.toMatchObject({
      kind: 'operator',
      code: 'forbidden',
      action: expect.stringContaining('STATE_STORAGE') as string,
    });
  });

  it('is given up where a row is more than a table takes', async () => {
    const table = connectTables({ connectionString: azurite.connectionString })('held');
    const columns = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`text${index}`, 'x'.repeat(32_000)]),
    );
    await expect(table.put({ partitionKey: 'p', rowKey: 'r', columns })).rejects.toMatchObject({
      kind: 'give-up',
      code: 'refused-value',
    });
  });

  it('is for the operator where a row holds no JSON', async () => {
    const table = connectTables({ connectionString: azurite.connectionString })('held');
    await table.put({ partitionKey: 'p', rowKey: 'damaged', columns: { data0: '{"half' } });
    await expect(table.load('p', 'damaged')).rejects.toMatchObject({ kind: 'operator', code: 'bad-answer' });
  });

  it('heals where a table was deleted under the running application', async () => {
    const table = connectTables({ connectionString: azurite.connectionString })('schedule');
    await table.put({ partitionKey: 'p', rowKey: 'r', data: 1 });
    await TableClient.fromConnectionString(azurite.connectionString, 'schedule', {
      allowInsecureConnection: true,
    }).deleteTable();
    expect(await table.load('p', 'r')).toBeUndefined();
    await table.put({ partitionKey: 'p', rowKey: 'r', data: 2 });
    expect((await table.load('p', 'r'))?.data).toBe(2);
  });
});

/** Table Storage as it answers when something is wrong. */
async function answering(status: number, code: string): Promise<Server> {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '0' });
    response.end(JSON.stringify({ 'odata.error': { code, message: { lang: 'en', value: 'no' } } }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe('each answer of Table Storage', () => {
  it.each([
    [500, 'InternalError', { kind: 'retry', code: 'server-error' }],
    [503, 'ServerBusy', { kind: 'retry', code: 'throttled' }],
    [429, 'TooManyRequests', { kind: 'retry', code: 'throttled' }],
    [401, 'NoAuthenticationInformation', { kind: 'operator', code: 'unauthorized' }],
    [403, 'AuthorizationPermissionMismatch', { kind: 'operator', code: 'forbidden' }],
    [404, 'AccountNotFound', { kind: 'operator', code: 'not-found' }],
    [400, 'InvalidInput', { kind: 'give-up', code: 'refused-value' }],
  ])('%i %s says what can be done', async (status, code, expected) => {
    const server = await answering(status, code);
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const connectionString = azurite.connectionString.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`);
    const table = connectTables({ connectionString })('held');
    await expect(table.load('p', 'r')).rejects.toMatchObject(expected);
    server.close();
    server.closeAllConnections();
  });
});
