import type { MailboxAddress } from '../../records/ids';
import type { EntityName } from '../../records/record';
import type { OutlookChange } from '../ports/outlook';
import type { RecordRef } from '../ports/queue';
import type { Ports } from '../work';

/**
 * The records that a delta answer asks to look at. An own write shows the version that its link has noted, so it is
 * no echo; a removal of something unknown is nothing.
 */
export async function refsOfOutlookChanges(
  ports: Ports,
  mailbox: MailboxAddress,
  entity: EntityName,
  items: readonly OutlookChange[],
): Promise<RecordRef[]> {
  if (items.length === 0) return [];
  const state = ports.records(mailbox, entity);
  const rows = await state.outlookRows(items.map(({ id }) => id));
  const links = await state.orocrmRows(
    [...rows.values()].flatMap((row) => (row.state === 'linked' ? [row.orocrmId] : [])),
  );
  return items.flatMap((item): RecordRef[] => {
    const row = rows.get(item.id);
    const ref = { side: 'outlook', id: item.id } as const;
    if (item.kind === 'removed') return row ? [ref] : [];
    if (row?.state !== 'linked') return [ref];
    const link = links.get(row.orocrmId);
    return link?.state === 'linked' && link.link.outlookSeen === item.version ? [] : [ref];
  });
}
