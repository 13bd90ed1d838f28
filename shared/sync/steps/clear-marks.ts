import { asSyncError, SyncError } from '../../errors';
import type { OutlookRecord } from '../../records/record';
import type { OutlookPage } from '../ports/outlook';
import { holdForRemoval } from '../runs/removal';
import type { Tally } from '../tally';
import type { Work } from '../work';
import { backOffSeconds, chunks, type Step } from './step';

/** The mailbox is looked through until no mark is found, at most so often. */
const maxLooks = 5;

/** One look through the mailbox: which it is, what it has found so far, and where it goes on. */
interface Look {
  readonly number: number;
  readonly found: number;
  /** Marks that it has found and that are still there. */
  readonly left: number;
  readonly retryAfterSeconds: number;
  readonly at?: string;
}

const look = (number: number): Look => ({ number, found: 0, left: 0, retryAfterSeconds: 0 });

/**
 * Takes the mark off every record that carries one, and writes nothing else of it: no attendee, so no mail either. Looks
 * again afterwards: records move between pages while they are written, and what could not be written may be later.
 */
export const clearMarks: Step = async ({ work, cursor }, tally) => {
  // At every slice: whoever had the mailbox in hand before may have saved it since.
  await holdForRemoval(work.ports, work.mailbox);
  const before = cursor === undefined ? look(1) : (JSON.parse(cursor) as Look);
  const page = await markedPage(work, before.at, tally);
  const now = await clearAll(work, page.records, before, tally);
  if (page.next !== undefined) return { next: JSON.stringify({ ...now, at: page.next }) };
  if (now.found === 0) return {};
  if (now.number < maxLooks) {
    return {
      next: JSON.stringify(look(now.number + 1)),
      ...(now.left === 0 ? {} : { afterSeconds: backOffSeconds(now.number, now.retryAfterSeconds) }),
    };
  }
  if (now.left === 0) return {};
  throw new SyncError(`Marks of ${work.entity} that could not be removed: ${now.left}.`, {
    kind: 'give-up',
    code: 'refused-value',
    action:
      'The errors of the run say why. Remove the marks again, or forget the mailbox with the marks left where they are.',
  });
};

/** What cannot be reached holds no mark: the mailbox is gone, or this record type was never synchronised. */
async function markedPage(
  work: Work,
  at: string | undefined,
  tally: Tally,
): Promise<OutlookPage<OutlookRecord>> {
  try {
    return await work.adapters.outlook.marked(at);
  } catch (thrown) {
    const error = asSyncError(thrown);
    if (error.kind !== 'operator') throw error;
    const { value: progress } = await work.ports.progress.load(work.mailbox, work.entity);
    const wasNeverMarked = progress.run === '' && error.code !== 'unauthorized';
    if (!wasNeverMarked && error.code !== 'mailbox-unavailable') throw error;
    tally.error('', `Nothing to remove: ${error.message}`);
    return { records: [], next: undefined };
  }
}

async function clearAll(
  work: Work,
  records: readonly OutlookRecord[],
  before: Look,
  tally: Tally,
): Promise<Look> {
  let { found, left, retryAfterSeconds } = before;
  for (const chunk of chunks(records)) {
    const errors = await clear(work, chunk);
    for (const [index, { id }] of chunk.entries()) {
      const error = errors[index];
      found += 1;
      if (error !== undefined) {
        left += 1;
        retryAfterSeconds = Math.max(retryAfterSeconds, error.retryAfterSeconds ?? 0);
        // A record counts once, however often it is tried.
        if (before.number < maxLooks) continue;
        tally.error(id, error.message);
      }
      tally.add('outlook', 'found');
      tally.add('outlook', error === undefined ? 'updated' : 'failed');
    }
  }
  return { ...before, found, left, retryAfterSeconds };
}

/** What stands against each. */
async function clear(
  work: Work,
  records: readonly OutlookRecord[],
): Promise<readonly (SyncError | undefined)[]> {
  try {
    const outcomes = await work.adapters.outlook.update(
      records.map((current) => ({ current, desired: { ...current, mark: '' } })),
    );
    return outcomes.map((outcome) => (outcome.ok ? undefined : outcome.error));
  } catch (thrown) {
    const error = asSyncError(thrown);
    // What a person has to mend for many is the mailbox's trouble; for one it may be the record's.
    if (records.length > 1 || error.kind === 'retry') throw error;
    return [error];
  }
}
