import { asSyncError, type SyncError } from '../../errors';
import type { OrocrmId } from '../../records/ids';
import type { OrocrmRecord, OutlookRecord, Side } from '../../records/record';
import type { Reading, ReadResult } from '../ports/orocrm';
import type { RecordRef, RecordsMessage } from '../ports/queue';
import type { Run } from '../ports/runs';
import { reconcile, type ReconcileOptions } from '../reconcile/reconcile';
import type { Tally } from '../tally';
import type { Work } from '../work';

/** Where a step is: its run, and the cursor that its slice before left. */
export interface StepInput {
  readonly work: Work;
  readonly run: Run;
  readonly cursor: string | undefined;
  /** A step that learns that another plan is right says so by name. */
  readonly plan: PlanName;
}

export type PlanName = 'rebuild' | 'relink' | 'full' | 'changes' | 'remove-marks';

/** What one slice of a step did, and how it goes on. */
export interface StepResult {
  /** The cursor of the next slice of this step; undefined: the step is done. */
  readonly next?: string;
  /** How long the next slice waits. */
  readonly afterSeconds?: number;
  readonly plan?: PlanName;
  /** Messages that come before the next slice in the mailbox's session. */
  readonly messages?: readonly RecordsMessage[];
  readonly heldId?: string;
}

export type Step = (input: StepInput, tally: Tally) => Promise<StepResult>;

/** For `counted`: the lists of a run count its records. */
export const bothSides: readonly Side[] = ['orocrm', 'outlook'];

/** Records of one reconcile: what one `$batch` holds. */
export const chunkSize = 20;

export function chunks<T>(items: readonly T[], size = chunkSize): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/**
 * Reconciles within a step, a chunk at a time. What must be tried again is re-sent as a message of its own: the run
 * does not wait for it, and counts it as failed.
 */
export async function reconcileAll(
  work: Work,
  tally: Tally,
  refs: readonly RecordRef[],
  options: ReconcileOptions = {},
): Promise<void> {
  for (const chunk of chunks(refs)) await reconcileChunk(work, tally, chunk, options);
}

async function reconcileChunk(
  work: Work,
  tally: Tally,
  refs: readonly RecordRef[],
  options: ReconcileOptions,
): Promise<void> {
  try {
    const done = await reconcile(work, refs, options);
    tally.include(done.tally);
    await resend(work, done.retry, done.retryAfterSeconds, 0);
  } catch (thrown) {
    const error = asSyncError(thrown);
    if (!mayBeOneRecord(error) || refs.length === 1) throw error;
    await reconcileSingly(work, tally, refs, options);
  }
}

/** A side that answers, but with an error: it may be about one record of many, which must not stop the others. */
export const mayBeOneRecord = (error: SyncError): boolean =>
  error.kind === 'retry' && (error.code === 'server-error' || error.code === 'bad-answer');

/** When this many records in a row fail, it is not about one of them. */
const inARow = 3;

async function reconcileSingly(
  work: Work,
  tally: Tally,
  refs: readonly RecordRef[],
  options: ReconcileOptions,
): Promise<void> {
  let failedInARow = 0;
  for (const ref of refs) {
    try {
      await reconcileChunk(work, tally, [ref], options);
      failedInARow = 0;
    } catch (thrown) {
      const error = asSyncError(thrown);
      failedInARow += 1;
      if (!mayBeOneRecord(error) || failedInARow === Math.min(inARow, refs.length)) throw error;
      tally.add(ref.side === 'orocrm' ? 'outlook' : 'orocrm', 'failed');
      tally.error(ref.id, error.message);
      await resend(work, [ref], error.retryAfterSeconds ?? 0, 0);
    }
  }
}

/** Back-off is a scheduled re-send of just the records that failed (DESIGN: failures have a home). */
export async function resend(
  work: Pick<Work, 'ports' | 'mailbox' | 'entity'>,
  refs: readonly RecordRef[],
  retryAfterSeconds: number,
  attempt: number,
): Promise<void> {
  if (refs.length === 0) return;
  await work.ports.queue.sendRecords(
    [{ kind: 'reconcile', mailbox: work.mailbox, entity: work.entity, refs, attempt: attempt + 1 }],
    backOffSeconds(attempt, retryAfterSeconds),
  );
}

/** 2, 4, 8 … seconds, at most 15 minutes, never less than what the other side asked for. */
export const backOffSeconds = (attempt: number, retryAfterSeconds: number): number =>
  Math.max(Math.min(2 ** (attempt + 1), 900), retryAfterSeconds);

export const readings = <R extends OrocrmRecord | OutlookRecord>(
  records: readonly R[],
): ReadonlyMap<R['id'], Reading<R>> =>
  new Map(records.map((record) => [record.id, { state: 'there', record }]));

export const readResult = (
  records: readonly OrocrmRecord[],
  at: Date,
): ReadResult<OrocrmRecord, OrocrmId> => ({
  records: readings(records),
  at,
});
