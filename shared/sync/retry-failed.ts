import { SyncError } from '../errors';
import type { OrocrmId, OutlookId } from '../records/ids';
import type { FailedRecord } from './ports/journal';
import type { RecordRef } from './ports/queue';
import type { Ports } from './work';

export const refOfFailed = (record: FailedRecord): RecordRef =>
  record.source === 'orocrm'
    ? { side: 'orocrm', id: record.sourceId as OrocrmId }
    : { side: 'outlook', id: record.sourceId as OutlookId };

/** The code of the alert that goes with a failed record. */
export function failedAlert({ objection }: Pick<FailedRecord, 'objection'>): string {
  switch (objection) {
    case '':
      return 'record-failed';
    case 'not-expressible':
      return 'record-set-aside';
    case 'would-notify':
      return 'meeting-held';
  }
}

/** Tries a failed record again, whatever its version. @throws SyncError `not-found` for an unknown id. */
export async function retryFailed(ports: Ports, id: string): Promise<FailedRecord> {
  const record = await ports.failed.load(id);
  if (!record)
    throw new SyncError('There is no failed record with this id.', { kind: 'operator', code: 'not-found' });
  await ports.failed.remove(record.mailbox, [id]);
  await ports.alerts.clear({
    code: failedAlert(record),
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
