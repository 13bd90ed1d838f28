import { SyncError } from '../../errors';
import { runId, type MailboxAddress, type RunId } from '../../records/ids';
import type { EntityName } from '../../records/record';
import { resyncNeedsConfirmation } from '../../rules/guards';
import { servedEntities } from '../obstacles';
import { enabledEntities } from '../polls/shards';
import type { Mailbox } from '../ports/mailboxes';
import type { FirstSyncMode, Run, RunKind } from '../ports/runs';
import type { Ports } from '../work';
import { describe } from './describe-run';
import { isBeingRemoved, refuseDuringRemoval } from './removal';

export interface RunRequest {
  readonly kind: Exclude<RunKind, 'remove-marks'>;
  readonly mailbox?: MailboxAddress;
  readonly entities?: readonly EntityName[];
  readonly mode?: FirstSyncMode;
  readonly dryRun?: boolean;
  readonly confirm?: boolean;
}

/** How many of a mailbox's latest runs are looked through for an equal one under way. */
const recentRuns = 50;
/** A run whose first message has not been handled after this long has lost it, or waits in a long session. */
export const firstMessageMs = 60_000;

/**
 * Starts a run of one mailbox, or of all (a parent with one child for each). An equal request joins the run under way.
 * @returns the id of the run to watch.
 * @throws SyncError `operator`, code `wrong-setting` for an unknown mailbox or nothing to synchronise; code `guard`
 * for a rebuild that nothing would bring back (spec 6), and for a mailbox whose marks are being removed.
 */
export async function startRun(ports: Ports, request: RunRequest): Promise<RunId> {
  refuseUnsupported(ports, request);
  if (request.mailbox !== undefined) return startOne(ports, request.mailbox, request, undefined);
  const mailboxes = await stayingMailboxes(ports);
  const parent = runId(ports.newId());
  const settings = await ports.settings.install();
  const run: Run = {
    id: parent,
    kind: request.kind,
    mailbox: undefined,
    parent: undefined,
    children: [],
    entities: request.entities ?? enabledEntities(ports, settings),
    mode: request.mode ?? settings.firstSync,
    dryRun: request.dryRun ?? false,
    confirmed: request.confirm ?? false,
    startedAt: ports.clock().toISOString(),
    finishedAt: undefined,
    status: 'running',
    heldId: '',
  };
  const joined = await underWay(ports, run);
  if (joined) return joined;
  for (const { address } of mailboxes) await refuseLossyRebuild(ports, address, request);
  await ports.runs.create(run);
  const children: RunId[] = [];
  for (const { address } of mailboxes) children.push(await startOne(ports, address, request, parent));
  await ports.runs.update(
    parent,
    children.length > 0
      ? { children }
      : { children, status: 'done', finishedAt: ports.clock().toISOString() },
  );
  return parent;
}

/** Those whose marks are being removed take no part in what is asked for all. */
async function stayingMailboxes(ports: Ports): Promise<Mailbox[]> {
  const mailboxes = await ports.mailboxes.list();
  const removed = await Promise.all(mailboxes.map(({ address }) => isBeingRemoved(ports, address)));
  return mailboxes.filter((_, index) => removed[index] === false);
}

async function startOne(
  ports: Ports,
  mailbox: MailboxAddress,
  request: RunRequest,
  parent: RunId | undefined,
): Promise<RunId> {
  const stored = await ports.mailboxes.load(mailbox);
  if (!stored) {
    throw new SyncError('There is no such mailbox in the list of mailboxes.', {
      kind: 'operator',
      code: 'not-found',
    });
  }
  await refuseDuringRemoval(ports, mailbox);
  const settings = await ports.settings.mailbox(mailbox);
  const entities = await servedEntities(
    ports,
    stored.value,
    request.entities ?? ports.connections.entities.filter((entity) => settings[entity]),
  );
  await refuseLossyRebuild(ports, mailbox, request);
  const run: Run = {
    id: runId(ports.newId()),
    kind: request.kind,
    mailbox,
    parent,
    children: [],
    entities,
    mode: request.mode ?? settings.firstSync,
    dryRun: request.dryRun ?? false,
    confirmed: request.confirm ?? false,
    startedAt: ports.clock().toISOString(),
    finishedAt: undefined,
    status: 'running',
    heldId: '',
  };
  const joined = await underWay(ports, run);
  if (joined) return joined;
  const [first] = entities;
  await ports.runs.create(run);
  if (first === undefined) {
    await ports.runs.update(run.id, { status: 'done', finishedAt: ports.clock().toISOString() });
    return run.id;
  }
  await sendStart(ports, mailbox, first, run.id);
  return run.id;
}

