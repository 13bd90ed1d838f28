import { holdsDeletions } from '../rules/guards';
import { recordRules, type Objection } from '../rules/record-rules';
import type { OrocrmId, OutlookId } from '../records/ids';
import type { OutlookRecord } from '../records/record';
import type { Reading } from './ports/orocrm';
import type { DeletionCandidate, RecordChange } from './ports/state';
import { Views } from './reconcile/views';
import { failedAlert } from './retry-failed';
import { Tally } from './tally';
import type { Work } from './work';

/** What is deleted counts for this long against what may be deleted: a slow drip of the same mistake (spec 7). */
const memoryMs = 3600 * 1000;
const chunkSize = 20;

export interface DeletionResult {
  readonly tally: Tally;
  /** The id under which deletions were held, or ''. */
  readonly heldId: string;
}

/**
 * The deletion step of one mailbox and entity: proves every candidate again, counts, then deletes all or holds all.
 * @param options.confirmed whoever started the run has confirmed it, or what is deleted is made again.
 * @param options.released the id of held deletions that a person has released: they are done uncounted.
 */
export async function runDeletions(
  work: Work,
  options: { readonly confirmed?: boolean; readonly released?: string } = {},
): Promise<DeletionResult> {
  const tally = new Tally(work.entity);
  const all = await work.state.deletions();
  const now = work.ports.clock().getTime();
  const recent = all.filter(({ state, at }) => state === 'deleted' && now - Date.parse(at) < memoryMs);
  await forget(
    work,
    all.filter((candidate) => candidate.state === 'deleted' && !recent.includes(candidate)),
  );
  const { released } = options;
  const asked = all.filter(({ state, heldId }) =>
    released === undefined ? state !== 'deleted' : state === 'held' && heldId === released,
  );
  const proven = await setMeetingsAside(work, await prove(work, asked));
  if (proven.length === 0) return { tally, heldId: '' };
  for (const { candidate } of proven) {
    const { rule, orocrmId, outlookId } = candidate;
    tally.preview({ side: 'outlook', action: 'delete', rule, orocrmId, outlookId, fields: [] });
  }

  if (released === undefined && !(options.confirmed ?? false)) {
    const of = await countLinkedAndMarked(work);
    if (
      holdsDeletions({ candidates: proven.length, deletedInLastHour: recent.length, linkedAndMarked: of })
    ) {
      return {
        tally,
        heldId: await hold(
          work,
          proven.map(({ candidate }) => candidate),
          of,
        ),
      };
    }
  }
  for (let start = 0; start < proven.length; start += chunkSize) {
    await remove(work, tally, proven.slice(start, start + chunkSize));
  }
  return { tally, heldId: '' };
}

interface Proven {
  readonly candidate: DeletionCandidate;
  readonly outlook: OutlookRecord;
}

/** Level-triggered: a record that came back, or that is gone from Outlook too, is no candidate any more. */
async function prove(work: Work, candidates: readonly DeletionCandidate[]): Promise<Proven[]> {
  if (candidates.length === 0) return [];
  const proven: Proven[] = [];
  for (let start = 0; start < candidates.length; start += chunkSize) {
    const chunk = candidates.slice(start, start + chunkSize);
    const named = chunk.flatMap(({ orocrmId }) => (orocrmId === '' ? [] : [orocrmId]));
    const [orocrm, outlook] = await Promise.all([
      named.length === 0 ? undefined : work.adapters.orocrm.read(named),
      work.adapters.outlook.read(chunk.map(({ outlookId }) => outlookId)),
    ]);
    const changes: RecordChange[] = [];
    for (const candidate of chunk) {
      const back = candidate.orocrmId !== '' && orocrm?.records.get(candidate.orocrmId)?.state === 'there';
      const there: Reading<OutlookRecord> | undefined = outlook.records.get(candidate.outlookId);
      if (!back && there?.state === 'there' && isOurs(work, there.record))
        proven.push({ candidate, outlook: there.record });
      else changes.push({ forget: 'deletion', outlookId: candidate.outlookId });
      if (!back && there?.state !== 'there') changes.push(...unlinked(candidate));
    }
    if (changes.length > 0) await work.state.save(changes);
  }
  return proven;
}

/** Somebody else's event is read, not written (spec 5). */
const isOurs = (work: Work, outlook: OutlookRecord): boolean =>
  recordRules(work.entity).authority(undefined, outlook) !== 'outlook';

/**
 * A meeting whose deletion would mail its attendees is left alone, with an alert. Its link stays, so the next full
 * comparison finds it again; a marked one of a rebuild is linked by the step that follows.
 */
async function setMeetingsAside(work: Work, proven: readonly Proven[]): Promise<Proven[]> {
  const rules = recordRules(work.entity);
  const kept: Proven[] = [];
  for (const one of proven) {
    const objection = rules.objectionToOutlook(one.outlook, undefined, work.policy);
    if (objection === undefined) {
      kept.push(one);
      continue;
    }
    await work.state.save([{ forget: 'deletion', outlookId: one.candidate.outlookId }]);
    await setAside(work, one.outlook, objection);
  }
  return kept;
}

/** In the failed list like any other write that is not made, so that the alert goes when the record is settled. */
async function setAside(work: Work, outlook: OutlookRecord, objection: Objection): Promise<void> {
  const { ports, mailbox, entity } = work;
  const { code, message, action } = objection;
  const known = (await ports.failed.find(mailbox, entity, 'outlook', [outlook.id])).get(outlook.id);
  await ports.failed.put({
    ...{ id: known?.id ?? ports.newId(), mailbox, entity, source: 'outlook', sourceId: outlook.id },
    ...{ reason: message, objection: code, version: outlook.version, attempts: (known?.attempts ?? 0) + 1 },
    at: ports.clock().toISOString(),
  });
  await ports.alerts.raise({
    ...{ severity: 'warning', code: failedAlert({ objection: code }), mailbox, entity, record: outlook.id },
    ...{ message, action },
  });
}

