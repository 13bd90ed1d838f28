import { z } from 'zod';
import { SyncError } from '../errors';
import type { OrocrmId } from '../records/ids';
import type { OrocrmTaskStatus } from '../records/task';
import type { OlderRest } from './rest/client';

/** The transitions of OroCRM's `task_flow` that lead from one status to another (reference 2). */
const transitions: Readonly<Record<OrocrmTaskStatus, Readonly<Record<OrocrmTaskStatus, readonly string[]>>>> =
  {
    open: { open: [], in_progress: ['start_progress'], closed: ['close'] },
    in_progress: { open: ['stop_progress'], in_progress: [], closed: ['close'] },
    closed: { open: ['reopen'], in_progress: ['reopen', 'start_progress'], closed: [] },
  };

const taskSchema = z.object({
  workflowItem: z
    .union([z.number(), z.string()])
    .nullish()
    .transform((id) => (id === null || id === undefined ? undefined : String(id))),
});

/**
 * Changes the status of a task through OroCRM's workflow, where the task is in it. Whether it is shows only in the
 * older REST (reference 0), and may differ from task to task: one that is older than the workflow is in none.
 * @returns false when the task is in no workflow: then its status is a field like any other.
 * @throws SyncError
 */
export async function moveThroughWorkflow(
  rest: OlderRest,
  id: OrocrmId,
  from: OrocrmTaskStatus,
  to: OrocrmTaskStatus,
): Promise<boolean> {
  const answer = await rest.send({ method: 'GET', path: `/tasks/${id}`, effect: 'read' });
  const task = taskSchema.safeParse(answer.body);
  const item = task.success ? task.data.workflowItem : undefined;
  if (item === undefined) return false;
  for (const transition of transitions[from][to]) await transit(rest, item, transition);
  return true;
}

async function transit(rest: OlderRest, item: string, transition: string): Promise<void> {
  const path = `/workflow/transit/${encodeURIComponent(item)}/${transition}`;
  try {
    await rest.send({ method: 'POST', path, effect: 'change' });
  } catch (thrown) {
    if (!(thrown instanceof SyncError)) throw thrown;
    if (thrown.code === 'forbidden') {
      throw new SyncError(`OroCRM does not let its user make the transition ${transition} of task_flow.`, {
        kind: 'give-up',
        code: 'forbidden',
        action: 'Let the role of the OroCRM user perform the transitions of the task workflow.',
        cause: thrown,
      });
    }
    if (thrown.code !== 'refused-value') throw thrown;
    // The task was in another step: somebody moved it meanwhile, and it is read again.
    throw new SyncError(`The transition ${transition} of task_flow is not possible now.`, {
      kind: 'retry',
      code: 'changed-meanwhile',
      cause: thrown,
    });
  }
}
