import type { SyncError } from '../../errors';
import type { Put } from '../../mapping/lens';
import type { Digest } from '../../records/ids';
import type { Change, WriteOutcome } from '../ports/orocrm';
import { outcomeAt } from './writes';

/** A record that was made, with everything that it shall be and what a create could make of it. */
export interface Made<R> {
  readonly draft: R;
  readonly first: R;
  readonly record: R;
}

/** Mapped fields that a new record has not got yet. */
export interface Incomplete {
  readonly fields: readonly string[];
  readonly error: SyncError;
}

export interface Completed<R> {
  readonly record: R;
  readonly incomplete: Incomplete | undefined;
}

/**
 * What a create could not make at once (the status of a task, the exceptions of a series) follows by an update. Where
 * that fails the record is there all the same, and what it lacks is said. In the order of `made`.
 */
export async function completeCreates<R, M extends Made<R>>(
  made: readonly M[],
  side: {
    readonly contentOf: (record: R) => Digest;
    readonly put: (made: M) => Put<R>;
    readonly update: (changes: readonly Change<R>[]) => Promise<readonly WriteOutcome<R>[]>;
  },
): Promise<readonly (M & Completed<R>)[]> {
  const partial = made.flatMap((entry) => {
    if (side.contentOf(entry.first) === side.contentOf(entry.draft)) return [];
    const put = side.put(entry);
    return put.fields.length === 0 ? [] : [{ entry, put }];
  });
  const changes = partial.map(({ entry, put }) => ({ current: entry.record, desired: put.record }));
  const outcomes = changes.length === 0 ? [] : await side.update(changes);
  const completed = new Map(
    partial.map(({ entry, put }, index): [M, Completed<R>] => {
      const outcome = outcomeAt(outcomes, index);
      if (outcome.ok) return [entry, { record: outcome.record, incomplete: undefined }];
      const incomplete = { fields: put.fields, error: outcome.error };
      return [entry, { record: outcome.partly ?? entry.record, incomplete }];
    }),
  );
  return made.map((entry) => ({ ...entry, incomplete: undefined, ...completed.get(entry) }));
}