/** Sends the first message of a run. */
export const sendStart = (
  ports: Ports,
  mailbox: MailboxAddress,
  entity: EntityName,
  id: RunId,
): Promise<void> =>
  ports.queue.sendRecords([
    { kind: 'step', mailbox, entity, runId: id, step: 'start', number: 0, attempt: 0 },
  ]);

/**
 * The equal run under way. One that has done nothing for a while may have lost its first message to a crash between
 * the row and the queue; it gets it again, and a message too many does no harm.
 */
export async function underWay(ports: Ports, wanted: Run): Promise<RunId | undefined> {
  const runs = await ports.runs.list(wanted.mailbox, recentRuns);
  const equal = runs.filter(
    (run) =>
      run.status === 'running' &&
      run.mailbox === wanted.mailbox &&
      run.kind === wanted.kind &&
      (run.kind !== 'resync' || run.mode === wanted.mode) &&
      run.dryRun === wanted.dryRun &&
      run.confirmed === wanted.confirmed &&
      run.entities.join() === wanted.entities.join(),
  );
  // No message ends a parent run: it is under way as long as one of its children is.
  const [found] = wanted.mailbox === undefined ? await goingParents(ports, equal) : equal;
  if (!found) return undefined;
  const [first] = found.entities;
  const age = ageOf(ports, found);
  if (found.mailbox !== undefined && first !== undefined && age > firstMessageMs) {
    if ((await ports.runs.slices(found.id)).length === 0)
      await sendStart(ports, found.mailbox, first, found.id);
  }
  return found.id;
}

const ageOf = (ports: Ports, run: Run): number => ports.clock().getTime() - Date.parse(run.startedAt);

/** A parent that has no children after a while lost them to a crash: it is not joined. */
async function goingParents(ports: Ports, parents: readonly Run[]): Promise<Run[]> {
  const going: Run[] = [];
  for (const run of parents) {
    const lost = run.children.length === 0 && ageOf(ports, run) > firstMessageMs;
    if (!lost && (await describe(ports, run)).status === 'running') going.push(run);
  }
  return going;
}

/** A request for nothing that can be done is a mistake, not an empty run. */
function refuseUnsupported(ports: Ports, { entities }: RunRequest): void {
  const supported = ports.connections.entities;
  if (entities === undefined || entities.some((entity) => supported.includes(entity))) return;
  throw new SyncError(`This version does not synchronise ${entities.join(' or ')}.`, {
    kind: 'operator',
    code: 'wrong-setting',
    action: `Ask for ${supported.join(' or ')}.`,
  });
}

/** With direction Outlook to OroCRM nothing would bring back what a rebuild deletes, so it must be confirmed. */
async function refuseLossyRebuild(ports: Ports, mailbox: MailboxAddress, request: RunRequest): Promise<void> {
  if (request.kind !== 'resync' || request.dryRun === true || request.confirm === true) return;
  const settings = await ports.settings.mailbox(mailbox);
  const mode = request.mode ?? settings.firstSync;
  if (!resyncNeedsConfirmation(mode, settings.direction)) return;
  throw new SyncError(
    'A resync with mode rebuild deletes every linked Outlook record, and with direction outlook-to-orocrm nothing brings them back.',
    {
      kind: 'operator',
      code: 'guard',
      action: 'Use mode relink, or send "confirm": true, best after a dry run.',
    },
  );
}
