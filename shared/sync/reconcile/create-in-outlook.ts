import type { OrocrmRecord, OutlookRecord } from '../../records/record';
import { recordRules } from '../../rules/record-rules';
import type { Work } from '../work';
import { linkOf, unfinished, unwritten } from './baseline';
import { completeCreates, type Completed } from './complete-creates';
import type { Item } from './item';
import type { Ledger, Source } from './ledger';
import type { Views } from './views';
import { outcomeAt, preview, sourceOf } from './writes';

type CreateOutlook = Extract<Item, { act: 'create-outlook' }>;

interface Wanted {
  readonly item: CreateOutlook;
  readonly source: Source;
  /** Everything, and as far as a create can make it. */
  readonly draft: OutlookRecord;
  readonly first: OutlookRecord;
}

interface MadeInOutlook extends Wanted {
  readonly record: OutlookRecord;
}

/** Creates OroCRM records in Outlook, each with its mark and after an intent, and links them. */
export async function createInOutlook(
  work: Work,
  views: Views,
  items: readonly CreateOutlook[],
  ledger: Ledger,
  orocrmAt: Date,
): Promise<void> {
  const rules = recordRules(work.entity);
  const wanted: Wanted[] = [];
  for (const item of items) {
    const source = sourceOf('orocrm', item.orocrm);
    const draft = { ...views.putOutlook(undefined, item.orocrm).record, mark: item.orocrm.id };
    const objection = rules.objectionToOutlook(undefined, draft, work.policy);
    if (await ledger.setAside(source, 'outlook', objection)) {
      if (item.replaces === undefined) ledger.changes.push(reserveKey(views, item.orocrm));
    } else if (ledger.mayTry(source, 'outlook')) {
      wanted.push({ item, source, draft, first: work.adapters.outlook.creatable(draft) });
    }
  }
  if (wanted.length === 0) return;
  const at = work.ports.clock().toISOString();
  await work.state.save(
    wanted.map(({ item }) => ({
      put: 'intent',
      intent: { side: 'outlook', orocrmId: item.orocrm.id, at },
    })),
  );
  for (const { item } of wanted)
    preview(ledger, 'outlook', 'create', item.rule, item.orocrm, undefined, views.fields);
  const outcomes = await work.adapters.outlook.create(wanted.map(({ first }) => first));
  const made: MadeInOutlook[] = [];
  for (const [index, entry] of wanted.entries()) {
    const { item, source } = entry;
    const outcome = outcomeAt(outcomes, index);
    if (outcome.ok) {
      ledger.tally.add('outlook', 'created');
      made.push({ ...entry, record: outcome.record });
      continue;
    }
    await ledger.fail(source, 'outlook', outcome.error);
    if (item.replaces === undefined) ledger.changes.push(reserveKey(views, item.orocrm));
    // Only a create that may have happened leaves its intent behind.
    if (outcome.error.code !== 'unknown-outcome') {
      ledger.changes.push({ forget: 'intent', side: 'outlook', sourceId: item.orocrm.id });
    }
  }
  const completed = await completeCreates(made, {
    contentOf: (record: OutlookRecord) => views.content(views.outlook(record)),
    put: ({ item, record }) => views.putOutlook(record, item.orocrm),
    update: (changes) => work.adapters.outlook.update(changes),
  });
  await linkMade(views, completed, ledger, orocrmAt);
}

/** What is still missing then counts as an edit of OroCRM's user. */
async function linkMade(
  views: Views,
  made: readonly (MadeInOutlook & Completed<OutlookRecord>)[],
  ledger: Ledger,
  orocrmAt: Date,
): Promise<void> {
  for (const { item, source, record, incomplete } of made) {
    if (incomplete) await ledger.fail(source, 'outlook', incomplete.error);
    else ledger.succeeded(source);
    const linked = linkOf(views, unwritten(item.orocrm), unwritten(record), orocrmAt);
    const link = { ...linked, orocrmBase: unfinished(linked.orocrmBase, incomplete?.fields ?? []) };
    if (item.replaces !== undefined) ledger.changes.push({ forget: 'outlook', id: item.replaces });
    ledger.changes.push(
      { put: 'link', link },
      { forget: 'intent', side: 'outlook', sourceId: item.orocrm.id },
    );
    ledger.linked.push(item.orocrm.id);
  }
}

/** A record that still fails stays known by its key, so that no later step makes its twin (spec 6). */
export const reserveKey = (views: Views, orocrm: OrocrmRecord) =>
  ({
    put: 'orocrm',
    row: {
      id: orocrm.id,
      state: 'candidate',
      key: views.key(views.orocrm(orocrm)),
      createdAt: orocrm.createdAt,
    },
  }) as const;
