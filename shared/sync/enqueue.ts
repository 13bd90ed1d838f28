import type { MailboxAddress } from '../records/ids';
import type { EntityName } from '../records/record';
import type { RecordRef, RecordsMessage } from './ports/queue';
import { chunks } from './steps/step';
import type { Ports } from './work';

/** Puts records to look at into the mailbox's session, a message for each 20, and a deletion step behind them. */
export async function enqueueRefs(
  ports: Ports,
  mailbox: MailboxAddress,
  entity: EntityName,
  refs: readonly RecordRef[],
): Promise<void> {
  if (refs.length === 0) return;
  await ports.queue.sendRecords(
    chunks(refs).map((chunk): RecordsMessage => ({
      kind: 'reconcile',
      mailbox,
      entity,
      refs: chunk,
      attempt: 0,
    })),
  );
}
