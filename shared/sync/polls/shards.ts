import { createHash } from 'node:crypto';
import type { MailboxAddress } from '../../records/ids';
import type { EntityName, Side } from '../../records/record';
import type { Mailbox } from '../ports/mailboxes';
import type { Settings } from '../ports/settings';
import type { Ports } from '../work';

/** Mailboxes whose Outlook side is polled by one message: what one `$batch` of delta requests holds. */
const outlookBuckets = 16;

export interface Member {
  readonly mailbox: Mailbox;
  readonly settings: Settings;
  readonly entities: readonly EntityName[];
}

/** All mailboxes, with the entities that are on. */
export async function allMembers(ports: Ports): Promise<Member[]> {
  return Promise.all(
    (await ports.mailboxes.list()).map(async (mailbox) => {
      const settings = await ports.settings.mailbox(mailbox.address);
      return { mailbox, settings, entities: enabledEntities(ports, settings, mailbox) };
    }),
  );
}

/** Synchronised at the intervals, not only when somebody starts it. */
export const isAutomatic = ({ mailbox, settings }: Member): boolean =>
  settings.enableSync && mailbox.held === '';

export const automaticMembers = async (ports: Ports): Promise<Member[]> =>
  (await allMembers(ports)).filter(isAutomatic);

/** The entities that are on; of a mailbox without those that its configuration cannot serve. */
export const enabledEntities = (ports: Ports, settings: Settings, mailbox?: Mailbox): EntityName[] =>
  ports.connections.entities.filter(
    (entity) =>
      settings[entity] &&
      (mailbox === undefined || ports.connections.obstacle(mailbox, entity) === undefined),
  );

/** The shard of a mailbox: of OroCRM its credential, of Outlook a fixed bucket. */
export async function shardOf(ports: Ports, side: Side, mailbox: MailboxAddress): Promise<string> {
  if (side === 'orocrm') return (await ports.connections.access(mailbox, 'contacts')).credential;
  const bucket = createHash('sha256').update(mailbox).digest().readUInt16BE(0) % outlookBuckets;
  return `bucket-${bucket}`;
}

/** Looked up when a poll is handled: who belongs to its shard may have changed since it was planned. */
export async function membersOf(ports: Ports, side: Side, shard: string): Promise<Member[]> {
  const members = await automaticMembers(ports);
  const shards = await Promise.all(members.map(({ mailbox }) => shardOrNone(ports, side, mailbox.address)));
  return members.filter((_, index) => shards[index] === shard);
}

/** A mailbox whose connection is not usable belongs to no shard; its own runs say why. */
export async function shardOrNone(
  ports: Ports,
  side: Side,
  mailbox: MailboxAddress,
): Promise<string | undefined> {
  try {
    return await shardOf(ports, side, mailbox);
  } catch {
    return undefined;
  }
}
