import { TableClient } from '@azure/data-tables';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Start from '../../../sandbox/azurite/start';
import { compile, type Compiled } from '../../support/compile';

// Processes that start and end: on a busy machine more than the usual minute.
jest.setTimeout(180_000);

let compiled: Compiled;
let data: string;
let startAzurite: typeof Start.startAzurite;

beforeAll(async () => {
  compiled = compile('sandbox/azurite');
  data = mkdtempSync(join(tmpdir(), 'tables-'));
  // Only compiled code can start a process of compiled code.
  ({ startAzurite } = (await import(join(compiled.root, 'sandbox/azurite/start.js'))) as typeof Start);
});
afterAll(() => {
  compiled.remove();
  rmSync(data, { recursive: true, force: true });
});

const open = (connectionString: string): TableClient =>
  TableClient.fromConnectionString(connectionString, 'things', {
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 0 },
  });

const rowKeys = async (table: TableClient): Promise<string[]> => {
  const keys: string[] = [];
  for await (const row of table.listEntities()) keys.push(String(row.rowKey));
  return keys;
};

describe('the tables in a process of their own', () => {
  it('keep every answered write, and no half transaction, when they are killed', async () => {
    const first = await startAzurite({ data });
    const table = open(first.connectionString);
    await table.createTable();
    const answered: string[] = [];
    const exited = once(first.process, 'exit');
    const write = async (): Promise<void> => {
      for (let number = 0; ; number += 1) {
        const pair = [`${number}-a`, `${number}-b`];
        await table.submitTransaction(
          pair.map((rowKey) => ['create', { partitionKey: 'p', rowKey, text: 'x'.repeat(500) }]),
        );
        answered.push(...pair);
        if (answered.length === 100) first.process.kill('SIGKILL');
      }
    };
    await expect(write()).rejects.toThrow();
    await exited;

    const second = await startAzurite({ data });
    const kept = await rowKeys(open(second.connectionString));
    expect(answered.length).toBeGreaterThanOrEqual(100);
    expect(kept).toEqual(expect.arrayContaining(answered));
    expect(kept.filter((key) => key.endsWith('-a')).length).toBe(kept.length / 2);
    await second.stop();
    expect(second.process.exitCode).toBe(0);
  });

  it('forget everything without a folder', async () => {
    const first = await startAzurite();
    await open(first.connectionString).createTable();
    await open(first.connectionString).createEntity({ partitionKey: 'p', rowKey: 'r' });
    await first.stop();
    const second = await startAzurite();
    await expect(rowKeys(open(second.connectionString))).rejects.toMatchObject({ statusCode: 404 });
    await second.stop();
  });

  it('say so when they cannot start', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(startAzurite({ port })).rejects.toThrow('did not start');
    other.close();
  });
});
