import type { MailboxAddress, OutlookId } from '../records/ids';
import type { OutlookRecord } from '../records/record';
import type { ReadResult, WriteOutcome } from '../sync/ports/orocrm';
import type { Batcher } from './batch';
import type { BatchItem } from './batch-wire';
import type { GraphPath } from './graph-url';
import { asOutcome, raiseOperatorError } from './write-outcomes';

/** Where the items of one mailbox are, and how they are read. */
export interface ItemSource<X extends OutlookRecord> {
  readonly batcher: Batcher;
  readonly mailbox: MailboxAddress;
  readonly pathOf: (id: OutlookId, record: X) => GraphPath;
  readonly read: (ids: readonly OutlookId[]) => Promise<ReadResult<X, OutlookId>>;
}

/**
 * Deletes items in the version that was read, into Deleted Items; what is gone already counts as deleted.
 * @throws SyncError `operator` when that is why none could be deleted.
 */
export async function removeItems<X extends OutlookRecord>(
  source: ItemSource<X>,
  records: readonly X[],
): Promise<readonly WriteOutcome<X>[]> {
  const answers = await source.batcher.send(
    records.map((record): BatchItem => ({
      mailbox: source.mailbox,
      method: 'DELETE',
      path: source.pathOf(record.id, record),
      ...ifMatch(record),
    })),
  );
  const outcomes = records.map((record, index): WriteOutcome<X> => {
    const answer = answers[index];
    const gone = answer?.ok === false && answer.error.code === 'not-found';
    return gone ? { ok: true, record } : asOutcome(answer, () => record);
  });
  return raiseOperatorError(await deletedMeanwhile(source, records, outcomes));
}

/** What somebody else deleted meanwhile lies in Deleted Items as a newer version: it counts as deleted. */
async function deletedMeanwhile<X extends OutlookRecord>(
  source: ItemSource<X>,
  records: readonly X[],
  outcomes: readonly WriteOutcome<X>[],
): Promise<readonly WriteOutcome<X>[]> {
  const newer = records.filter((_, index) => {
    const outcome = outcomes[index];
    return outcome?.ok === false && outcome.error.code === 'changed-meanwhile';
  });
  if (newer.length === 0) return outcomes;
  const read = await source.read(newer.map(({ id }) => id)).catch(() => undefined);
  return outcomes.map((outcome, index) => {
    const record = records[index];
    const gone = !outcome.ok && record !== undefined && read?.records.get(record.id)?.state === 'gone';
    return gone ? { ok: true, record } : outcome;
  });
}

/** The condition that an item still has the version that was read. */
export const ifMatch = ({ version }: OutlookRecord): Pick<BatchItem, 'ifMatch'> =>
  version === '' ? {} : { ifMatch: version };
