import { connectTables } from '../../../shared/state/connection';
import { missing, type Table } from '../../../shared/state/table';
import { useAzurite } from '../../support/azurite';

const azurite = useAzurite();
const open = (): Table => connectTables({ connectionString: azurite.connectionString })('held');

describe('a table', () => {
  it('saves by etag: of writers that read the same, one succeeds', async () => {
    const table = open();
    const row = (data: number) => ({ partitionKey: 'etag', rowKey: 'r', data });
    const first = await table.save(row(0), '');
    expect(first).toBeDefined();
    expect(await table.save(row(1), '')).toBeUndefined();
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, index) => table.save(row(index + 10), first ?? '')),
    );
    expect(outcomes.filter((etag) => etag !== undefined)).toHaveLength(1);
  });

  it('never gives two writes the same etag', async () => {
    const table = open();
    const etags = await Promise.all(
      Array.from({ length: 60 }, (_, data) => table.put({ partitionKey: 'stamp', rowKey: 'r', data })),
    );
    expect(new Set(etags).size).toBe(etags.length);
  });

  it('counts each of many increments that come at once', async () => {
    const table = open();
    const key = { partitionKey: 'count', rowKey: 'r' };
    await table.put({ ...key, data: 0 });
    const increment = async (): Promise<void> => {
      for (;;) {
        const row = await table.load(key.partitionKey, key.rowKey);
        if ((await table.save({ ...key, data: Number(row?.data) + 1 }, row?.etag ?? '')) !== undefined)
          return;
      }
    };
    await Promise.all(Array.from({ length: 8 }, increment));
    expect((await table.load(key.partitionKey, key.rowKey))?.data).toBe(8);
  });

  it('does all of a transaction or nothing', async () => {
    const table = open();
    const put = (rowKey: string) => ({ kind: 'put', rowKey, properties: {} }) as const;
    const outcome = await table.transact('tx', [put('a'), { kind: 'delete', rowKey: 'gone' }, put('b')]);
    expect(outcome).toBe(missing);
    expect(await table.partition('tx')).toEqual([]);
    await table.transact('tx', [put('a'), put('b')]);
    await table.transact('tx', [put('c'), { kind: 'delete', rowKey: 'a' }]);
    expect((await table.partition('tx')).map((row) => row.rowKey)).toEqual(['b', 'c']);
  });

  it('takes transactions and single writes that come at once', async () => {
    const table = open();
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        if (index % 2 === 0)
          return table.put({ partitionKey: 'mix', rowKey: `single-${index}`, data: index });
        return table.transact(
          'mix',
          Array.from({ length: 20 }, (_row, row) => ({
            kind: 'put',
            rowKey: `many-${index}-${row}`,
            properties: { data0: '1' },
          })),
        );
      }),
    );
    expect(await table.partition('mix', { keysOnly: true })).toHaveLength(10 + 10 * 20);
  });

  it('reads ranges, limits and keys with every character that keys allow', async () => {
    const table = open();
    const keys = ["a'b", 'a b', 'a&b=c', 'a+b', 'a%20b', 'a"b', 'ä', '日本', 'a|b', 'a,b;c', "''"].sort();
    for (const rowKey of keys) await table.put({ partitionKey: "p'q r", rowKey, data: rowKey });
    expect((await table.partition("p'q r")).map((row) => row.data)).toEqual(keys);
    for (const rowKey of keys) expect((await table.load("p'q r", rowKey))?.data).toBe(rowKey);
    const some = await table.range("p'q r", { from: 'a', to: 'b' }, { limit: 3, keysOnly: true });
    expect(some.map((row) => [row.rowKey, row.data])).toEqual(
      keys
        .filter((key) => key >= 'a' && key < 'b')
        .slice(0, 3)
        .map((key) => [key, undefined]),
    );
  });
});
