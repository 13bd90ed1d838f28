import type { MailboxAddress } from '../records/ids';
import { servedEntities } from './obstacles';
import { orocrmIdentity } from './open-work';
import type { Identity } from './ports/connections';
import type { Mailbox } from './ports/mailboxes';
import type { SecretStore } from './ports/secrets';
import type { Ports } from './work';

/** What a mailbox needs besides its row: its secret, and a way to try both connections first. */
export interface MailboxTools {
  readonly secrets: SecretStore;
  /** @throws SyncError that says which side refuses and what to do. */
  test(trial: { readonly mailbox: Mailbox; readonly secret: string | undefined }): Promise<Identity>;
}

/**
 * Saves a mailbox after both of its connections were tried. Its first sync starts at the next tick. Another account
 * or OroCRM behind a known address is held by the next run, so what was first seen is kept here.
 * @throws SyncError when a connection does not work; nothing is saved then.
 */
export async function configureMailbox(
  ports: Ports,
  tools: MailboxTools,
  wanted: Pick<Mailbox, 'address' | 'orocrm' | 'timeZone' | 'settings'>,
  secret: string | undefined,
): Promise<Mailbox> {
  const known = (await ports.mailboxes.load(wanted.address))?.value;
  const mailbox: Mailbox = {
    ...wanted,
    graphUserId: known?.graphUserId ?? '',
    orocrmIdentity: known?.orocrmIdentity ?? '',
    createdAt: known?.createdAt ?? ports.clock().toISOString(),
    held: known?.held ?? '',
  };
  const kept = secret ?? (await tools.secrets.load({ of: 'mailbox', mailbox: wanted.address }));
  const identity = await tools.test({ mailbox, secret: kept });
  if (secret !== undefined) await tools.secrets.save({ of: 'mailbox', mailbox: wanted.address }, secret);
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

/** Forgets a mailbox: links, cursors and its secret go; the records on both sides stay as they are. */
export async function forgetMailbox(
  ports: Ports,
  secrets: SecretStore,
  address: MailboxAddress,
): Promise<boolean> {
  const removed = await ports.mailboxes.remove(address);
  await endRuns(ports, address);
  for (const entity of ports.connections.entities) {
    const state = ports.records(address, entity);
    await ports.sharing.remove(entity, address, await state.orocrmIds());
    await state.clear();
  }
  await ports.progress.clear(address);
  await secrets.remove({ of: 'mailbox', mailbox: address });
  const failed = await ports.failed.list(address);
  await ports.failed.remove(
    address,
    failed.map(({ id }) => id),
  );
  return removed;
}

/** More runs of one mailbox are never under way at once. */
const recentRuns = 100;

/** Messages of a mailbox that is gone are dropped, so its runs would go on for ever, and a new one would join them. */
async function endRuns(ports: Ports, address: MailboxAddress): Promise<void> {
  for (const run of await ports.runs.list(address, recentRuns)) {
    if (run.status !== 'running') continue;
    await ports.runs.update(run.id, { status: 'failed', finishedAt: ports.clock().toISOString() });
  }
}
