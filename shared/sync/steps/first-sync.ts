import { writesOrocrm, writesOutlook } from '../../rules/policy';
import { SyncError } from '../../errors';
import { outlookId, parseOrocrmId, type OutlookId } from '../../records/ids';
import type { OrocrmRecord, OutlookRecord } from '../../records/record';
import { updateProgress, withRead } from '../progress';
import { rememberOutlook } from '../reconcile/notice';
import { Views } from '../reconcile/views';
import type { OutlookRow } from '../ports/state';
import type { Work } from '../work';
import { bothSides, chunks, readResult, reconcileAll, type Step } from './step';

const pageSize = 100;
/** How many marked records are compared to tell whether the marks are this installation's. */
const sampleSize = 60;

/** Both cursors are taken before anything is listed, so that no change of the meantime is missed (spec 6). */
export const takeCursors: Step = async ({ work, run }) => {
  const { ports, mailbox, entity, policy } = work;
  const feed = await ports.connections.orocrmFeed(mailbox, entity);
  const [now, outlookCursor] = await Promise.all([
    feed.now(),
    ports.connections.outlookFeed(entity).start(mailbox, policy.window),
  ]);
  await updateProgress(ports, mailbox, entity, (progress) => ({
    ...progress,
    phase: 'first-sync',
    run: run.id,
    orocrmCursor: { updatedAt: now.toISOString(), id: '' },
    outlookCursor,
    orocrmHorizon: undefined,
    outlookHorizon: undefined,
    explained: '',
    keyFields: policy.keyFields,
    sweptAt: ports.clock().toISOString(),
  }));
  return {};
};

/** Remembers every Outlook record: by its key, or by its mark under this run. */
export const listOutlook: Step = async ({ work, cursor }, tally) => {
  if (cursor === undefined) await work.state.clear();
  const page = await work.adapters.outlook.page(cursor === 'first' ? undefined : cursor);
  await rememberOutlook(work, page.records);
  tally.add('outlook', 'found', page.records.length);
  return page.next === undefined ? {} : { next: page.next };
};

/**
 * Step 1 of `rebuild`: every marked record becomes a deletion candidate. The candidates are the ids fixed in the run
 * before the first delete, so that a restart never deletes what step 2 made.
 */
export const collectMarked: Step = async ({ work, run, cursor, plan }) => {
  if (cursor === undefined) {
    const marked = await sampleMarked(work, run.id);
    if (marked.length > 0) await refuseEmptyOrocrm(work);
    if (run.kind !== 'resync' && plan === 'rebuild' && (await areOurMarks(work, marked))) {
      await work.ports.alerts.raise({
        severity: 'warning',
        code: 'marks-without-links',
        mailbox: work.mailbox,
        entity: work.entity,
        message:
          'The mailbox carries marks of this installation, but its links are lost: it was linked again.',
        action: 'Nothing, unless a rebuild is wanted: then start a resync with mode rebuild.',
      });
      return { plan: 'relink' };
    }
  }
  const rows = await work.state.outlookPage(cursor === undefined ? undefined : outlookId(cursor), pageSize);
  const marked = rows.filter((row) => row.state === 'marked' && row.run === run.id);
  if (marked.length > 0) {
    const at = work.ports.clock().toISOString();
    await work.state.save(
      marked.map((row) => ({
        put: 'deletion',
        deletion: {
          outlookId: row.id,
          orocrmId: '',
          rule: 'first sync, rebuild, step 1, OroCRM_id set: delete-outlook',
          at,
          state: 'pending',
          heldId: '',
          run: run.id,
        },
      })),
    );
  }
  return nextPage(rows);
};

/** Step 1 of `relink`: marked records are linked by their mark; a mark that names no record is cleared. */
export const linkMarked: Step = async ({ work, run, cursor }, tally) => {
  const rows = await work.state.outlookPage(cursor === undefined ? undefined : outlookId(cursor), pageSize);
  const marked = rows.filter((row) => row.state === 'marked' && row.run === run.id);
  await reconcileAll(
    { ...work, stage: 'relink' },
    tally,
    marked.map(({ id }) => ({ side: 'outlook', id })),
    { outlookIsListed: true, counted: bothSides },
  );
  return nextPage(rows);
};

