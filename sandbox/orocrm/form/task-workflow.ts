import type { Entity, EntityId } from '../model/entity';
import type { World } from '../model/world';
import { isTaskStatus, taskFlow } from '../workflow/task-flow';
import type { Draft } from './draft';
import type { UnitOfWork } from './unit-of-work';

/**
 * The item that holds a task in its workflow; undefined for a task that was made while the workflow was
 * inactive, or before it was switched either way: that resets its data.
 */
export function workflowItemOf(task: EntityId, world: World): Entity | undefined {
  const [id] = world.workflowItemsByTask.get(task);
  return id === undefined ? undefined : world.get('workflowitems', id);
}

/** Starts the workflow for new tasks, and lets the items of others follow their status. */
export function keepWorkflow(drafts: readonly Draft[], unit: UnitOfWork, world: World): void {
  if (!world.settings.taskWorkflow) return;
  for (const task of drafts) {
    if (task.type !== 'tasks' || task.deleted) continue;
    const status = task.toOne['status'];
    if (!isTaskStatus(status)) continue;
    if (task.before === undefined) {
      const item = unit.create('workflowitems');
      item.attributes['workflowName'] = taskFlow;
      item.attributes['step'] = status;
      item.toOne['task'] = task.id;
      continue;
    }
    const [id] = world.workflowItemsByTask.get(task.id);
    const item = id === undefined ? undefined : unit.open('workflowitems', id);
    if (item !== undefined) item.attributes['step'] = status;
  }
}