/** What stood against the deletion of these records is over with them. */
async function settle(work: Work, ids: readonly OutlookId[]): Promise<void> {
  const { ports, mailbox, entity } = work;
  const failed = [...(await ports.failed.find(mailbox, entity, 'outlook', ids)).values()];
  if (failed.length === 0) return;
  await ports.failed.remove(
    mailbox,
    failed.map(({ id }) => id),
  );
  for (const record of failed) {
    await ports.alerts.clear({ code: failedAlert(record), mailbox, entity, record: record.sourceId });
  }
}

async function remove(work: Work, tally: Tally, proven: readonly Proven[]): Promise<void> {
  const { ports, mailbox, entity } = work;
  const views = await Views.of(
    work,
    [],
    proven.map(({ outlook }) => outlook),
  );
  const at = ports.clock().toISOString();
  if (work.policy.keepHistory) {
    await ports.history.add(
      proven.map(({ candidate, outlook }) => ({
        id: ports.newId(),
        at,
        runId: work.run === '' ? candidate.run : work.run,
        mailbox,
        entity,
        orocrmId: candidate.orocrmId,
        outlookId: candidate.outlookId,
        side: 'outlook',
        action: 'delete',
        rule: candidate.rule,
        before: views.outlookProperties(outlook, views.fields),
        after: {},
      })),
    );
  }
  const outcomes = await work.adapters.outlook.remove(proven.map(({ outlook }) => outlook));
  const changes: RecordChange[] = [];
  const gone: OrocrmId[] = [];
  const deleted: OutlookId[] = [];
  for (const [index, { candidate }] of proven.entries()) {
    const outcome = outcomes[index];
    if (outcome?.ok !== true) {
      // It stays a candidate: the next deletion step tries again.
      tally.add('outlook', 'failed');
      tally.error(candidate.outlookId, outcome?.error.message ?? 'No answer to a delete.');
      continue;
    }
    tally.add('outlook', 'deleted');
    deleted.push(candidate.outlookId);
    changes.push(...unlinked(candidate), {
      put: 'deletion',
      deletion: { ...candidate, state: 'deleted', at },
    });
    if (candidate.orocrmId !== '') gone.push(candidate.orocrmId);
  }
  if (changes.length > 0) await work.state.save(changes);
  await settle(work, deleted);
  if (gone.length > 0) await ports.sharing.remove(entity, mailbox, gone);
}

function unlinked(candidate: DeletionCandidate): RecordChange[] {
  return [
    { forget: 'outlook', id: candidate.outlookId },
    ...(candidate.orocrmId === '' ? [] : [{ forget: 'orocrm', id: candidate.orocrmId } as const]),
  ];
}

/** All that are waiting are held under one id: the one that is open already, else a new one. */
async function hold(work: Work, candidates: readonly DeletionCandidate[], of: number): Promise<string> {
  const { ports, mailbox, entity } = work;
  const heldId = candidates.find(({ state }) => state === 'held')?.heldId ?? ports.newId();
  await ports.held.put({
    id: heldId,
    at: ports.clock().toISOString(),
    mailbox,
    entity,
    runId: work.run,
    count: candidates.length,
    of,
    decision: 'open',
  });
  await work.state.save(
    candidates.map((candidate) => ({ put: 'deletion', deletion: { ...candidate, state: 'held', heldId } })),
  );
  await ports.alerts.raise({
    severity: 'error',
    code: 'deletions-held',
    mailbox,
    entity,
    heldId,
    message: `${candidates.length} of ${of} linked ${entity} would be deleted from Outlook; none was.`,
    action: 'Release the deletions if they are meant, else discard them.',
  });
  return heldId;
}

/** Held deletions that a person does not want: the records stay, unlinked and remembered, never deleted for this. */
export async function discardDeletions(work: Work, heldId: string): Promise<number> {
  const held = (await work.state.deletions()).filter(
    (candidate) => candidate.state === 'held' && candidate.heldId === heldId,
  );
  const rows = await work.state.outlookRows(held.map(({ outlookId }) => outlookId));
  const changes = held.flatMap((candidate): RecordChange[] => [
    ...(candidate.orocrmId === '' ? [] : [{ forget: 'orocrm', id: candidate.orocrmId } as const]),
    {
      put: 'outlook',
      row: {
        id: candidate.outlookId,
        state: 'unlinked',
        mark: markOf(candidate, rows.get(candidate.outlookId)),
      },
    },
    { forget: 'deletion', outlookId: candidate.outlookId },
  ]);
  if (changes.length > 0) await work.state.save(changes);
  return held.length;
}

function markOf(
  candidate: DeletionCandidate,
  row: { readonly state: string; readonly mark?: string } | undefined,
): string {
  return candidate.orocrmId !== '' ? candidate.orocrmId : (row?.mark ?? '');
}

async function forget(work: Work, candidates: readonly DeletionCandidate[]): Promise<void> {
  if (candidates.length === 0) return;
  await work.state.save(candidates.map(({ outlookId }) => ({ forget: 'deletion', outlookId })));
}

const pageSize = 1000;

/** How many records the guard measures against: all linked and all marked ones. */
export async function countLinkedAndMarked(work: Work): Promise<number> {
  let count = 0;
  let after: OutlookId | undefined;
  for (;;) {
    const rows = await work.state.outlookPage(after, pageSize);
    count += rows.filter(({ state }) => state === 'linked' || state === 'marked').length;
    after = rows.at(-1)?.id;
    if (rows.length < pageSize) return count;
  }
}
