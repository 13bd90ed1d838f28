import { SyncError } from '../errors';
import type { MailboxAddress, RunId } from '../records/ids';
import type { EntityName } from '../records/record';
import type { CalendarWindow } from '../rules/policy';
import type { Identity } from './ports/connections';
import type { Settings } from './ports/settings';
import type { Policy, Ports, Work } from './work';

const dayMs = 24 * 3600 * 1000;

/** The calendar window of a mailbox now (spec 1). */
export const windowOf = (settings: Settings, now: Date): CalendarWindow => ({
  from: new Date(now.getTime() - settings.calendarDaysBack * dayMs),
  to: new Date(now.getTime() + settings.calendarDaysAhead * dayMs),
});

function policyOf(settings: Settings, entity: EntityName, now: Date): Policy {
  return {
    window: windowOf(settings, now),
    meetingUpdates: settings.meetingUpdates,
    direction: settings.direction,
    conflictResolution: settings.conflictResolution,
    keyFields: settings.keyFields[entity],
    keepHistory: settings.historyDays > 0,
  };
}

/** Everything that one message about a mailbox and entity needs. @throws SyncError `operator` for a missing connection. */
export async function openWork(
  ports: Ports,
  mailbox: MailboxAddress,
  entity: EntityName,
  run: RunId | '' = '',
): Promise<Work> {
  const [settings, adapters, digestKey] = await Promise.all([
    ports.settings.mailbox(mailbox),
    ports.connections.entity(mailbox, entity),
    ports.digestKey(),
  ]);
  return {
    ports,
    mailbox,
    entity,
    policy: policyOf(settings, entity, ports.clock()),
    adapters,
    state: ports.records(mailbox, entity),
    digestKey,
    run,
    stage: 'steady',
  };
}

/**
 * Another OroCRM URL or organisation, or another account behind a known address, holds the mailbox until someone
 * resyncs it: the old ids would name strangers (spec 7).
 * @throws SyncError `operator`, code `guard`, when the mailbox is or becomes held.
 */
export async function checkIdentity(ports: Ports, address: MailboxAddress, resync: boolean): Promise<void> {
  const stored = await ports.mailboxes.load(address);
  if (!stored) {
    throw new SyncError('The mailbox is not configured.', { kind: 'operator', code: 'wrong-setting' });
  }
  const { value: mailbox } = stored;
  if (mailbox.held !== '' && !resync) throw heldError(mailbox.held);
  const now = await ports.connections.identity(address);
  const orocrm = orocrmIdentity(now.orocrm);
  const changed = isOtherOrocrm(mailbox.orocrmIdentity, now.orocrm)
    ? 'OroCRM has another address or organisation than before.'
    : mailbox.graphUserId !== '' && mailbox.graphUserId !== now.graphUserId
      ? 'Another account is behind the address of the mailbox.'
      : '';
  if (changed !== '' && !resync) {
    await ports.mailboxes.put({ ...mailbox, held: changed });
    await ports.alerts.raise({
      severity: 'error',
      code: 'mailbox-held',
      mailbox: address,
      message: `${changed} Nothing is synchronised for this mailbox.`,
      action: 'Check the connection; then start a resync of the mailbox, best a dry run first.',
    });
    throw heldError(changed);
  }
  if (
    mailbox.held === '' &&
    mailbox.orocrmIdentity === orocrm &&
    mailbox.graphUserId === now.graphUserId &&
    mailbox.timeZone !== ''
  ) {
    return;
  }
  await ports.mailboxes.put({
    ...mailbox,
    orocrmIdentity: orocrm,
    graphUserId: now.graphUserId,
    timeZone: mailbox.timeZone === '' ? now.timeZone : mailbox.timeZone,
    held: '',
  });
  await ports.alerts.clear({ code: 'mailbox-held', mailbox: address });
}

const separator = ' organisation ';

/** As a mailbox keeps it. */
export const orocrmIdentity = ({ url, organization }: Identity['orocrm']): string =>
  `${url}${separator}${organization}`;

/** An organisation that could not be read, then or now, proves nothing. */
function isOtherOrocrm(known: string, now: Identity['orocrm']): boolean {
  if (known === '') return false;
  const [url, organization = ''] = known.split(separator);
  if (url !== now.url) return true;
  return organization !== '' && now.organization !== '' && organization !== now.organization;
}

function heldError(reason: string): SyncError {
  return new SyncError(`The mailbox is held: ${reason}`, {
    kind: 'operator',
    code: 'guard',
    action: 'Start a resync of the mailbox, best a dry run first.',
  });
}
