import { asSyncError } from '../errors';
import type { WriteOutcome } from '../sync/ports/orocrm';
import type { ItemAnswer } from './batch';
import { badAnswer, unknownOutcome } from './graph-errors';

/** The outcome of one write; `read` makes the record out of the answer's body. */
export function asOutcome<R>(answer: ItemAnswer | undefined, read: (body: unknown) => R): WriteOutcome<R> {
  if (answer === undefined) return { ok: false, error: badAnswer('POST /$batch') };
  if (!answer.ok) return { ok: false, error: answer.error };
  try {
    return { ok: true, record: read(answer.body) };
  } catch (thrown) {
    return { ok: false, error: asSyncError(thrown) };
  }
}

/**
 * When nothing was written and all for a reason that only a person can mend (token, permission, no such mailbox), the
 * trouble is the mailbox's, not the records'. @throws SyncError that reason.
 */
export function raiseOperatorError<R>(outcomes: readonly WriteOutcome<R>[]): readonly WriteOutcome<R>[] {
  const [first] = outcomes;
  if (first === undefined || first.ok) return outcomes;
  const isBarred = (outcome: WriteOutcome<R>): boolean =>
    !outcome.ok && outcome.partly === undefined && outcome.error.kind === 'operator';
  if (outcomes.every(isBarred)) throw first.error;
  return outcomes;
}

/** The outcome of a create. Success without a readable record: it was made, but nobody knows its id. */
export function asCreated<R>(
  answer: ItemAnswer | undefined,
  what: string,
  read: (body: unknown) => R,
): WriteOutcome<R> {
  const outcome = asOutcome(answer, read);
  const isLost = !outcome.ok && answer?.ok === true;
  return isLost ? { ok: false, error: unknownOutcome(what, outcome.error) } : outcome;
}
