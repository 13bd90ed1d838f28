import { asSyncError, type SyncError } from '../errors';
import { runDeletions } from './deletions';
import { checkIdentity, openWork } from './open-work';
import type { RecordsMessage } from './ports/queue';
import { reconcile } from './reconcile/reconcile';
import { finishRemoval } from './runs/removal';
import { runStep } from './runs/run-step';
import { backOffSeconds, mayBeOneRecord, resend } from './steps/step';
import type { Ports } from './work';

/** After so many tries the next full comparison takes over: it looks at everything anyway. */
const maxAttempts = 12;
const firstSyncWaitSeconds = 10;

/** Handles one message of the `records` queue. Back-off is a re-send, so a throw means a fault of ours. */
export async function handleRecordsMessage(ports: Ports, message: RecordsMessage): Promise<void> {
  const mailbox = await ports.mailboxes.load(message.mailbox);
  if (!mailbox) return finishRemoval(ports, message);
  if (message.kind === 'step') return runStep(ports, message);
  // A held mailbox is not touched; its resync looks at everything.
  if (mailbox.value.held !== '') return;
  try {
    // The polls go on between runs: ids must not be looked up in another OroCRM, nor in another account (spec 7).
    await checkIdentity(ports, message.mailbox, false);
    if (message.kind === 'deletions') {
      const work = await openWork(ports, message.mailbox, message.entity);
      const done = await runDeletions(work, message.heldId === undefined ? {} : { released: message.heldId });
      done.tally.report(ports.metrics);
    } else {
      await look(ports, message);
    }
    if (message.attempt > 0) {
      await ports.alerts.clear({ code: stoppedCode, mailbox: message.mailbox, entity: message.entity });
    }
  } catch (thrown) {
    const error = asSyncError(thrown);
    if (error.code === 'guard' && ((await ports.mailboxes.load(message.mailbox))?.value.held ?? '') !== '')
      return;
    ports.log(`${message.kind} ${message.entity}: ${error.kind} ${error.code} ${error.message}`);
    if (error.kind === 'operator') await raiseStopped(ports, message, error);
    if (message.attempt >= maxAttempts) return;
    if (message.kind === 'reconcile' && message.refs.length > 1 && mayBeOneRecord(error)) {
      // One record among many may be the cause; apart, it stops nobody.
      await ports.queue.sendRecords(
        message.refs.map((ref) => ({ ...message, refs: [ref], attempt: message.attempt + 1 })),
        backOffSeconds(message.attempt, error.retryAfterSeconds ?? 0),
      );
      return;
    }
    await ports.queue.sendRecords(
      [{ ...message, attempt: message.attempt + 1 }],
      backOffSeconds(message.attempt, error.retryAfterSeconds ?? 0),
    );
  }
}

const stoppedCode = 'work-stopped';

/** Either side may refuse; what refuses and what to do about it is in the message. */
async function raiseStopped(
  ports: Ports,
  { mailbox, entity }: RecordsMessage,
  error: SyncError,
): Promise<void> {
  await ports.alerts.raise({
    ...{ severity: 'error', code: stoppedCode, mailbox, entity },
    message: `Records wait because they could not be read or written: ${error.message}`,
    ...(error.action === undefined ? {} : { action: error.action }),
  });
}

async function look(ports: Ports, message: Extract<RecordsMessage, { kind: 'reconcile' }>): Promise<void> {
  const { value: progress } = await ports.progress.load(message.mailbox, message.entity);
  if (progress.phase === 'new') return;
  if (progress.phase === 'first-sync') {
    // Its steps have an order of their own; what it has already passed is looked at again behind it.
    return ports.queue.sendRecords([message], firstSyncWaitSeconds);
  }
  const work = await openWork(ports, message.mailbox, message.entity);
  const done = await reconcile(work, message.refs, { attempt: message.attempt });
  done.tally.report(ports.metrics);
  await resend(work, done.retry, done.retryAfterSeconds, message.attempt);
  if (done.deletions === 0) return;
  // At the end of the session: behind every message that may collect more (spec 7: counted together).
  await ports.queue.sendRecords([
    { kind: 'deletions', mailbox: message.mailbox, entity: message.entity, attempt: 0 },
  ]);
}
