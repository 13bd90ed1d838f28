import { workflowItemOf } from '../form/task-workflow';
import type { Json, JsonObject } from '../jsonapi/json';
import { text, type Entity } from '../model/entity';
import { fullName } from '../model/users';
import type { World } from '../model/world';
import { stepId, stepOf } from '../workflow/task-flow';
import { restDateTime } from './date-time';

/** Linked records come as their display names: their ids are not there (RestGetController). */
function named(task: Entity, link: 'owner' | 'createdBy' | 'organization', world: World): Json {
  const id = task.toOne[link] ?? null;
  if (id === null) return null;
  if (link === 'organization') {
    const organization = world.get('organizations', id);
    return organization === undefined ? null : text(organization, 'name');
  }
  const user = world.get('users', id);
  return user === undefined ? null : fullName(user);
}

/**
 * A task of the older REST: the columns of its row, and the workflow item and step, which only this API shows.
 * A task without an item has neither member. The status is not among the columns.
 */
export function taskView(task: Entity, world: World): JsonObject {
  const item = workflowItemOf(task.id, world);
  return {
    id: Number(task.id),
    subject: text(task, 'subject'),
    description: text(task, 'description'),
    dueDate: restDateTime(text(task, 'dueDate')),
    taskPriority: task.toOne['taskPriority'] ?? null,
    owner: named(task, 'owner', world),
    createdBy: named(task, 'createdBy', world),
    organization: named(task, 'organization', world),
    createdAt: restDateTime(text(task, 'createdAt')),
    updatedAt: restDateTime(text(task, 'updatedAt')),
    ...(item !== undefined && { workflowItem: Number(item.id), workflowStep: stepId(stepOf(item)) }),
  };
}
