import { writesOutlook } from '../../rules/policy';
import type { OrocrmRecord, OutlookRecord } from '../../records/record';
import { recordRules } from '../../rules/record-rules';
import type { RecordRef } from '../ports/queue';
import type { RecordChange } from '../ports/state';
import type { Work } from '../work';
import { linkOf, merge, sameLink, unfinished, unwritten, type Written } from './baseline';
import { clearStamps } from './clear-stamps';
import { collectDeletions } from './collect-deletions';
import { createInOrocrm, type Incomplete } from './create-in-orocrm';
import { createInOutlook, reserveKey } from './create-in-outlook';
import type { Item } from './item';
import type { Ledger, Source } from './ledger';
import { directionOf } from './plan-orocrm';
import type { Views } from './views';
import { outcomeAt, preview, sourceOf } from './writes';

type PairItem = Extract<Item, { act: 'pair' }>;
type CreateOutlook = Extract<Item, { act: 'create-outlook' }>;
type CreateOrocrm = Extract<Item, { act: 'create-orocrm' }>;

/** A pair on its way through the writes. */
interface Progressing {
  readonly item: PairItem | CreateOrocrm;
  readonly source: Source;
  orocrm: Written<OrocrmRecord>;
  outlook: Written<OutlookRecord>;
  /** What a new OroCRM record has not got yet. */
  readonly incomplete: Incomplete | undefined;
}

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

  note(work, items, ledger);
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

const pairSource = (item: PairItem): Source =>
  item.write === 'orocrm' ? sourceOf('outlook', item.outlook) : sourceOf('orocrm', item.orocrm);

