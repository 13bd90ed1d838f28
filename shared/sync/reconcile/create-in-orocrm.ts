import type { Digest, OrocrmId } from '../../records/ids';
import type { OrocrmRecord } from '../../records/record';
import type { Intent } from '../ports/state';
import type { Work } from '../work';
import type { Item } from './item';
import type { Ledger, Source } from './ledger';
import { Views } from './views';
import { outcomeAt, preview, sourceOf } from './writes';

type CreateOrocrm = Extract<Item, { act: 'create-orocrm' }>;

export interface CreatedInOrocrm {
  readonly item: CreateOrocrm;
  readonly source: Source;
  readonly record: OrocrmRecord;
}

/** An intent is looked for from a little before its time on: OroCRM's clock and ours may differ. */
const clockSlackMs = 120_000;

/**
 * Creates Outlook records in OroCRM, each after an intent. Where an intent is found open, OroCRM is searched for what
 * it may have created, by owner, time and content, before anything is created again.
 */
export async function createInOrocrm(
  work: Work,
  views: Views,
  items: readonly CreateOrocrm[],
  ledger: Ledger,
): Promise<CreatedInOrocrm[]> {
  const wanted = items
    .map((item) => ({ item, source: sourceOf('outlook', item.outlook) }))
    .filter(({ source }) => ledger.mayTry(source, 'orocrm'));
  if (wanted.length === 0) return [];
  const found = await findCreated(
    work,
    wanted.map(({ item }) => item),
  );
  const done = wanted.flatMap((entry) => {
    const record = found.get(entry.item);
    return record ? [{ ...entry, record }] : [];
  });
  const fresh = wanted
    .filter(({ item }) => !found.has(item))
    .map((entry) => ({ ...entry, draft: views.putOrocrm(undefined, entry.item.outlook).record }));
  if (fresh.length === 0) return done;

  const at = work.ports.clock().toISOString();
  await work.state.save(
    fresh.map(({ item, draft }) => ({
      put: 'intent',
      intent: { side: 'orocrm', outlookId: item.outlook.id, at, content: views.content(views.orocrm(draft)) },
    })),
  );
  for (const { item } of fresh)
    preview(ledger, 'orocrm', 'create', item.rule, undefined, item.outlook, views.fields);
  const outcomes = await work.adapters.orocrm.create(fresh.map(({ draft }) => draft));
  for (const [index, { item, source }] of fresh.entries()) {
    const outcome = outcomeAt(outcomes, index);
    if (outcome.ok) {
      ledger.tally.add('orocrm', 'created');
      ledger.wroteOrocrm.push(outcome.record.id);
      done.push({ item, source, record: outcome.record });
      continue;
    }
    await ledger.fail(source, 'orocrm', outcome.error);
    const { id, createdAt, mark } = item.outlook;
    if (mark === '') {
      const key = views.key(views.outlook(item.outlook));
      ledger.changes.push({ put: 'outlook', row: { id, state: 'candidate', key, createdAt } });
    }
    // Only a create that may have happened leaves its intent behind.
    if (outcome.error.code !== 'unknown-outcome') {
      ledger.changes.push({ forget: 'intent', side: 'orocrm', sourceId: id });
    }
  }
  return done;
}

/** What open intents have already created: unlinked OroCRM records with the intended content, one for each intent. */
async function findCreated(
  work: Work,
  items: readonly CreateOrocrm[],
): Promise<ReadonlyMap<CreateOrocrm, OrocrmRecord>> {
  const intents = await work.state.intents(
    'orocrm',
    items.map(({ outlook }) => outlook.id),
  );
  if (intents.length === 0) return new Map();
  const since = new Date(Math.min(...intents.map(({ at }) => Date.parse(at))) - clockSlackMs);
  const read = await work.adapters.orocrm.changedSince(since);
  const records = [...read.records.values()].flatMap((reading) =>
    reading.state === 'there' ? [reading.record] : [],
  );
  const rows = await work.state.orocrmRows(records.map(({ id }) => id));
  const free = records.filter(({ id }) => rows.get(id)?.state !== 'linked');
  const views = await Views.of(work, free, []);
  const byContent = new Map<Digest, OrocrmRecord[]>();
  for (const record of free) {
    const content = views.content(views.orocrm(record));
    byContent.set(content, [...(byContent.get(content) ?? []), record]);
  }
  const taken = new Set<OrocrmId>();
  const byOutlook = new Map<string, Extract<Intent, { side: 'orocrm' }>>(
    intents.map((intent) => [intent.outlookId, intent]),
  );
  return new Map(
    items.flatMap((item) => {
      const intent = byOutlook.get(item.outlook.id);
      const record = intent && byContent.get(intent.content)?.find(({ id }) => !taken.has(id));
      if (!record) return [];
      taken.add(record.id);
      return [[item, record] as const];
    }),
  );
}
