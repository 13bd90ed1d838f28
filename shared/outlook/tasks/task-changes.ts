import type { MailboxAddress } from '../../records/ids';
import type { OutlookTask } from '../../records/task';
import type { Change, WriteOutcome } from '../../sync/ports/orocrm';
import type { Batcher } from '../batch';
import { ifMatch } from '../remove-items';
import { asOutcome } from '../write-outcomes';
import { taskPatch, toTask, type TaskSetting } from './task-item';
import type { TaskScope } from './task-lists';
import { TaskMarks, type Marking } from './task-marks';
import { listOf, taskAt } from './task-requests';

export interface TaskChangeParts extends TaskSetting {
  readonly mailbox: MailboxAddress;
  readonly batcher: Batcher;
  readonly scope: TaskScope;
}

/**
 * Writes changes: first the values, where the task has the version that was read; then the marks, which are items of
 * their own. What their writing makes of the etag is not known, so a task whose mark was written has no version.
 */
export async function writeTaskChanges(
  parts: TaskChangeParts,
  changes: readonly Change<OutlookTask>[],
): Promise<readonly WriteOutcome<OutlookTask>[]> {
  const values = await writeValues(parts, changes);
  const markings = new Map<Change<OutlookTask>, Marking>();
  for (const change of changes) {
    const { current, desired } = change;
    if (current.mark === desired.mark || values.get(change)?.ok === false) continue;
    const list = listOf(current, parts.scope);
    markings.set(change, { id: current.id, list, from: current.mark, to: desired.mark });
  }
  const marks = new TaskMarks(parts.mailbox, parts.batcher, parts.recordPage);
  const failures = await marks.write([...markings.values()]);
  const failureOf = new Map([...markings.keys()].map((change, index) => [change, failures[index]]));
  return changes.map((change): WriteOutcome<OutlookTask> => {
    const written = values.get(change);
    const outcome = written ?? { ok: true, record: change.current };
    if (!outcome.ok || !markings.has(change)) return outcome;
    const error = failureOf.get(change);
    if (error === undefined) {
      return { ok: true, record: { ...outcome.record, mark: change.desired.mark, version: '' } };
    }
    return { ok: false, error, ...(written === undefined ? {} : { partly: outcome.record }) };
  });
}

/** The outcomes of those changes that change a value. */
async function writeValues(
  { mailbox, batcher, scope, timeZone }: TaskChangeParts,
  changes: readonly Change<OutlookTask>[],
): Promise<ReadonlyMap<Change<OutlookTask>, WriteOutcome<OutlookTask>>> {
  const writes = changes.flatMap((change) => {
    const body = taskPatch(change.current, change.desired, timeZone);
    return body === undefined ? [] : [{ change, body, list: listOf(change.current, scope) }];
  });
  const answers = await batcher.send(
    writes.map(({ change: { current }, body, list }) => ({
      mailbox,
      method: 'PATCH' as const,
      path: taskAt(mailbox, list, current.id),
      ...ifMatch(current),
      body: { ...body },
    })),
  );
  return new Map(
    writes.map(({ change, list }, index) => [
      change,
      asOutcome(answers[index], (body) => ({
        ...toTask(body, list, timeZone, 'PATCH task'),
        id: change.current.id,
        mark: change.current.mark,
      })),
    ]),
  );
}
