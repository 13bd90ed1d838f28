import type { OrocrmRecord } from '../../records/record';
import type { Work } from '../work';
import { linkOf, unwritten } from './baseline';
import type { Item } from './item';
import type { Ledger } from './ledger';
import type { Views } from './views';
import { outcomeAt, preview, sourceOf } from './writes';

type CreateOutlook = Extract<Item, { act: 'create-outlook' }>;

/** Creates OroCRM records in Outlook, each with its mark and after an intent, and links them. */
export async function createInOutlook(
  work: Work,
  views: Views,
  items: readonly CreateOutlook[],
  ledger: Ledger,
  orocrmAt: Date,
): Promise<void> {
  const wanted = items.filter((item) => ledger.mayTry(sourceOf('orocrm', item.orocrm), 'outlook'));
  if (wanted.length === 0) return;
  const at = work.ports.clock().toISOString();
  const drafts = wanted.map(({ orocrm }) => ({
    ...views.putOutlook(undefined, orocrm).record,
    mark: orocrm.id,
  }));
  await work.state.save(
    wanted.map(({ orocrm }) => ({ put: 'intent', intent: { side: 'outlook', orocrmId: orocrm.id, at } })),
  );
  for (const item of wanted)
    preview(ledger, 'outlook', 'create', item.rule, item.orocrm, undefined, views.fields);
  const outcomes = await work.adapters.outlook.create(drafts);
  for (const [index, item] of wanted.entries()) {
    const source = sourceOf('orocrm', item.orocrm);
    const outcome = outcomeAt(outcomes, index);
    if (!outcome.ok) {
      await ledger.fail(source, 'outlook', outcome.error);
      if (item.replaces === undefined) ledger.changes.push(reserveKey(views, item.orocrm));
      // Only a create that may have happened leaves its intent behind.
      if (outcome.error.code !== 'unknown-outcome') {
        ledger.changes.push({ forget: 'intent', side: 'outlook', sourceId: item.orocrm.id });
      }
      continue;
    }
    ledger.tally.add('outlook', 'created');
    ledger.succeeded(source);
    if (item.replaces !== undefined) ledger.changes.push({ forget: 'outlook', id: item.replaces });
    ledger.changes.push(
      { put: 'link', link: linkOf(views, unwritten(item.orocrm), unwritten(outcome.record), orocrmAt) },
      { forget: 'intent', side: 'outlook', sourceId: item.orocrm.id },
    );
    ledger.linked.push(item.orocrm.id);
  }
}

/** A record that still fails stays known by its key, so that no later step makes its twin (spec 6). */
const reserveKey = (views: Views, orocrm: OrocrmRecord) =>
  ({
    put: 'orocrm',
    row: {
      id: orocrm.id,
      state: 'candidate',
      key: views.key(views.orocrm(orocrm)),
      createdAt: orocrm.createdAt,
    },
  }) as const;
