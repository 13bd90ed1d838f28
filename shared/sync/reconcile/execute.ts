import type { RecordRef } from '../ports/queue';
import type { RecordChange } from '../ports/state';
import type { Work } from '../work';
import { unwritten } from './baseline';
import { clearStamps } from './clear-stamps';
import { collectDeletions } from './collect-deletions';
import { createInOrocrm } from './create-in-orocrm';
import { createInOutlook } from './create-in-outlook';
import type { Item } from './item';
import type { Ledger } from './ledger';
import type { CreateOrocrm, PairItem } from './progressing';
import { updateOrocrm } from './update-orocrm';
import { updateOutlook } from './update-outlook';
import type { Views } from './views';
import { sourceOf } from './writes';

type CreateOutlook = Extract<Item, { act: 'create-outlook' }>;

/**
 * Carries out what was planned, one request per side and kind of write however many records: history first, an
 * intent before every create, OroCRM before Outlook (so that one Outlook write brings mark and values), links last.
 * Each record has its own outcome in the ledger.
 */
export async function execute(
  work: Work,
  views: Views,
  items: readonly Item[],
  ledger: Ledger,
  orocrmAt: Date,
  refs: readonly RecordRef[],
): Promise<void> {
  const wanted = items.filter((item): item is PairItem => item.act === 'pair');
  const creates = items.filter((item): item is CreateOutlook => item.act === 'create-outlook');
  const newInOrocrm = items.filter((item): item is CreateOrocrm => item.act === 'create-orocrm');
  // A pair is looked at as a whole: what one side failed for may be settled from the other.
  const looked: RecordRef[] = [
    ...refs,
    ...wanted.flatMap(({ orocrm, outlook }): RecordRef[] => [
      { side: 'orocrm', id: orocrm.id },
      { side: 'outlook', id: outlook.id },
    ]),
    ...items.flatMap((item) => (item.act === 'note' ? item.changes.flatMap(forgotten) : [])),
  ];
  await ledger.loadFailed([
    ...looked,
    ...creates.map((item) => sourceOf('orocrm', item.orocrm)),
    ...newInOrocrm.map((item) => sourceOf('outlook', item.outlook)),
  ]);

  note(items, ledger);
  await alertTwins(work, items);
  await collectDeletions(work, items, ledger);
  const updated = await updateOrocrm(work, views, wanted, ledger);
  const created = await createInOrocrm(work, views, newInOrocrm, ledger);
  await updateOutlook(
    work,
    views,
    [
      ...updated,
      ...created.map(({ item, record, source, incomplete }) => ({
        item,
        source,
        orocrm: unwritten(record),
        outlook: unwritten(item.outlook),
        incomplete,
      })),
    ],
    ledger,
    orocrmAt,
  );
  await createInOutlook(work, views, creates, ledger, orocrmAt);
  await clearStamps(work, views, items, ledger);
  const later = items.flatMap((item) => (item.act === 'later' ? [item.outlook.id] : []));
  ledger.settle(looked.filter(({ side, id }) => side === 'orocrm' || !later.includes(id)));
  await ledger.save();
}

const forgotten = (change: RecordChange): RecordRef[] => {
  if (!('forget' in change)) return [];
  if (change.forget === 'outlook') return [{ side: 'outlook', id: change.id }];
  return change.forget === 'orocrm' ? [{ side: 'orocrm', id: change.id }] : [];
};

function note(items: readonly Item[], ledger: Ledger): void {
  for (const item of items) {
    if (item.act !== 'note') continue;
    ledger.changes.push(...item.changes);
    for (const side of item.sides) ledger.tally.add(side, 'unchanged');
  }
}

async function alertTwins(work: Work, items: readonly Item[]): Promise<void> {
  for (const item of items) {
    if (item.act !== 'note' || item.twinOf === undefined || item.outlookId === undefined) continue;
    await work.ports.alerts.raise({
      severity: 'info',
      code: 'copied-record',
      mailbox: work.mailbox,
      entity: work.entity,
      record: item.outlookId,
      message: `An equal copy of OroCRM record ${item.twinOf} was found in Outlook and is ignored.`,
      action: 'Delete the copy, or change it to make it a record of its own.',
    });
  }
}
