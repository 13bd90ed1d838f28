import type { MailboxAddress } from '../../records/ids';
import type { EntityName } from '../../records/record';
import { asSyncError } from '../../errors';
import { enqueueRefs } from '../enqueue';
import type { CalendarWindow } from '../../rules/policy';
import { windowOf } from '../open-work';
import type { OutlookChanges } from '../ports/outlook';
import { updateProgress, withRead } from '../progress';
import { startRun } from '../runs/start-run';
import { clearUnreadable, raiseUnreadable } from '../unreadable';
import type { Ports } from '../work';
import { refsOfOutlookChanges } from './outlook-changes';
import { membersOf, type Member } from './shards';

/** One poll of the delta feeds of a bucket of mailboxes: finds ids, nothing more. */
export async function pollOutlook(ports: Ports, shard: string): Promise<void> {
  const members = await membersOf(ports, 'outlook', shard);
  for (const entity of ports.connections.entities) {
    await pollEntity(
      ports,
      entity,
      members.filter(({ entities }) => entities.includes(entity)),
    );
  }
}

async function pollEntity(ports: Ports, entity: EntityName, members: readonly Member[]): Promise<void> {
  const requests = (
    await Promise.all(
      members.map(async ({ mailbox, settings }) => {
        const window = windowOf(settings, ports.clock());
        const { value } = await ports.progress.load(mailbox.address, entity);
        return value.phase === 'steady' && value.outlookCursor !== undefined
          ? [{ mailbox: mailbox.address, cursor: value.outlookCursor, window }]
          : [];
      }),
    )
  ).flat();
  if (requests.length === 0) return;
  const answers = await ports.connections.outlookFeed(entity).changes(requests);
  // One mailbox's trouble is never another's.
  await Promise.all(
    requests.map(async ({ mailbox, window }) => {
      const answer = answers.get(mailbox);
      if (!answer) return;
      try {
        await take(ports, mailbox, entity, answer, window);
      } catch (thrown) {
        // The cursor stays where it is: the next poll reads the same again.
        const error = asSyncError(thrown);
        ports.log(`poll of outlook ${entity} failed: ${error.message}`);
        await raiseUnreadable(ports, mailbox, entity, 'outlook', error);
      }
    }),
  );
}

/** What one mailbox's delta answer leads to. The cursor moves only after its messages are in the queue. */
export async function take(
  ports: Ports,
  mailbox: MailboxAddress,
  entity: EntityName,
  answer: OutlookChanges,
  window: CalendarWindow,
): Promise<void> {
  switch (answer.state) {
    case 'failed':
      ports.log(`poll of outlook ${entity} failed: ${answer.error.message}`);
      await raiseUnreadable(ports, mailbox, entity, 'outlook', answer.error);
      return;
    case 'expired': {
      const outlookCursor = await ports.connections.outlookFeed(entity).start(mailbox, window);
      await startRun(ports, { kind: 'full', mailbox, entities: [entity] });
      await updateProgress(ports, mailbox, entity, (progress) => ({
        ...progress,
        outlookCursor,
        outlookHorizon: undefined,
      }));
      return;
    }
    case 'read': {
      await enqueueRefs(
        ports,
        mailbox,
        entity,
        await refsOfOutlookChanges(ports, mailbox, entity, answer.items),
      );
      await clearUnreadable(ports, mailbox, entity, 'outlook');
      await updateProgress(ports, mailbox, entity, (progress) => ({
        ...withRead(progress, ports.clock(), ['outlook']),
        outlookCursor: answer.cursor,
      }));
    }
  }
}
