import { everything, type Action, type ResourceDefinition } from '../jsonapi/resource';
import { text } from '../model/entity';
import {
  attribute,
  byAttribute,
  byId,
  byLink,
  byMixedLink,
  longText,
  serverSet,
  string,
  toMany,
  toOne,
} from './fields';
import type { ResourceOptions } from './options';

/** `tasks` (reference section 2): their status is under the workflow `task_flow`, see `form/task-workflow`. */
export function tasks(options: ResourceOptions): ResourceDefinition {
  return {
    type: 'tasks',
    integerId: true,
    owned: true,
    attributes: {
      subject: string({ required: true, max: 255 }),
      description: longText(),
      dueDate: attribute('datetime'),
      createdAt: serverSet('datetime'),
      updatedAt: serverSet('datetime'),
      ...options.customFields('tasks'),
    },
    relationships: {
      taskPriority: toOne('taskpriorities', { required: true }),
      owner: toOne('users', { required: true }),
      createdBy: toOne('users', { write: 'ignored', endpoint: 'read' }),
      organization: toOne('organizations'),
      status: toOne('taskstatuses', { required: true }),
      activityTargets: toMany('contacts', { mixed: ['accounts', 'contacts', 'users'] }),
    },
    // No filter on `createdAt`: no index begins with it (reference section 1.6).
    filters: {
      id: byId('integer'),
      dueDate: byAttribute('dueDate', 'datetime'),
      updatedAt: byAttribute('updatedAt', 'datetime'),
      ownerUsername: { on: { alias: 'owner.username' }, kind: 'string', array: false },
      owner: byLink('owner'),
      status: byLink('status', 'string'),
      taskPriority: byLink('taskPriority', 'string'),
      organization: byLink('organization'),
      createdBy: byLink('createdBy'),
      activityTargets: byMixedLink('activityTargets'),
    },
    sorters: ['id', 'dueDate', 'updatedAt', 'owner', 'status', 'taskPriority', 'organization', 'createdBy'],
    actions: new Set<Action>([
      ...everything,
      ...(options.capabilities.taskBatch ? ['updateList' as const] : []),
    ]),
    title: (task) => text(task, 'subject') ?? '',
  };
}