function note(work: Work, items: readonly Item[], ledger: Ledger): void {
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

async function updateOrocrm(
  work: Work,
  views: Views,
  items: readonly PairItem[],
  ledger: Ledger,
): Promise<Progressing[]> {
  const rules = recordRules(work.entity);
  const going: Progressing[] = [];
  const changes: {
    progressing: Progressing & { readonly item: PairItem };
    fields: readonly string[];
    desired: OrocrmRecord;
  }[] = [];
  for (const item of items) {
    const source = pairSource(item);
    const target = item.write === 'orocrm' ? 'orocrm' : 'outlook';
    const put = item.write === 'orocrm' ? views.putOrocrm(item.orocrm, item.outlook) : undefined;
    if (put && put.fields.length > 0) {
      if (await ledger.setAside(source, 'orocrm', rules.objectionToOrocrm(put.record))) {
        ledger.changes.push(...reserved(views, item));
        continue;
      }
    }
    if (item.write !== 'none' && !ledger.mayTry(source, target)) continue;
    if (item.conflict) ledger.tally.add(target, 'conflicts');
    const progressing = {
      item,
      source,
      orocrm: unwritten(item.orocrm),
      outlook: unwritten(item.outlook),
      incomplete: undefined,
    };
    if (!put || put.fields.length === 0) {
      going.push(progressing);
      continue;
    }
    changes.push({ progressing, fields: put.fields, desired: put.record });
    ledger.overwrites({
      orocrmId: item.orocrm.id,
      outlookId: item.outlook.id,
      side: 'orocrm',
      action: 'update',
      rule: item.rule,
      before: views.orocrmProperties(item.orocrm, put.fields),
      after: views.orocrmProperties(put.record, put.fields),
    });
    preview(ledger, 'orocrm', 'update', item.rule, item.orocrm, item.outlook, put.fields);
  }
  await ledger.saveHistory();
  if (changes.length === 0) return going;
  const outcomes = await work.adapters.orocrm.update(
    changes.map(({ progressing, desired }) => ({ current: progressing.orocrm.before, desired })),
  );
  for (const [index, { progressing, fields }] of changes.entries()) {
    const outcome = outcomeAt(outcomes, index);
    if (!outcome.ok) {
      await ledger.fail(progressing.source, 'orocrm', outcome.error);
      const { link } = progressing.item;
      if (link && outcome.partly) {
        const digests = views.digests(views.orocrm(outcome.partly));
        const orocrmBase = merge(link.orocrmBase, digests, fields);
        ledger.changes.push({ put: 'link', link: { ...link, orocrmBase } });
      }
      continue;
    }
    progressing.orocrm = { before: progressing.orocrm.before, after: outcome.record, fields };
    ledger.tally.add('orocrm', 'updated');
    ledger.wroteOrocrm.push(outcome.record.id);
    going.push(progressing);
  }
  return going;
}

/** Writes values and marks to Outlook for all pairs, then links them. */
async function updateOutlook(
  work: Work,
  views: Views,
  going: readonly Progressing[],
  ledger: Ledger,
  orocrmAt: Date,
): Promise<void> {
  const changes: { progressing: Progressing; fields: readonly string[]; desired: OutlookRecord }[] = [];
  const done: Progressing[] = [];
  const rules = recordRules(work.entity);
  for (const progressing of going) {
    const current = progressing.outlook.before;
    const orocrm = progressing.orocrm.after;
    const put = needsOutlookValues(work, progressing) ? views.putOutlook(current, orocrm) : undefined;
    const fields = put?.fields ?? [];
    // Somebody else's event is read, not written: its link is in the tables alone (spec 5).
    const readOnly = rules.authority(undefined, current) === 'outlook';
    if (fields.length === 0 && (current.mark === orocrm.id || readOnly)) {
      done.push(progressing);
      continue;
    }
    const desired = { ...(put?.record ?? current), mark: orocrm.id };
    const objection = rules.objectionToOutlook(current, desired, work.policy);
    if (await ledger.setAside(progressing.source, 'outlook', objection)) {
      if (progressing.item.act === 'pair') ledger.changes.push(...reserved(views, progressing.item));
      continue;
    }
    changes.push({ progressing, fields, desired });
    if (fields.length > 0) {
      ledger.overwrites({
        orocrmId: orocrm.id,
        outlookId: current.id,
        side: 'outlook',
        action: 'update',
        rule: progressing.item.rule,
        before: views.outlookProperties(current, fields),
        after: views.outlookProperties(put?.record ?? current, fields),
      });
    }
    preview(
      ledger,
      'outlook',
      fields.length > 0 ? 'update' : 'stamp',
      progressing.item.rule,
      orocrm,
      current,
      fields,
    );
  }
  await ledger.saveHistory();
  const outcomes =
    changes.length === 0
      ? []
      : await work.adapters.outlook.update(
          changes.map(({ progressing, desired }) => ({ current: progressing.outlook.before, desired })),
        );
  for (const [index, { progressing, fields }] of changes.entries()) {
    const outcome = outcomeAt(outcomes, index);
    if (outcome.ok) {
      progressing.outlook = { before: progressing.outlook.before, after: outcome.record, fields };
      if (fields.length > 0) ledger.tally.add('outlook', 'updated');
      done.push(progressing);
      continue;
    }
    await ledger.fail(progressing.source, 'outlook', outcome.error);
    const known = progressing.item.act === 'pair' ? progressing.item.link : undefined;
    if (known && outcome.partly) {
      const digests = views.digests(views.outlook(outcome.partly));
      const outlookBase = merge(known.outlookBase, digests, fields);
      ledger.changes.push({ put: 'link', link: { ...known, outlookBase } });
    }
    // What OroCRM already holds must not be created or found twice: the link is kept, the values follow by the retry.
    if (progressing.item.act === 'create-orocrm') done.push(progressing);
  }
  for (const progressing of done) await link(work, views, progressing, ledger, orocrmAt);
}

/**
 * OroCRM's values go to Outlook when the rules say so, or behind a write to OroCRM where they still differ: something
 * hidden has surfaced (spec 5, law 2), or OroCRM keeps what Outlook has lost (the country of an address).
 */
function needsOutlookValues(work: Work, { item, orocrm, outlook, incomplete }: Progressing): boolean {
  if (item.act === 'pair' && item.write === 'outlook') return true;
  if (incomplete !== undefined || (item.act === 'pair' && item.write === 'none')) return false;
  const direction = directionOf(work, orocrm.after, outlook.before);
  return direction !== undefined && writesOutlook(direction);
}

/** A pair that could not be made stays known by its key, so that nothing makes its twin. */
function reserved(views: Views, { link: known, orocrm }: PairItem): RecordChange[] {
  return known === undefined ? [reserveKey(views, orocrm)] : [];
}

async function link(
  work: Work,
  views: Views,
  progressing: Progressing,
  ledger: Ledger,
  orocrmAt: Date,
): Promise<void> {
  const { item, orocrm, outlook, source, incomplete } = progressing;
  const before = item.act === 'pair' ? item.link : undefined;
  const linked = linkOf(views, orocrm, outlook, orocrmAt);
  const made = { ...linked, outlookBase: unfinished(linked.outlookBase, incomplete?.fields ?? []) };
  if (incomplete === undefined) ledger.succeeded(source);
  // Under the version that it has now: the mark alone makes it worth no second try.
  else await ledger.fail({ ...source, version: outlook.after.version }, 'orocrm', incomplete.error);
  if (item.act === 'pair' && item.replaces !== undefined) {
    ledger.changes.push({ forget: 'outlook', id: item.replaces });
  }
  if (item.act === 'create-orocrm') {
    ledger.changes.push({ forget: 'intent', side: 'orocrm', sourceId: item.outlook.id });
  }
  if (!sameLink(before, made)) ledger.changes.push({ put: 'link', link: made });
  if (before === undefined) {
    ledger.linked.push(made.orocrmId);
    if (item.act === 'pair') ledger.tally.add('outlook', 'linked');
    return;
  }
  if (orocrm.fields.length === 0) ledger.tally.add('orocrm', 'unchanged');
  if (outlook.fields.length === 0) ledger.tally.add('outlook', 'unchanged');
}
