import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { SyncError } from '../errors';
import { readRow } from '../state/read-row';
import type { Table } from '../state/table';
import type { SecretStore } from '../sync/ports/secrets';
import { storedName } from './secret-names';

const secretPartition = 'secret';
const keyPartition = 'key';
const keyRow = 'local';

const algorithm = 'aes-256-gcm';
const keyBytes = 32;
/** The length that GCM is made for. */
const nonceBytes = 12;

const keySchema = z.object({ key: z.string() });
const sealedSchema = z.object({ nonce: z.string(), tag: z.string(), text: z.string() });
type Sealed = z.infer<typeof sealedSchema>;

/**
 * Secrets in rows of a table, encrypted with a key that lies in the same table. FOR LOCAL USE: it keeps secrets out of
 * sight, out of logs and out of exports of single rows, but whoever can read the whole table can read them. In Azure
 * secrets are in Key Vault.
 */
export function encryptedRows(table: Table): SecretStore {
  let key: Promise<Buffer> | undefined;
  const localKey = (): Promise<Buffer> => {
    key ??= loadOrCreateKey(table).catch((thrown: unknown) => {
      key = undefined;
      throw thrown;
    });
    return key;
  };

  const load = async (rowKey: string): Promise<string | undefined> => {
    const row = await table.load(secretPartition, rowKey);
    if (row === undefined) return undefined;
    return open(await localKey(), rowKey, readRow(sealedSchema, row.data, 'secret'));
  };
  const rowOf = async (rowKey: string, value: string) => ({
    partitionKey: secretPartition,
    rowKey,
    data: seal(await localKey(), rowKey, value),
  });

  return {
    load: (name) => load(storedName(name)),
    async save(name, value) {
      await table.put(await rowOf(storedName(name), value));
    },
    async loadOrCreate(name, make) {
      const rowKey = storedName(name);
      for (;;) {
        const present = await load(rowKey);
        if (present !== undefined) return present;
        const made = make();
        if ((await table.save(await rowOf(rowKey, made), '')) !== undefined) return made;
      }
    },
    async remove(name) {
      await table.remove(secretPartition, storedName(name));
    },
  };
}

/** The key that is there, or a new one where nobody else was faster. */
async function loadOrCreateKey(table: Table): Promise<Buffer> {
  for (;;) {
    const row = await table.load(keyPartition, keyRow);
    if (row !== undefined) return Buffer.from(readRow(keySchema, row.data, 'key').key, 'base64');
    const key = randomBytes(keyBytes);
    const data = { key: key.toString('base64') };
    if ((await table.save({ partitionKey: keyPartition, rowKey: keyRow, data }, '')) !== undefined) {
      return key;
    }
  }
}

/** The name is authenticated too, so that no row can stand in for another. */
function seal(key: Buffer, name: string, value: string): Sealed {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(name));
  const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return {
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    text: text.toString('base64'),
  };
}

function open(key: Buffer, name: string, sealed: Sealed): string {
  try {
    const decipher = createDecipheriv(algorithm, key, Buffer.from(sealed.nonce, 'base64'))
      .setAAD(Buffer.from(name))
      .setAuthTag(Buffer.from(sealed.tag, 'base64'));
    const text = decipher.update(Buffer.from(sealed.text, 'base64'));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch (thrown) {
    throw new SyncError('A stored secret cannot be decrypted.', {
      kind: 'operator',
      code: 'wrong-setting',
      action: 'Save the credential again.',
      cause: thrown,
    });
  }
}
