import { writesOrocrm, writesOutlook } from '../../rules/policy';
import type { OrocrmRecord, OutlookRecord, Side } from '../../records/record';
import type { Reading } from '../ports/orocrm';
import type { RecordRef } from '../ports/queue';
import { Tally } from '../tally';
import type { Work } from '../work';
import { adoptSuccessors } from './adopt-successors';
import { execute } from './execute';
import { gather, type Gathered, type Known } from './gather';
import { Ledger } from './ledger';
import { Matcher } from './match';
import { noticeOrocrm, noticeOutlook } from './notice';
import { planLinked } from './plan-linked';
import { planOrocrm } from './plan-orocrm';
import { planOutlook } from './plan-outlook';
import { Views } from './views';

export interface ReconcileOptions {
  readonly known?: Known;
  /** How often these records were re-sent after a failure. */
  readonly attempt?: number;
  /**
   * Whether the other side may hold records not known yet, so that it is read before something is created in it.
   * A first sync that has just listed Outlook needs not look again.
   */
  readonly outlookIsListed?: boolean;
  /** Sides whose records the caller counts itself: a run counts every record once, however often it is looked at. */
  readonly counted?: readonly Side[];
}

/** What came of a message: its counts, what to try again, and whether deletions wait to be counted. */
export interface Reconciled {
  readonly tally: Tally;
  readonly retry: readonly RecordRef[];
  readonly retryAfterSeconds: number;
  readonly deletions: number;
}

/**
 * Brings up to 20 records into the state that the rules ask for. Level-triggered: it reads both sides as they are
 * now, so a message that comes twice, late or out of order ends the same.
 * @throws SyncError when a side is unreadable; nothing was concluded then.
 */
export async function reconcile(
  work: Work,
  refs: readonly RecordRef[],
  options: ReconcileOptions = {},
): Promise<Reconciled> {
  const tally = new Tally(work.entity);
  const ledger = new Ledger(work, tally, options.attempt ?? 0);
  const gathered = await gather(work, refs, options.known);
  count(gathered, tally, options.counted ?? []);
  await notice(work, gathered, options.outlookIsListed ?? false);

  const orocrm = [
    ...gathered.pairs.map(({ orocrm }) => orocrm),
    ...gathered.orocrm.map(({ reading }) => reading),
    ...[...gathered.named.values()].map(({ reading }) => reading),
  ].flatMap((reading) => (reading.state === 'there' ? [reading.record] : []));
  const outlook = [
    ...gathered.pairs.map(({ outlook }) => outlook),
    ...gathered.outlook.map(({ reading }) => reading),
  ].flatMap((reading) => (reading.state === 'there' ? [reading.record] : []));
  const views = await Views.of(work, orocrm, outlook);
  const searchMarks = !(options.outlookIsListed ?? false) || (await hasOpenIntents(work, gathered));
  const matcher = await Matcher.prepare(
    work,
    views,
    gathered,
    searchMarks && writesOutlook(work.policy.direction),
  );

  // Oro to Outlook comes first (spec 3), so its records have the first choice of partners.
  const items = [
    ...(await adoptSuccessors(work, matcher, planLinked(work, views, gathered.pairs, gathered.orocrmAt))),
    ...planOrocrm(work, views, matcher, gathered.orocrm),
    ...(await planOutlook(work, views, matcher, gathered)),
  ];
  await execute(work, await withPartners(work, views, items), items, ledger, gathered.orocrmAt, refs);
  await tellOthers(work, ledger);
  const later = items.flatMap((item) => (item.act === 'later' ? [item.outlook.id] : []));
  if (later.length > 0 && later.length < refs.length) {
    const again = await reconcile(
      work,
      later.map((id) => ({ side: 'outlook', id })),
      {
        attempt: options.attempt ?? 0,
        outlookIsListed: options.outlookIsListed ?? false,
        counted: ['orocrm', 'outlook'],
      },
    );
    tally.include(again.tally);
    ledger.retry.push(...again.retry);
    ledger.retryAfterSeconds = Math.max(ledger.retryAfterSeconds, again.retryAfterSeconds);
    ledger.deletions += again.deletions;
  }
  return {
    tally,
    retry: ledger.retry,
    retryAfterSeconds: ledger.retryAfterSeconds,
    deletions: ledger.deletions,
  };
}

function count(gathered: Gathered, tally: Tally, counted: readonly Side[]): void {
  const found = (side: Side, reading: Reading<OrocrmRecord> | Reading<OutlookRecord>): void => {
    if (reading.state === 'there' && !counted.includes(side)) tally.add(side, 'found');
  };
  for (const { orocrm, outlook } of gathered.pairs) {
    found('orocrm', orocrm);
    found('outlook', outlook);
  }
  for (const { reading } of gathered.orocrm) found('orocrm', reading);
  for (const { reading } of gathered.outlook) found('outlook', reading);
}

/** Reads what the other side has gained since it was last read, when something may be created there. */
async function notice(work: Work, gathered: Gathered, outlookIsListed: boolean): Promise<void> {
  const { direction } = work.policy;
  const newInOrocrm = gathered.orocrm.some(
    ({ reading, row }) => reading.state === 'there' && row?.state !== 'unlinked',
  );
  if (newInOrocrm && writesOutlook(direction) && !outlookIsListed) await noticeOutlook(work);
  const newInOutlook = gathered.outlook.some(
    ({ reading, row }) => reading.state === 'there' && row?.state !== 'unlinked',
  );
  if (newInOutlook && writesOrocrm(direction) && writesOutlook(direction)) await noticeOrocrm(work);
}

async function hasOpenIntents(work: Work, gathered: Gathered): Promise<boolean> {
  const ids = gathered.orocrm.map(({ id }) => id);
  return ids.length > 0 && (await work.state.intents('outlook', ids)).length > 0;
}

/** Partners that matching brought in may need dictionaries (countries, zones) that the first mapping did not load. */
async function withPartners(work: Work, views: Views, items: Parameters<typeof execute>[2]): Promise<Views> {
  const made = items.flatMap((item) => (item.act === 'pair' && item.link === undefined ? [item] : []));
  if (made.length === 0) return views;
  const all = items.flatMap((item) => ('orocrm' in item ? [item.orocrm] : []));
  const outlook = items.flatMap((item) => ('outlook' in item ? [item.outlook] : []));
  return Views.of(work, all, outlook);
}

/** Every other mailbox that is linked to a record just written is told to look (DESIGN: after a write to OroCRM). */
async function tellOthers(work: Work, ledger: Ledger): Promise<void> {
  if (ledger.wroteOrocrm.length === 0) return;
  const others = await work.ports.sharing.others(work.entity, work.mailbox, ledger.wroteOrocrm);
  await work.ports.queue.sendRecords(
    [...others].map(([mailbox, ids]) => ({
      kind: 'reconcile',
      mailbox,
      entity: work.entity,
      refs: ids.map((id) => ({ side: 'orocrm', id })),
      attempt: 0,
    })),
  );
}
