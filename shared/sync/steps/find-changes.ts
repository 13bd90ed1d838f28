import { SyncError } from '../../errors';
import { absentInOrocrm, knownOrocrm, refsOfOrocrmChanges } from '../polls/orocrm-changes';
import { refsOfOutlookChanges } from '../polls/outlook-changes';
import type { RecordRef } from '../ports/queue';
import { updateProgress, withRead } from '../progress';
import { bothSides, reconcileAll, type Step } from './step';

/** What the polls do, at once and for one mailbox, with the records handled here so that the run counts them. */
export const findChanges: Step = async ({ work, plan }, tally) => {
  const { ports, mailbox, entity } = work;
  const { window } = work.policy;
  const { value: progress } = await ports.progress.load(mailbox, entity);
  if (progress.orocrmCursor === undefined || progress.outlookCursor === undefined) {
    throw new SyncError('The mailbox has no cursors yet.', { kind: 'retry', code: 'server-error' });
  }
  const { owner } = await ports.connections.access(mailbox, entity);
  const feed = await ports.connections.orocrmFeed(mailbox, entity);
  const [orocrm, outlook] = await Promise.all([
    feed.changes(progress.orocrmCursor, owner === undefined ? undefined : [owner]),
    ports.connections.outlookFeed(entity).changes([{ mailbox, cursor: progress.outlookCursor, window }]),
  ]);
  const answer = outlook.get(mailbox);
  if (answer?.state === 'failed') throw answer.error;
  const items = orocrm.items.filter((item) => owner === undefined || item.owner === owner);
  const changed = await refsOfOrocrmChanges(ports, mailbox, entity, items);
  const known = await knownOrocrm(ports, mailbox, entity);
  const fits = known.ids.size - known.waiting + changed.unknown === orocrm.total;
  const absent = fits ? [] : ((await absentInOrocrm(feed, entity, [{ owner, known, window }]))[0] ?? []);
  const refs: RecordRef[] = [
    ...changed.refs,
    ...absent,
    ...(answer?.state === 'read' ? await refsOfOutlookChanges(ports, mailbox, entity, answer.items) : []),
  ];
  // Behind the lists of a first sync everything was counted already.
  await reconcileAll(work, tally, unique(refs), plan === 'changes' ? {} : { counted: bothSides });
  const outlookCursor =
    answer?.state === 'read'
      ? answer.cursor
      : await ports.connections.outlookFeed(entity).start(mailbox, window);
  await updateProgress(ports, mailbox, entity, (now) => ({
    ...withRead(now, ports.clock()),
    orocrmCursor: orocrm.cursor,
    outlookCursor,
  }));
  // A lost delta cursor means that anything may have changed: everything is compared.
  return answer?.state === 'expired' && plan === 'changes' ? { plan: 'full' } : {};
};

const unique = (refs: readonly RecordRef[]): RecordRef[] => [
  ...new Map(refs.map((ref) => [`${ref.side}:${ref.id}`, ref])).values(),
];
