import type { Json } from '../../../../sandbox/orocrm/jsonapi/json';
import type { SimulatedOrocrm } from '../../../../sandbox/orocrm/start';
import { taskClass, taskFlow } from '../../../../sandbox/orocrm/workflow/task-flow';
import type { Plan } from './plan';

/** Ids of the contacts that a task is attached to: what OroCRM's tests look up in the database. */
const targets =
  (id: string) =>
  (orocrm: SimulatedOrocrm): Json => {
    const { activityTargets } = orocrm.tasks.show(id);
    return (activityTargets as { id: string }[]).map((target) => Number(target.id)).sort((a, b) => a - b);
  };

const newest = (orocrm: SimulatedOrocrm): string => orocrm.tasks.list().at(-1)?.id ?? '';

/** The workflow item of the task that plays the test's entity. */
const item = (orocrm: SimulatedOrocrm): string => orocrm.tasks.show('128').workflowItem ?? '';

/** Plans for tasks and their workflow, by the beginning of a fixture's name. */
export const taskPlans: Readonly<Record<string, Partial<Plan>>> = {
  'tasks/': { seed: 'tasks', bind: { id: '128' } },
  'tasks/response-cget_task': { request: { path: '/api/tasks' } },
  'tasks/response-get_task': { request: { path: '/api/tasks/128' } },
  'tasks/task-priority-test--get-options-for-list': {
    request: { method: 'OPTIONS', path: '/api/taskpriorities' },
  },
  'tasks/task-test--create': { equals: (orocrm) => targets(newest(orocrm))(orocrm) },
  'tasks/task-test--update-relationship-for-activity-targets': { equals: targets('128') },
  // Tests of one class share their data: the tests before this one left the second contact, and priority high.
  'tasks/task-test--add-relationship-for-activity-targets': {
    before: (orocrm) => orocrm.tasks.change('128', { activityTargets: [{ type: 'contacts', id: '130' }] }),
    equals: targets('128'),
  },
  'tasks/task-test--get-relationship-for-task-priority': {
    before: (orocrm) => orocrm.tasks.change('128', { taskPriority: 'high' }),
  },
  'tasks/task-controller-test--delete': { expectStatus: [204, 404] },
  'tasks/task-controller-test--put': { expectStatus: [204] },
  // A workflow of OroCRM's test environment, played by the one of tasks.
  'workflow/workflow-controller-test--transit-action.': {
    seed: 'tasks',
    late: (orocrm) =>
      Promise.resolve({
        id: item(orocrm),
        'workflowItem.id': Number(item(orocrm)),
        'workflowItem.workflowName': taskFlow,
        'workflowItem.entityId': '128',
        'workflowItem.entityClass': taskClass,
        multistep: taskFlow,
        transition: 'start_progress',
        'transition#2': 'close',
      }),
  },
};
