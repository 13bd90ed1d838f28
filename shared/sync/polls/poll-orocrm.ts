import { asSyncError } from '../../errors';
import type { OrocrmId } from '../../records/ids';
import type { EntityName } from '../../records/record';
import { enqueueRefs } from '../enqueue';
import type { OrocrmChanges, OrocrmCursor } from '../ports/orocrm';
import type { EntityProgress } from '../ports/state';
import { updateProgress } from '../progress';
import { clearUnreadable, raiseUnreadable } from '../unreadable';
import type { Ports } from '../work';
import { absentInOrocrm, knownOrocrm, ownersOf, refsOfOrocrmChanges } from './orocrm-changes';
import { membersOf, type Member } from './shards';

interface Polled {
  readonly member: Member;
  readonly owner: OrocrmId | undefined;
  readonly progress: EntityProgress;
  readonly cursor: OrocrmCursor;
}

/** One poll of OroCRM for all mailboxes of a credential: finds ids, nothing more. */
export async function pollOrocrm(ports: Ports, shard: string): Promise<void> {
  const members = await membersOf(ports, 'orocrm', shard);
  for (const entity of ports.connections.entities) {
    await pollEntity(
      ports,
      entity,
      members.filter(({ entities }) => entities.includes(entity)),
    );
  }
}

async function pollEntity(ports: Ports, entity: EntityName, members: readonly Member[]): Promise<void> {
  const polled = (await Promise.all(members.map((member) => ready(ports, entity, member)))).flatMap((one) =>
    one ? [one] : [],
  );
  const [first] = polled;
  if (!first) return;
  try {
    await readChanges(ports, entity, first, polled);
    await Promise.all(
      polled.map(({ member }) => clearUnreadable(ports, member.mailbox.address, entity, 'orocrm')),
    );
  } catch (thrown) {
    // The cursors stay where they are: the next poll reads the same again.
    const error = asSyncError(thrown);
    ports.log(`poll of orocrm ${entity} failed: ${error.message}`);
    for (const { member } of polled)
      await raiseUnreadable(ports, member.mailbox.address, entity, 'orocrm', error);
  }
}

/** Polls wait while a mailbox is new or in its first sync: its cursors were taken, nothing is lost. */
async function ready(ports: Ports, entity: EntityName, member: Member): Promise<Polled | undefined> {
  const { value: progress } = await ports.progress.load(member.mailbox.address, entity);
  if (progress.phase !== 'steady' || progress.orocrmCursor === undefined) return undefined;
  const { owner } = await ports.connections.access(member.mailbox.address);
  return { member, owner, progress, cursor: progress.orocrmCursor };
}

async function readChanges(
  ports: Ports,
  entity: EntityName,
  first: Polled,
  polled: readonly Polled[],
): Promise<void> {
  const feed = await ports.connections.orocrmFeed(first.member.mailbox.address, entity);
  const from = polled.map(({ cursor }) => cursor).reduce((a, b) => (b.updatedAt < a.updatedAt ? b : a));
  const changes = await feed.changes(from, ownersOf(polled));
  const found = await Promise.all(
    polled.map(async ({ member, owner }) => {
      const items = changes.items.filter((item) => owner === undefined || item.owner === owner);
      return refsOfOrocrmChanges(ports, member.mailbox.address, entity, items);
    }),
  );
  for (const [index, { member }] of polled.entries()) {
    await enqueueRefs(ports, member.mailbox.address, entity, found[index]?.refs ?? []);
  }
  const explained = await compareTotal(
    ports,
    entity,
    polled,
    changes,
    sum(found.map(({ unknown }) => unknown)),
  );
  const at = ports.clock().toISOString();
  for (const { member } of polled) {
    await updateProgress(ports, member.mailbox.address, entity, (progress) => ({
      ...progress,
      orocrmCursor: changes.cursor,
      explained,
      lastSuccess: at,
    }));
  }
}

/**
 * Finds deletions by the total. The same total without any change needs no counting; a misfit that an id listing has explained is not listed for again.
 */
async function compareTotal(
  ports: Ports,
  entity: EntityName,
  polled: readonly Polled[],
  changes: OrocrmChanges,
  unknown: number,
): Promise<string> {
  const { total } = changes;
  const quiet =
    changes.items.length === 0 && polled.every(({ progress }) => progress.explained === `${total}`);
  if (quiet) return `${total}`;
  const known = await Promise.all(
    polled.map(({ member }) => knownOrocrm(ports, member.mailbox.address, entity)),
  );
  const expected = sum(known.map(({ ids, waiting }) => ids.size - waiting)) + unknown;
  if (expected === total) return `${total}`;
  const misfit = `${total}/${expected}`;
  if (polled.every(({ progress }) => progress.explained === misfit)) return misfit;
  const feed = await ports.connections.orocrmFeed(polled[0]?.member.mailbox.address ?? missing(), entity);
  const refs = await absentInOrocrm(
    feed,
    entity,
    polled.flatMap(({ owner }, index) => {
      const one = known[index];
      return one ? [{ owner, known: one }] : [];
    }),
  );
  for (const [index, { member }] of polled.entries()) {
    await enqueueRefs(ports, member.mailbox.address, entity, refs[index] ?? []);
  }
  return misfit;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

function missing(): never {
  throw new Error('A poll has at least one mailbox.');
}
