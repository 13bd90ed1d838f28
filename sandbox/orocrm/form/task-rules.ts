import type { ApiError } from '../jsonapi/errors';
import { isList } from '../jsonapi/json';
import type { World } from '../model/world';
import type { Draft } from './draft';
import { dueDateMissing, workflowLocked } from './messages';
import { workflowItemOf } from './task-workflow';

/**
 * Whether the workflow forbids the status (WorkflowEntityValidator): a new task may only be open; one that has
 * a workflow item keeps its status, whatever else a request says. What is sent unchanged passes.
 */
function isLocked(task: Draft, world: World): boolean {
  if (!world.settings.taskWorkflow) return false;
  const status = task.toOne['status'] ?? null;
  if (task.before === undefined) return status === 'in_progress' || status === 'closed';
  if (status === null || status === (task.before.toOne['status'] ?? null)) return false;
  return workflowItemOf(task.id, world) !== undefined;
}

/** What must hold for a task as a whole (reference section 2). */
export function taskErrors(task: Draft, world: World, base: string): ApiError[] {
  const { reminders, dueDate } = task.attributes;
  const reminded = isList(reminders) && reminders.length > 0;
  return [
    ...(isLocked(task, world) ? [workflowLocked(`${base}/relationships/status/data`)] : []),
    ...(reminded && (dueDate ?? null) === null ? [dueDateMissing(`${base}/attributes/dueDate`)] : []),
  ];
}
