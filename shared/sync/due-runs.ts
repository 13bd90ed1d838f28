import { asSyncError } from '../errors';
import type { EntityName } from '../records/record';
import { allMembers, isAutomatic, type Member } from './polls/shards';
import type { RecordsMessage } from './ports/queue';
import type { EntityProgress } from './ports/state';
import { refOfFailed } from './retry-failed';
import { firstMessageMs, startRun } from './runs/start-run';
import type { Ports } from './work';

/** A first sync that could not be done is begun again after this long. */
const firstSyncRetryMs = 5 * 60 * 1000;
/** Failed records are tried again daily; a record without an answer of OroCRM or Graph may have become writable. */
const failedRetryMs = 24 * 3600 * 1000;

/** What a tick saw of a mailbox. The progress is of the entities that are on; of a mailbox that waits it is not read. */
export interface Seen {
  readonly member: Member;
  readonly progress: ReadonlyMap<EntityName, EntityProgress>;
}

/**
 * Starts first syncs and full comparisons that are due, and retries failed records.
 * @returns what it saw on the way, but for mailboxes whose state could not be read.
 */
export async function startDueRuns(ports: Ports): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const member of await allMembers(ports)) {
    if (!isAutomatic(member)) {
      seen.push({ member, progress: new Map() });
      continue;
    }
    try {
      const progress = await progressOf(ports, member);
      seen.push({ member, progress });
      await startDueRunsOf(ports, member, progress);
    } catch (thrown) {
      // One mailbox's trouble is never another's; its own alert and status say what is wrong.
      ports.log(`due runs: ${asSyncError(thrown).message}`);
    }
  }
  return seen;
}

async function progressOf(ports: Ports, { mailbox, entities }: Member): Promise<Seen['progress']> {
  const progress = new Map<EntityName, EntityProgress>();
  for (const entity of entities)
    progress.set(entity, (await ports.progress.load(mailbox.address, entity)).value);
  return progress;
}

async function startDueRunsOf(ports: Ports, member: Member, progress: Seen['progress']): Promise<void> {
  const { mailbox, settings } = member;
  const now = ports.clock().getTime();
  const first: EntityName[] = [];
  const sweep: EntityName[] = [];
  for (const [entity, value] of progress) {
    const swept = value.sweptAt === undefined ? 0 : Date.parse(value.sweptAt);
    if (value.phase === 'new') {
      if (now - swept >= firstSyncRetryMs) first.push(entity);
    } else if (value.phase === 'steady') {
      // Keys that were made for other key fields are made again by a full comparison.
      const keysChanged = value.keyFields.join() !== settings.keyFields[entity].join();
      if (keysChanged || now - swept >= settings.sweepIntervalSeconds * 1000) sweep.push(entity);
    }
  }
  if (first.length + sweep.length === 0) return retryFailed(ports, member);
  const busy = await underWay(ports, member);
  for (const wanted of [first, sweep]) {
    const due = wanted.filter((entity) => !busy.has(entity));
    if (due.length > 0) await startRun(ports, { kind: 'full', mailbox: mailbox.address, entities: due });
  }
  await retryFailed(ports, member);
}

/** A run that has lost its way is believed to be going on for no longer than this. */
const longestRunMs = 24 * 3600 * 1000;
const recentRuns = 50;

/** What a run is about already: it comes to an entity when it has done those before, and must not be doubled then. */
async function underWay(ports: Ports, { mailbox }: Member): Promise<ReadonlySet<EntityName>> {
  const now = ports.clock().getTime();
  const runs = await ports.runs.list(mailbox.address, recentRuns);
  const going = runs.filter(
    ({ status, dryRun, startedAt }) =>
      status === 'running' && !dryRun && now - Date.parse(startedAt) < longestRunMs,
  );
  const busy = new Set<EntityName>();
  for (const run of going) {
    // One that has done nothing for a while may have lost its first message: to start it again sends that anew.
    const isYoung = now - Date.parse(run.startedAt) < firstMessageMs;
    if (isYoung || (await ports.runs.slices(run.id)).length > 0)
      run.entities.forEach((entity) => busy.add(entity));
  }
  return busy;
}

async function retryFailed(ports: Ports, { mailbox }: Member): Promise<void> {
  const now = ports.clock().getTime();
  const due = (await ports.failed.list(mailbox.address)).filter(
    ({ at }) => now - Date.parse(at) >= failedRetryMs,
  );
  if (due.length === 0) return;
  await ports.queue.sendRecords(
    due.map((record): RecordsMessage => ({
      kind: 'reconcile',
      mailbox: mailbox.address,
      entity: record.entity,
      refs: [refOfFailed(record)],
      attempt: 0,
    })),
  );
}
