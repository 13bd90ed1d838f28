import { listingIsBelievable } from '../../rules/guards';
import { writesOrocrm, writesOutlook } from '../../rules/policy';
import { SyncError } from '../../errors';
import { parseOrocrmId, type OrocrmId, type OutlookId } from '../../records/ids';
import type { OrocrmRecord } from '../../records/record';
import type { RecordRef } from '../ports/queue';
import type { Link, OrocrmRow } from '../ports/state';
import { updateProgress } from '../progress';
import { stateOf } from '../reconcile/plan-linked';
import { Views } from '../reconcile/views';
import type { Work } from '../work';
import { bothSides, readings, readResult, reconcileAll, type Step } from './step';

const pageSize = 100;

/**
 * Sweep, OroCRM's side: reads everything that is mapped, page by page, and looks at whatever differs from its
 * baseline, is not known, or is known but missing from the page's range of ids. No version is trusted here.
 */
export const compareOrocrm: Step = async ({ work, cursor }, tally) => {
  const after = cursor === undefined ? undefined : parseOrocrmId(cursor);
  const page = await work.adapters.orocrm.page(after, pageSize);
  const rows = await work.state.orocrmRange(after, page.next);
  if (cursor === undefined) {
    if (page.records.length === 0 && rows.some(({ state }) => state === 'linked'))
      throw emptySide(work, 'OroCRM');
    await updateProgress(work.ports, work.mailbox, work.entity, (progress) => ({
      ...progress,
      sweptAt: work.ports.clock().toISOString(),
      keyFields: work.policy.keyFields,
    }));
  }
  const known = new Map(rows.map((row) => [row.id, row]));
  const views = await Views.of(work, page.records, []);
  const suspects = page.records.filter((record) => differs(work, views, record, known.get(record.id)));
  const listed = new Set(page.records.map(({ id }) => id));
  const absent = rows.filter(({ id }) => !listed.has(id)).map(({ id }) => id);
  tally.add('orocrm', 'found', page.records.length);
  tally.add('orocrm', 'unchanged', page.records.length - suspects.length);
  const refs: RecordRef[] = [...suspects.map(({ id }) => id), ...absent].map((id) => ({
    side: 'orocrm',
    id,
  }));
  await reconcileAll(work, tally, refs, {
    known: { orocrm: readResult(suspects, page.at) },
    counted: bothSides,
  });
  return page.next === undefined ? {} : { next: page.next };
};

function differs(work: Work, views: Views, record: OrocrmRecord, row: OrocrmRow | undefined): boolean {
  const view = views.orocrm(record);
  switch (row?.state) {
    case undefined:
      return true;
    case 'linked':
      return stateOf(row.link.orocrmBase, views.digests(view)) === 'changed';
    case 'unlinked':
      return false;
    case 'candidate':
      // Where nothing may be created, a candidate is looked at again only for another key.
      return writesOutlook(work.policy.direction) || row.key !== views.key(view);
  }
}

/** Sweep, Outlook's side: delta misses extended properties and loses tokens, so everything is compared. */
export const compareOutlook: Step = async ({ work, cursor }, tally) => {
  const page = await work.adapters.outlook.page(cursor);
  const rows = await work.state.outlookRows(page.records.map(({ id }) => id));
  const links = await linksOf(
    work,
    [...rows.values()].flatMap((row) => (row.state === 'linked' ? [row.orocrmId] : [])),
  );
  const views = await Views.of(work, [], page.records);
  const suspects = page.records.filter((record) => {
    const row = rows.get(record.id);
    switch (row?.state) {
      case undefined:
        return true;
      case 'linked': {
        const link = links.get(row.orocrmId);
        return !link || stateOf(link.outlookBase, views.digests(views.outlook(record))) === 'changed';
      }
      case 'unlinked':
        return false;
      case 'candidate':
        return (
          writesOrocrm(work.policy.direction) ||
          record.mark !== '' ||
          row.key !== views.key(views.outlook(record))
        );
      case 'marked':
      case 'twin':
        return true;
    }
  });
  tally.add('outlook', 'found', page.records.length);
  tally.add('outlook', 'unchanged', page.records.length - suspects.length);
  await reconcileAll(
    work,
    tally,
    suspects.map(({ id }) => ({ side: 'outlook', id })),
    { known: { outlook: readings(suspects) }, counted: bothSides },
  );
  return page.next === undefined ? {} : { next: page.next };
};

/** Sweep, what is known in Outlook but no longer listed there. */
export const findAbsent: Step = async ({ work }, tally) => {
  const [listed, known] = await Promise.all([work.adapters.outlook.ids(), work.state.outlookIds()]);
  const there = new Set<OutlookId>(listed);
  const absent = known.filter((id) => !there.has(id));
  if (listed.length === 0 && absent.length > 0) {
    const rows = await work.state.outlookRows(absent);
    const linked = [...rows.values()].filter(({ state }) => state === 'linked').length;
    if (!listingIsBelievable(listed.length, linked)) throw emptySide(work, 'Outlook');
  }
  await reconcileAll(
    work,
    tally,
    absent.map((id) => ({ side: 'outlook', id })),
    { counted: bothSides },
  );
  return {};
};

async function linksOf(work: Work, ids: readonly OrocrmId[]): Promise<ReadonlyMap<OrocrmId, Link>> {
  const rows = await work.state.orocrmRows(ids);
  return new Map(
    [...rows.values()].flatMap((row) => (row.state === 'linked' ? [[row.id, row.link] as const] : [])),
  );
}

/** An empty list where links exist means that the side is unreadable: nothing is concluded from it (spec 2). */
function emptySide(work: Work, side: string): SyncError {
  return new SyncError(
    `${side} lists no ${work.entity} although linked ones are known; nothing was concluded.`,
    {
      kind: 'operator',
      code: 'guard',
      action: `Check the permissions of the account in ${side}. If the records were really removed, start a resync.`,
    },
  );
}
