import type { MailboxAddress } from '../../records/ids';
import type { EntityName } from '../../records/record';
import { openWork } from '../open-work';
import { noMetrics } from '../ports/metrics';
import type { Run } from '../ports/runs';
import type { EntityProgress } from '../ports/state';
import { plans, stepAfter, stepNamed, type StepName } from '../steps/plans';
import type { PlanName } from '../steps/step';
import type { Tally } from '../tally';
import type { Ports } from '../work';
import { MemoryRecords } from './memory-records';
import { recordingAdapters } from './recording-stores';

/**
 * Goes through the steps of a plan as the real run would, at once, with a state that is forgotten and writes that only
 * seem to happen. What it would write is in the tally's preview.
 */
export async function dryRun(
  ports: Ports,
  run: Run,
  mailbox: MailboxAddress,
  entity: EntityName,
  plan: PlanName,
  tally: Tally,
): Promise<void> {
  const real = await openWork(ports, mailbox, entity, run.id);
  const work = {
    ...real,
    ports: await forgetfulPorts(ports, mailbox, entity),
    adapters: recordingAdapters(real.adapters),
    state: await MemoryRecords.copyOf(real.state),
    policy: { ...real.policy, keepHistory: false },
  };
  let now: PlanName = plan;
  let step: StepName | undefined = plans[plan][0];
  while (step !== undefined) {
    let cursor: string | undefined;
    do {
      const result: Awaited<ReturnType<ReturnType<typeof stepNamed>>> = await stepNamed(step)(
        { work, run, cursor, plan: now },
        tally,
      );
      cursor = result.next;
      now = result.plan ?? now;
    } while (cursor !== undefined);
    step = stepAfter(now, step);
  }
}

/** The ports with everything that would leave a trace taken out. */
async function forgetfulPorts(ports: Ports, mailbox: MailboxAddress, entity: EntityName): Promise<Ports> {
  let progress: EntityProgress = (await ports.progress.load(mailbox, entity)).value;
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    ...ports,
    queue: { sendRecords: nothing, sendPolls: nothing },
    progress: {
      load: () => Promise.resolve({ value: progress, etag: 'dry-run' }),
      save: (_mailbox, _entity, value) => {
        progress = value;
        return Promise.resolve('dry-run');
      },
      clear: nothing,
    },
    sharing: { add: nothing, remove: nothing, others: () => Promise.resolve(new Map()) },
    history: { ...ports.history, add: nothing },
    failed: {
      find: (...args) => ports.failed.find(...args),
      load: (id) => ports.failed.load(id),
      list: (of) => ports.failed.list(of),
      put: nothing,
      remove: nothing,
    },
    alerts: { ...ports.alerts, raise: nothing, clear: nothing },
    held: { ...ports.held, put: nothing },
    metrics: noMetrics,
  };
}
