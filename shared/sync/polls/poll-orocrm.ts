import { asSyncError, type ErrorCode } from '../../errors';
import type { OrocrmId } from '../../records/ids';
import type { EntityName } from '../../records/record';
import { enqueueRefs } from '../enqueue';
import type { OrocrmChanges, OrocrmCursor } from '../ports/orocrm';
import type { EntityProgress } from '../ports/state';
import { windowOf } from '../open-work';
import { updateProgress, withRead } from '../progress';
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
  await pollTogether(ports, entity, polled);
}

/** Codes that may be about one mailbox of many (its calendar, say), which must not stop the others. */
const aboutOne = new Set<ErrorCode>(['forbidden', 'not-found', 'bad-answer', 'server-error']);

async function pollTogether(ports: Ports, entity: EntityName, polled: readonly Polled[]): Promise<void> {
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
    if (polled.length > 1 && aboutOne.has(error.code)) {
      for (const one of polled) await pollTogether(ports, entity, [one]);
      return;
    }
    ports.log(`poll of orocrm ${entity} failed: ${error.message}`);
    for (const { member } of polled)
      await raiseUnreadable(ports, member.mailbox.address, entity, 'orocrm', error);
  }
}

/** Polls wait while a mailbox is new or in its first sync: its cursors were taken, nothing is lost. */
async function ready(ports: Ports, entity: EntityName, member: Member): Promise<Polled | undefined> {
  const { address } = member.mailbox;
  try {
    const { value: progress } = await ports.progress.load(address, entity);
    if (progress.phase !== 'steady' || progress.orocrmCursor === undefined) return undefined;
    const { owner } = await ports.connections.access(address, entity);
    return { member, owner, progress, cursor: progress.orocrmCursor };
  } catch (thrown) {
    await raiseUnreadable(ports, address, entity, 'orocrm', asSyncError(thrown));
    return undefined;
  }
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
  const at = ports.clock();
  for (const { member } of polled) {
    await updateProgress(ports, member.mailbox.address, entity, (progress) => ({
      ...withRead(progress, at, ['orocrm']),
      orocrmCursor: changes.cursor,
      explained,
    }));
  }
}

/**
 * Finds deletions by the total, which may exceed what is known: events outside the window, exceptions of series. An
 * excess that an id listing has shown to be of that sort is settled, `total/excess/0`; any other one is listed for,
 * and again until what the listing found has been dealt with, or proves to stay.
 */
async function compareTotal(
  ports: Ports,
  entity: EntityName,
  polled: readonly Polled[],
  changes: OrocrmChanges,
  unknown: number,
): Promise<string> {
  const { total } = changes;
  const before = polled.map(({ progress }) => progress.explained);
  const [last = ''] = before;
  const isSettled = (told: string): boolean => told.endsWith('/0');
  const quiet = before.every((told) => isSettled(told) && told.startsWith(`${total}/`));
  // The same total without any change needs no counting.
  if (changes.items.length === 0 && quiet) return last;
  const known = await Promise.all(
    polled.map(({ member }) => knownOrocrm(ports, member.mailbox.address, entity)),
  );
  const excess = total - sum(known.map(({ ids, waiting }) => ids.size - waiting)) - unknown;
  const settled = `${total}/${excess}/0`;
  if (excess === 0 || before.every((told) => isSettled(told) && told.split('/')[1] === `${excess}`)) {
    return settled;
  }
  const feed = await ports.connections.orocrmFeed(polled[0]?.member.mailbox.address ?? missing(), entity);
  const refs = await absentInOrocrm(
    feed,
    entity,
    polled.flatMap(({ member, owner }, index) => {
      const one = known[index];
      return one ? [{ owner, known: one, window: windowOf(member.settings, ports.clock()) }] : [];
    }),
  );
  const found = `${total}/${excess}/${sum(refs.map((of) => of.length))}`;
  if (before.every((told) => told === found)) return settled;
  for (const [index, { member }] of polled.entries()) {
    await enqueueRefs(ports, member.mailbox.address, entity, refs[index] ?? []);
  }
  return found;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

function missing(): never {
  throw new Error('A poll has at least one mailbox.');
}
