import { SyncError } from '../errors';
import type { OrocrmId, OutlookId } from '../records/ids';
import type { FailedRecord } from './ports/journal';
import type { RecordRef } from './ports/queue';
import type { Ports } from './work';

export const refOfFailed = (record: FailedRecord): RecordRef =>
  record.source === 'orocrm'
    ? { side: 'orocrm', id: record.sourceId as OrocrmId }
    : { side: 'outlook', id: record.sourceId as OutlookId };

/** Tries a failed record again, whatever its version. @throws SyncError `not-found` for an unknown id. */
export async function retryFailed(ports: Ports, id: string): Promise<FailedRecord> {
  const record = await ports.failed.load(id);
  if (!record)
    throw new SyncError('There is no failed record with this id.', { kind: 'operator', code: 'not-found' });
  await ports.failed.remove(record.mailbox, [id]);
  await ports.alerts.clear({
    code: 'record-failed',
    mailbox: record.mailbox,
    entity: record.entity,
    record: record.sourceId,
  });
  await ports.queue.sendRecords([
    {
      kind: 'reconcile',
      mailbox: record.mailbox,
      entity: record.entity,
      refs: [refOfFailed(record)],
      attempt: 0,
    },
  ]);
  return record;
}
