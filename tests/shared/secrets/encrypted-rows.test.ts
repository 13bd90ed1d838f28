import { randomBytes } from 'node:crypto';
import { mailboxAddress } from '../../../shared/records/ids';
import { encryptedRows } from '../../../shared/secrets/encrypted-rows';
import { storedName } from '../../../shared/secrets/secret-names';
import { connectTables } from '../../../shared/state/connection';
import type { Table } from '../../../shared/state/table';
import type { SecretName } from '../../../shared/sync/ports/secrets';
import { useAzurite } from '../../support/azurite';

const azurite = useAzurite();
const open = (): Table => connectTables({ connectionString: azurite.connectionString })('secrets');
const ofMailbox = (address: string): SecretName => ({ of: 'mailbox', mailbox: mailboxAddress(address) });

describe('secrets in encrypted rows', () => {
  it('come back in another process, and are nowhere to be read in the table', async () => {
    const name = ofMailbox('anna@example.test');
    const secret = '{"kind":"wsse","apiKey":"tüpfel🔑"}';
    await encryptedRows(open()).save(name, secret);
    expect(await encryptedRows(open()).load(name)).toBe(secret);
    const rows = await open().scan(undefined);
    expect(rows.map((row) => row.partitionKey).sort()).toEqual(['key', 'secret']);
    const everything = JSON.stringify(rows);
    expect(everything).not.toContain('apiKey');
    expect(everything).not.toContain(Buffer.from(secret).toString('base64').slice(0, 20));
    expect(everything).not.toContain('anna');
  });

  it('are replaced and removed', async () => {
    const store = encryptedRows(open());
    const name = ofMailbox('berta@example.test');
    expect(await store.load(name)).toBeUndefined();
    await store.save(name, 'one');
    await store.save(name, 'two');
    expect(await store.load(name)).toBe('two');
    await store.remove(name);
    await store.remove(name);
    expect(await store.load(name)).toBeUndefined();
  });

  it('are made once, by whoever comes first', async () => {
    const made = await Promise.all(
      Array.from({ length: 6 }, () =>
        encryptedRows(open()).loadOrCreate({ of: 'digests' }, () => randomBytes(32).toString('base64')),
      ),
    );
    expect(new Set(made).size).toBe(1);
    expect(Buffer.from(made[0] ?? '', 'base64')).toHaveLength(32);
  });

  it('are refused where a row was swapped or changed', async () => {
    const table = open();
    const store = encryptedRows(table);
    const [carl, dora] = [ofMailbox('carl@example.test'), ofMailbox('dora@example.test')];
    await store.save(carl, "carl's");
    const row = await table.load('secret', storedName(carl));
    await table.put({ partitionKey: 'secret', rowKey: storedName(dora), data: row?.data });
    await expect(store.load(dora)).rejects.toMatchObject({ kind: 'operator', code: 'wrong-setting' });
    const data = { ...(row?.data as object), text: Buffer.from('forged').toString('base64') };
    await table.put({ partitionKey: 'secret', rowKey: storedName(carl), data });
    await expect(store.load(carl)).rejects.toMatchObject({ kind: 'operator', code: 'wrong-setting' });
  });
});
