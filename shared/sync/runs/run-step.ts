import { asSyncError, type SyncError } from '../../errors';
import type { EntityName } from '../../records/record';
import { endRuns } from '../forget-mailbox';
import { checkIdentity, openWork } from '../open-work';
import type { RecordsMessage } from '../ports/queue';
import type { Run, Slice } from '../ports/runs';
import { dryRun } from '../dry-run/dry-run';
import { updateProgress } from '../progress';
import { parseStep, plans, stepAfter, stepNamed } from '../steps/plans';
import { backOffSeconds, type PlanName } from '../steps/step';
import { Tally, noEntityCounts } from '../tally';
import type { Ports } from '../work';
import { closeRun } from './close-run';
import { holdForRemoval, refuseDuringRemoval } from './removal';

export type StepMessage = Extract<RecordsMessage, { kind: 'step' }>;

/** A passing trouble is waited for this many times, some ten minutes in all, before the run gives the entity up. */
const maxAttempts = 8;

/**
 * Handles one slice of a run and puts the next one at the end of the mailbox's session, so that a fresh edit never
 * waits for more than a slice and a crash costs a slice. A repeated message finds its slice handled and only sends on.
 */
export async function runStep(ports: Ports, message: StepMessage): Promise<void> {
  const run = await ports.runs.load(message.runId);
  if (run?.status !== 'running') return;
  if (message.step === 'close') return closeRun(ports, run, message);
  const id = `${message.entity}:${message.step}:${String(message.number).padStart(6, '0')}`;
  const handled = (await ports.runs.slices(run.id)).find((slice) => slice.id === id);
  let next = handled?.next;
  if (next === undefined) {
    const tally = new Tally(message.entity);
    try {
      next = await work(ports, run, message, tally).finally(() => {
        // What was written before a failure was written.
        if (!run.dryRun) tally.report(ports.metrics);
      });
    } catch (thrown) {
      const error = asSyncError(thrown);
      ports.log(
        `run ${run.id} ${message.entity} ${message.step}: ${error.kind} ${error.code} ${error.message}`,
      );
      if (error.kind === 'retry' && message.attempt < maxAttempts) {
        return ports.queue.sendRecords(
          [{ ...message, attempt: message.attempt + 1 }],
          backOffSeconds(message.attempt, error.retryAfterSeconds ?? 0),
        );
      }
      await giveUpEntity(ports, run, message, error, tally);
      next = nextEntity(run, message.entity);
    }
    await ports.runs.putSlice(run.id, sliceOf(id, message.entity, tally, next));
  }
  await sendNext(ports, next, message);
}

async function work(ports: Ports, run: Run, message: StepMessage, tally: Tally): Promise<string> {
  if (message.step === 'start') return start(ports, run, message, tally);
  const { plan, step } = parseStep(message.step);
  const opened = await openWork(ports, message.mailbox, message.entity, run.id);
  const result = await stepNamed(step)({ work: opened, run, cursor: message.cursor, plan }, tally);
  if (result.heldId !== undefined) await ports.runs.update(run.id, { heldId: result.heldId });
  if (result.messages !== undefined && result.messages.length > 0)
    await ports.queue.sendRecords(result.messages);
  if (result.next !== undefined) {
    return JSON.stringify({
      entity: message.entity,
      step: message.step,
      number: message.number + 1,
      cursor: result.next,
      afterSeconds: result.afterSeconds,
    });
  }
  const newPlan = result.plan ?? plan;
  const following =
    newPlan === plan || plans[newPlan].includes(step) ? stepAfter(newPlan, step) : firstNew(newPlan);
  return following === undefined
    ? nextEntity(run, message.entity)
    : JSON.stringify({ entity: message.entity, step: `${newPlan}/${following}`, number: 0 });
}

/** A plan taken up on the way begins where the two part: relinking with its step 1, a comparison with its first. */
const firstNew = (plan: PlanName) => (plan === 'relink' ? 'link-marked' : plans[plan][0]);

