import { z } from 'zod';
import type { Mailbox, MailboxState } from '../sync/ports/mailboxes';
import { encodeKey } from './keys';
import { mailboxSchema, orocrmIdOrNone, orocrmIdSchema } from './id-schemas';
import { readRow } from './read-row';
import { readSettings, type ReadSettings } from './settings';
import type { Row, Table } from './table';

/** All mailboxes of a tenant in one partition: ticks read them together, and few things write them. */
const partition = 'mailboxes';

const mailboxRowSchema = z.object({
  address: mailboxSchema,
  orocrm: z.discriminatedUnion('credential', [
    z.object({ credential: z.literal('wsse'), username: z.string(), url: z.string() }),
    z.object({ credential: z.literal('oauth'), clientId: z.string(), url: z.string() }),
    z.object({
      credential: z.literal('service'),
      userId: orocrmIdSchema,
      calendarId: orocrmIdOrNone,
      url: z.string(),
    }),
  ]),
  timeZone: z.string(),
  settings: z.unknown(),
  graphUserId: z.string(),
  orocrmIdentity: z.string(),
  createdAt: z.string(),
  held: z.string(),
});

export function mailboxState(table: Table, settings: ReadSettings): MailboxState {
  const read = (row: Row): Mailbox => {
    const mailbox = readRow(mailboxRowSchema, row.data, 'mailbox');
    return { ...mailbox, settings: readSettings(settings, mailbox.settings) };
  };
  return {
    async list() {
      const mailboxes = (await table.partition(partition)).map(read);
      return mailboxes.sort((a, b) => (a.address < b.address ? -1 : 1));
    },
    async load(address) {
      const row = await table.load(partition, encodeKey(address));
      return row === undefined ? undefined : { value: read(row), etag: row.etag };
    },
    put(mailbox, etag) {
      const row = { partitionKey: partition, rowKey: encodeKey(mailbox.address), data: mailbox };
      return etag === undefined ? table.put(row) : table.save(row, etag);
    },
    remove: (address) => table.remove(partition, encodeKey(address)),
  };
}
