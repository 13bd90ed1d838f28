import { createHash } from 'node:crypto';
import type { ServiceBusMessage } from '@azure/service-bus';
import type { MailboxAddress } from '../records/ids';
import type { PollMessage, RecordsMessage } from '../sync/ports/queue';

/** Service Bus takes ids of messages and sessions up to this length (Service Bus reference 13). */
const maxIdLength = 128;

/**
 * Ids of sessions and messages reach a trigger parsed as JSON where that is possible, so none may look like a number
 * or a quoted text (Functions reference 1.4). A longer one is replaced by its digest: it need only be the same again.
 */
const idOf = (text: string): string =>
  text.length <= maxIdLength ? text : `sha256:${createHash('sha256').update(text).digest('hex')}`;

export const mailboxSession = (mailbox: MailboxAddress): string => idOf(mailbox);
export const shardSession = (message: PollMessage): string => idOf(`${message.side}|${message.shard}`);

/** A second edit of a record is no duplicate, so every message has an id of its own. */
export const recordsMessage = (
  body: RecordsMessage,
  id: string,
  scheduled: Date | undefined,
): ServiceBusMessage => ({
  body,
  messageId: `records|${id}`,
  sessionId: mailboxSession(body.mailbox),
  contentType: 'application/json',
  subject: body.kind,
  ...(scheduled === undefined ? {} : { scheduledEnqueueTimeUtc: scheduled }),
});

/** The same read has the same id, so that an early, late or repeated tick sends it once. */
export const pollMessage = (body: PollMessage, timeToLiveSeconds: number): ServiceBusMessage => ({
  body,
  messageId: idOf(`${body.side}|${body.shard}|${body.due}`),
  sessionId: shardSession(body),
  contentType: 'application/json',
  subject: 'poll',
  timeToLive: timeToLiveSeconds * 1000,
  scheduledEnqueueTimeUtc: new Date(body.due),
});
