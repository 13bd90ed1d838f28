import { mailboxAddress, type MailboxAddress, type OrocrmId } from '../records/ids';
import type { EntityName } from '../records/record';
import type { SharingState } from '../sync/ports/state';
import { mapBounded } from './bounded';
import { groupBy } from './group-by';
import { afterPrefix, decodeKey, encodeKey, orocrmIdOfKey, orocrmKey } from './keys';
import { putRows } from './put-rows';
import { removeRows } from './remove-rows';
import type { Row, Table } from './table';

const parallel = 8;
/** An OroCRM id as key has 18 digits, and each hundred ids have a partition of their own. */
const idLength = 18;
const bucketDigits = 2;

/**
 * A row for each mailbox that holds a link to an OroCRM record, named after both. A hundred neighbouring ids share a
 * partition: a page of records is one or two transactions, yet no partition takes the load of the whole tenant.
 */
export const sharingState = (table: Table): SharingState => ({
  async add(entity, mailbox, ids) {
    await mapBounded(buckets(entity, ids), parallel, async (bucket) => {
      const rows = bucket.ids.map((id) => ({ rowKey: rowKeyOf(id, mailbox), properties: {} }));
      await putRows(table, bucket.partition, rows);
    });
  },
  async remove(entity, mailbox, ids) {
    await mapBounded(buckets(entity, ids), parallel, async (bucket) => {
      const present = await rowsOf(table, bucket);
      const keys = new Set(bucket.ids.map((id) => rowKeyOf(id, mailbox)));
      const doomed = present.map((row) => row.rowKey).filter((key) => keys.has(key));
      await removeRows(table, bucket.partition, doomed);
    });
  },
  async others(entity, mailbox, ids) {
    const wanted = new Set<string>(ids);
    const found = new Map<MailboxAddress, OrocrmId[]>();
    const rows = await mapBounded(buckets(entity, ids), parallel, (bucket) => rowsOf(table, bucket));
    for (const { rowKey } of rows.flat()) {
      const id = orocrmIdOfKey(rowKey.slice(0, idLength));
      const other = mailboxAddress(decodeKey(rowKey.slice(idLength + 1)));
      if (other === mailbox || !wanted.has(id)) continue;
      found.set(other, [...(found.get(other) ?? []), id]);
    }
    return found;
  },
});

interface Bucket {
  readonly partition: string;
  readonly ids: readonly OrocrmId[];
}

function buckets(entity: EntityName, ids: readonly OrocrmId[]): Bucket[] {
  const byHundred = groupBy(new Set(ids), (id) => orocrmKey(id).slice(0, idLength - bucketDigits));
  return [...byHundred].map(([hundred, members]) => ({ partition: `${entity}:${hundred}`, ids: members }));
}

const rowKeyOf = (id: OrocrmId, mailbox: MailboxAddress): string => `${orocrmKey(id)}:${encodeKey(mailbox)}`;

/** All rows between the lowest and the highest of the ids. */
function rowsOf(table: Table, bucket: Bucket): Promise<Row[]> {
  const keys = bucket.ids.map(orocrmKey).sort();
  const from = keys[0] ?? '';
  return table.range(
    bucket.partition,
    { from, to: afterPrefix(`${keys.at(-1) ?? ''}:`) },
    { keysOnly: true },
  );
}