/** The first message of an entity: checks who is there, and chooses the plan. */
async function start(ports: Ports, run: Run, message: StepMessage, tally: Tally): Promise<string> {
  if (run.kind === 'remove-marks') {
    await holdForRemoval(ports, message.mailbox);
    await endRuns(ports, message.mailbox, run.id);
    return firstOf(message.entity, run.kind);
  }
  // A resync ends a hold, but not this one: it may have been asked for just before the removal.
  if (run.kind === 'resync') await refuseDuringRemoval(ports, message.mailbox);
  // A dry run is what a person looks at before deciding on a held mailbox, so it is not held itself.
  if (!run.dryRun) await checkIdentity(ports, message.mailbox, run.kind === 'resync');
  const { value: progress } = await ports.progress.load(message.mailbox, message.entity);
  const plan: PlanName = run.kind === 'resync' || progress.phase !== 'steady' ? run.mode : run.kind;
  if (run.dryRun) {
    await dryRun(ports, run, message.mailbox, message.entity, plan, tally);
    return nextEntity(run, message.entity);
  }
  return firstOf(message.entity, plan);
}

const firstOf = (entity: EntityName, plan: PlanName): string =>
  JSON.stringify({ entity, step: `${plan}/${plans[plan][0]}`, number: 0 });

function nextEntity(run: Run, entity: EntityName): string {
  const following = run.entities[run.entities.indexOf(entity) + 1];
  return JSON.stringify(
    following === undefined
      ? { entity, step: 'close', number: 0 }
      : { entity: following, step: 'start', number: 0 },
  );
}

/** What a slice has decided to do next. */
type Next = Pick<StepMessage, 'entity' | 'step' | 'number' | 'cursor'> & { readonly afterSeconds?: number };

async function sendNext(ports: Ports, next: string, { mailbox, runId }: StepMessage): Promise<void> {
  const { afterSeconds, ...place } = JSON.parse(next) as Next;
  await ports.queue.sendRecords([{ kind: 'step', mailbox, runId, attempt: 0, ...place }], afterSeconds);
}

/** One entity's trouble never stops another: it is noted, and the run goes on with the next entity. */
async function giveUpEntity(
  ports: Ports,
  run: Run,
  message: StepMessage,
  error: SyncError,
  tally: Tally,
): Promise<void> {
  tally.error('', error.message);
  await ports.runs.putSlice(run.id, {
    id: `${message.entity}:failed`,
    entity: message.entity,
    next: '',
    counts: noEntityCounts(),
    errors: [],
    preview: [],
  });
  await ports.alerts.raise({
    severity: 'error',
    code: 'run-failed',
    mailbox: message.mailbox,
    entity: message.entity,
    message: `A run stopped at ${message.step}: ${error.message}`,
    action: error.action ?? 'It is tried again at the next interval.',
  });
  if (!run.dryRun) await leaveRun(ports, message);
}

/** A first sync that was given up is due again, after a while; what it has linked already is found again by then. */
async function leaveRun(ports: Ports, { mailbox, entity }: StepMessage): Promise<void> {
  await updateProgress(ports, mailbox, entity, (progress) => ({
    ...progress,
    phase: progress.phase === 'first-sync' ? 'new' : progress.phase,
    sweptAt: ports.clock().toISOString(),
  }));
}

/** The message of a run was given up by the queue: the run ends here, and is due again like any that failed. */
export async function abandonRun(ports: Ports, message: StepMessage): Promise<void> {
  await ports.runs.update(message.runId, { status: 'failed', finishedAt: ports.clock().toISOString() });
  await leaveRun(ports, message);
}

function sliceOf(id: string, entity: EntityName, tally: Tally, next: string): Slice {
  return {
    id,
    entity,
    next,
    counts: tally.entityCounts,
    errors: tally.errors,
    preview: tally.previews,
  };
}
