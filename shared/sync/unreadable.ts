import type { SyncError } from '../errors';
import type { MailboxAddress } from '../records/ids';
import type { EntityName, Side } from '../records/record';
import type { Ports } from './work';

const sideName: Record<Side, string> = { orocrm: 'OroCRM', outlook: 'Microsoft 365' };
const codeOf = (side: Side): string => `${side}-unreadable`;

/** A side that could not be read: an operator must act, or it will pass. Either way nothing was concluded. */
export async function raiseUnreadable(
  ports: Pick<Ports, 'alerts'>,
  mailbox: MailboxAddress,
  entity: EntityName,
  side: Side,
  error: SyncError,
): Promise<void> {
  await ports.alerts.raise({
    severity: error.kind === 'operator' ? 'error' : 'warning',
    code: codeOf(side),
    mailbox,
    entity,
    message: `${sideName[side]} could not be read: ${error.message}`,
    action: error.action ?? 'Nothing yet: it is tried again at the next interval.',
  });
}

export async function clearUnreadable(
  ports: Pick<Ports, 'alerts'>,
  mailbox: MailboxAddress,
  entity: EntityName,
  side: Side,
): Promise<void> {
  await ports.alerts.clear({ code: codeOf(side), mailbox, entity });
}