/** Step 2: all OroCRM records available to the user are matched by key, then updated or created. */
export const matchOrocrm: Step = async ({ work, cursor }, tally) => {
  const page = await work.adapters.orocrm.page(
    cursor === undefined ? undefined : parseOrocrmId(cursor),
    pageSize,
  );
  for (const records of chunks(page.records)) {
    await reconcileAll(
      work,
      tally,
      records.map(({ id }) => ({ side: 'orocrm', id })),
      { known: { orocrm: readResult(records, page.at) }, outlookIsListed: true, counted: ['outlook'] },
    );
  }
  return page.next === undefined ? {} : { next: page.next };
};

/** Step 3: what is left in Outlook without a mark is created in OroCRM. */
export const createInOrocrm: Step = async ({ work, cursor }, tally) => {
  if (!writesOrocrm(work.policy.direction)) return {};
  const rows = await work.state.outlookPage(cursor === undefined ? undefined : outlookId(cursor), pageSize);
  await reconcileAll(
    work,
    tally,
    rows.filter(({ state }) => state === 'candidate').map(({ id }) => ({ side: 'outlook', id })),
    { outlookIsListed: true, counted: bothSides },
  );
  return nextPage(rows);
};

/** From here on the polls work, from the cursors that were taken at the start. */
export const becomeSteady: Step = async ({ work }) => {
  await updateProgress(work.ports, work.mailbox, work.entity, (progress) => ({
    ...withRead(progress, work.ports.clock()),
    phase: 'steady',
  }));
  return {};
};

function nextPage(rows: readonly { readonly id: OutlookId }[]): { next?: string } {
  const last = rows.at(-1);
  return rows.length < pageSize || !last ? {} : { next: last.id };
}

async function sampleMarked(work: Work, run: string): Promise<OutlookRow[]> {
  const found: OutlookRow[] = [];
  let after: OutlookId | undefined;
  while (found.length < sampleSize) {
    const rows: readonly OutlookRow[] = await work.state.outlookPage(after, pageSize);
    found.push(...rows.filter((row) => row.state === 'marked' && row.run === run));
    after = rows.at(-1)?.id;
    if (rows.length < pageSize) break;
  }
  return found.slice(0, sampleSize);
}

/** An OroCRM that lists nothing while the mailbox carries its marks is unreadable: nothing is concluded (spec 2). */
async function refuseEmptyOrocrm(work: Work): Promise<void> {
  if (!writesOutlook(work.policy.direction)) return;
  const page = await work.adapters.orocrm.page(undefined, 1);
  if (page.records.length > 0) return;
  throw new SyncError(`OroCRM lists no ${work.entity} although the mailbox carries their marks.`, {
    kind: 'operator',
    code: 'guard',
    action: 'Check what the OroCRM user may view, then start the resync again.',
  });
}

/**
 * Marks are of this very installation when the records that they name are the ones that they are on: with lost tables
 * most keys agree, with ids of another installation next to none.
 */
async function areOurMarks(work: Work, marked: readonly OutlookRow[]): Promise<boolean> {
  const named = marked.flatMap((row) => {
    const id = row.state === 'marked' ? parseOrocrmId(row.mark) : undefined;
    return id === undefined ? [] : [{ outlook: row.id, orocrm: id }];
  });
  if (named.length === 0) return false;
  const [orocrm, outlook] = await Promise.all([
    work.adapters.orocrm.read(named.map((pair) => pair.orocrm)),
    work.adapters.outlook.read(named.map((pair) => pair.outlook)),
  ]);
  const pairs = named.flatMap((pair): [OrocrmRecord, OutlookRecord][] => {
    const left = orocrm.records.get(pair.orocrm);
    const right = outlook.records.get(pair.outlook);
    return left?.state === 'there' && right?.state === 'there' ? [[left.record, right.record]] : [];
  });
  const views = await Views.of(
    work,
    pairs.map(([left]) => left),
    pairs.map(([, right]) => right),
  );
  const same = pairs.filter(
    ([left, right]) => views.key(views.orocrm(left)) === views.key(views.outlook(right)),
  ).length;
  return same > 0 && same * 2 >= named.length;
}
