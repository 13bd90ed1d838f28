import { asSyncError } from '../errors';
import type { MailboxAddress } from '../records/ids';
import type { OutlookChanges } from '../sync/ports/outlook';

/** Mailboxes polled together: with one round each they fill one `$batch`. */
const together = 20;
/** Groups at work at the same time. */
const groupsAtOnce = 4;

/**
 * Polls many mailboxes in groups. `poll` writes an outcome for each request of its group; where it throws, those that
 * have none yet failed by that error. Never throws.
 */
export async function pollInGroups<R extends { readonly mailbox: MailboxAddress }>(
  requests: readonly R[],
  poll: (group: readonly R[], outcomes: Map<MailboxAddress, OutlookChanges>) => Promise<void>,
): Promise<ReadonlyMap<MailboxAddress, OutlookChanges>> {
  const outcomes = new Map<MailboxAddress, OutlookChanges>();
  const groups: (readonly R[])[] = [];
  for (let index = 0; index < requests.length; index += together) {
    groups.push(requests.slice(index, index + together));
  }
  const work = async (): Promise<void> => {
    for (let group = groups.shift(); group !== undefined; group = groups.shift()) {
      try {
        await poll(group, outcomes);
      } catch (thrown) {
        const error = asSyncError(thrown);
        for (const { mailbox } of group) {
          if (!outcomes.has(mailbox)) outcomes.set(mailbox, { state: 'failed', error });
        }
      }
    }
  };
  await Promise.all(Array.from({ length: groupsAtOnce }, work));
  return outcomes;
}
