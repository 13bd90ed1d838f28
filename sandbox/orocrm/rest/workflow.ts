import { UnitOfWork } from '../form/unit-of-work';
import { ownedVisible } from '../jsonapi/resource';
import { idOf } from '../model/entity';
import { stepOf, taskClass, taskFlow, transit } from '../workflow/task-flow';
import { RestRefused, type RestAnswer, type RestCall, type RestRoute } from './route';

const failure = (status: number, message: string): RestAnswer => ({ status, body: { message } });

/**
 * Moves a task along its workflow (reference section 2): the order of the checks is OroCRM's, so an impossible
 * transition is 400 also for a user who may perform none.
 */
function perform({ world, viewer, params }: RestCall): RestAnswer {
  const { item: id = '', transition = '' } = params;
  const item = /^\d+$/.test(id) ? world.get('workflowitems', idOf(id)) : undefined;
  const taskId = item?.toOne['task'] ?? undefined;
  const task = taskId === undefined ? undefined : world.get('tasks', taskId);
  if (item === undefined || task === undefined) throw new RestRefused(404, 'Not Found');
  const outcome = transit(stepOf(item), transition);
  if ('refused' in outcome) return failure(400, outcome.refused);
  if (viewer.user.attributes['taskTransitions'] === false || !ownedVisible(task, viewer)) {
    return failure(403, `Transition "${transition}" is not allowed.`);
  }
  const unit = new UnitOfWork(world);
  const draft = unit.open('tasks', task.id);
  if (draft !== undefined) draft.toOne['status'] = idOf(outcome.to);
  unit.save(viewer);
  return {
    status: 200,
    body: {
      workflowItem: {
        id: Number(item.id),
        workflow_name: taskFlow,
        entity_id: task.id,
        entity_class: taskClass,
        result: null,
      },
    },
  };
}

export const workflowRoutes: readonly RestRoute[] = [
  { method: 'POST', path: '/workflow/transit/:item/:transition', entity: 'tasks', handle: perform },
];
