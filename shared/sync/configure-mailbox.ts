import { servedEntities } from './obstacles';
import { orocrmIdentity } from './open-work';
import type { Identity } from './ports/connections';
import type { Mailbox } from './ports/mailboxes';
import { refuseDuringRemoval } from './runs/removal';
import type { Ports } from './work';

/** Tries both connections of a mailbox. @throws SyncError that says which side refuses and what to do. */
export type TestConnections = (trial: {
  readonly mailbox: Mailbox;
  readonly secret: string | undefined;
}) => Promise<Identity>;

/**
 * Saves a mailbox after both of its connections were tried. Its first sync starts at the next tick. Another account
 * or OroCRM behind a known address is held by the next run, so what was first seen is kept here.
 * @throws SyncError when a connection does not work, or marks are being removed; nothing is saved then.
 */
export async function configureMailbox(
  ports: Ports,
  test: TestConnections,
  wanted: Pick<Mailbox, 'address' | 'orocrm' | 'timeZone' | 'settings'>,
  secret: string | undefined,
): Promise<Mailbox> {
  await refuseDuringRemoval(ports, wanted.address);
  const known = (await ports.mailboxes.load(wanted.address))?.value;
  const mailbox: Mailbox = {
    ...wanted,
    graphUserId: known?.graphUserId ?? '',
    orocrmIdentity: known?.orocrmIdentity ?? '',
    createdAt: known?.createdAt ?? ports.clock().toISOString(),
    held: known?.held ?? '',
  };
  const kept = secret ?? (await ports.secrets.load({ of: 'mailbox', mailbox: wanted.address }));
  const identity = await test({ mailbox, secret: kept });
  if (secret !== undefined) await ports.secrets.save({ of: 'mailbox', mailbox: wanted.address }, secret);
  const saved: Mailbox = {
    ...mailbox,
    graphUserId: mailbox.graphUserId === '' ? identity.graphUserId : mailbox.graphUserId,
    orocrmIdentity: mailbox.orocrmIdentity === '' ? orocrmIdentity(identity.orocrm) : mailbox.orocrmIdentity,
    timeZone: mailbox.timeZone === '' ? identity.timeZone : mailbox.timeZone,
  };
  await ports.mailboxes.put(saved);
  const settings = await ports.settings.mailbox(saved.address);
  await servedEntities(
    ports,
    saved,
    ports.connections.entities.filter((entity) => settings[entity]),
  );
  return saved;
}
