import type { Digest, OrocrmId } from '../../records/ids';
import type { OrocrmRecord, OutlookRecord } from '../../records/record';
import { recordRules } from '../../rules/record-rules';
import type { Intent, RecordChange } from '../ports/state';
import type { Work } from '../work';
import { completeCreates, type Completed } from './complete-creates';
import type { Item } from './item';
import type { Ledger, Source } from './ledger';
import { Views } from './views';
import { outcomeAt, preview, sourceOf } from './writes';

type CreateOrocrm = Extract<Item, { act: 'create-orocrm' }>;

interface Wanted {
  readonly item: CreateOrocrm;
  readonly source: Source;
  /** Everything, and as far as a create can make it. */
  readonly draft: OrocrmRecord;
  readonly first: OrocrmRecord;
}

interface MadeInOrocrm extends Wanted {
  readonly record: OrocrmRecord;
}

export type CreatedInOrocrm = MadeInOrocrm & Completed<OrocrmRecord>;

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
): Promise<readonly CreatedInOrocrm[]> {
  const rules = recordRules(work.entity);
  const wanted: Wanted[] = [];
  for (const item of items) {
    const source = sourceOf('outlook', item.outlook);
    const draft = views.putOrocrm(undefined, item.outlook).record;
    if (await ledger.setAside(source, 'orocrm', rules.objectionToOrocrm(draft))) {
      ledger.changes.push(...reserveOutlook(views, item.outlook));
    } else if (ledger.mayTry(source, 'orocrm')) {
      wanted.push({ item, source, draft, first: work.adapters.orocrm.creatable(draft) });
    }
  }
  if (wanted.length === 0) return [];
  const found = await findCreated(work, wanted);
  const done = wanted.flatMap((entry) => {
    const record = found.get(entry);
    return record ? [{ ...entry, record }] : [];
  });
  done.push(
    ...(await create(
      work,
      views,
      ledger,
      wanted.filter((entry) => !found.has(entry)),
    )),
  );
  return completeCreates(done, {
    contentOf: (record: OrocrmRecord) => views.content(views.orocrm(record)),
    put: ({ item, record }) => views.putOrocrm(record, item.outlook),
    update: (changes) => work.adapters.orocrm.update(changes),
  });
}

async function create(
  work: Work,
  views: Views,
  ledger: Ledger,
  fresh: readonly Wanted[],
): Promise<MadeInOrocrm[]> {
  if (fresh.length === 0) return [];
  const at = work.ports.clock().toISOString();
  await work.state.save(
    fresh.map(({ item, first }) => ({
      put: 'intent',
      intent: { side: 'orocrm', outlookId: item.outlook.id, at, content: views.content(views.orocrm(first)) },
    })),
  );
  for (const { item } of fresh)
    preview(ledger, 'orocrm', 'create', item.rule, undefined, item.outlook, views.fields);
  const outcomes = await work.adapters.orocrm.create(fresh.map(({ first }) => first));
  const done: MadeInOrocrm[] = [];
  for (const [index, entry] of fresh.entries()) {
    const { item, source } = entry;
    const outcome = outcomeAt(outcomes, index);
    if (outcome.ok) {
      ledger.tally.add('orocrm', 'created');
      ledger.wroteOrocrm.push(outcome.record.id);
      done.push({ ...entry, record: outcome.record });
      continue;
    }
    await ledger.fail(source, 'orocrm', outcome.error);
    ledger.changes.push(...reserveOutlook(views, item.outlook));
    // Only a create that may have happened leaves its intent behind.
    if (outcome.error.code !== 'unknown-outcome') {
      ledger.changes.push({ forget: 'intent', side: 'orocrm', sourceId: item.outlook.id });
    }
  }
  return done;
}

/** A record that still fails keeps its key reserved, so that nothing makes its twin (spec 6). */
function reserveOutlook(views: Views, outlook: OutlookRecord): RecordChange[] {
  const { id, createdAt, mark } = outlook;
  const key = views.key(views.outlook(outlook));
  return mark === '' ? [{ put: 'outlook', row: { id, state: 'candidate', key, createdAt } }] : [];
}

/** What open intents have already created: unlinked OroCRM records with the intended content, one for each intent. */
async function findCreated(
  work: Work,
  wanted: readonly Wanted[],
): Promise<ReadonlyMap<Wanted, OrocrmRecord>> {
  const intents = await work.state.intents(
    'orocrm',
    wanted.map(({ item }) => item.outlook.id),
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
    // As far as a create makes it: whether it was completed already or not.
    const content = views.content(views.orocrm(work.adapters.orocrm.creatable(record)));
    byContent.set(content, [...(byContent.get(content) ?? []), record]);
  }
  const taken = new Set<OrocrmId>();
  const byOutlook = new Map<string, Extract<Intent, { side: 'orocrm' }>>(
    intents.map((intent) => [intent.outlookId, intent]),
  );
  return new Map(
    wanted.flatMap((entry) => {
      const intent = byOutlook.get(entry.item.outlook.id);
      const record = intent && byContent.get(intent.content)?.find(({ id }) => !taken.has(id));
      if (!record) return [];
      taken.add(record.id);
      return [[entry, record] as const];
    }),
  );
}
