import { ControlError } from '../../control';
import type { Draft } from '../form/draft';
import type { JsonObject } from '../jsonapi/json';
import { workflowItemOf } from '../form/task-workflow';
import { fromMixedId, idOf, mixedId, type Entity } from '../model/entity';
import { organizationId, type World } from '../model/world';
import { Desk, type RecordView } from './desk';
import type { People } from './people';
import { newTaskSchema, taskChangeSchema, type NewTask, type TaskChange } from './task-schemas';

type Values = ReturnType<typeof taskChangeSchema.parse>;

/** A task as the control path shows it, with the id of its workflow item (null without one). */
export interface TaskView extends RecordView {
  readonly status: string | null;
  readonly workflowItem: string | null;
}

/**
 * Tasks as a human works on them. A changed status goes through the workflow, as the buttons of OroCRM's page
 * do it: there is a way from every status to every other.
 */
export class TaskDesk extends Desk<TaskView> {
  constructor(world: World, people: People) {
    super(world, people, 'tasks', 'task');
  }

  /** An open task of normal priority unless told otherwise. @throws ZodError, ControlError 404 */
  add(input: NewTask): TaskView {
    const { id: wanted, ...values } = newTaskSchema.parse(input);
    return this.work({ wanted, as: values.as }, (draft) => {
      Object.assign(draft.attributes, { description: null, dueDate: null });
      Object.assign(draft.toOne, { organization: organizationId, owner: null, createdBy: null });
      draft.toMany['activityTargets'] = [];
      this.#apply(draft, { status: 'open', taskPriority: 'normal', ...values });
    });
  }

  /** Changes what is named. @throws ZodError, ControlError 404 */
  change(id: string, input: TaskChange): TaskView {
    const values = taskChangeSchema.parse(input);
    return this.work({ open: id, as: values.as }, (draft) => {
      this.#apply(draft, values);
    });
  }

  protected view(task: Entity): TaskView {
    const targets = (task.toMany['activityTargets'] ?? []).flatMap((value) => fromMixedId(value) ?? []);
    return {
      id: task.id,
      ...task.attributes,
      ...task.toOne,
      status: task.toOne['status'] ?? null,
      activityTargets: targets.map(({ type, id }): JsonObject => ({ type, id })),
      workflowItem: workflowItemOf(task.id, this.world)?.id ?? null,
    };
  }

  #apply(draft: Draft, values: Values): void {
    const { owner, createdBy, status, taskPriority, activityTargets, ...attributes } = values;
    for (const [name, value] of Object.entries(attributes)) {
      if (value === undefined || name === 'as') continue;
      draft.submitted.add(name);
      draft.attributes[name] = value;
    }
    if (owner !== undefined) this.linkUser(draft, 'owner', owner);
    if (createdBy !== undefined) this.linkUser(draft, 'createdBy', createdBy);
    if (status !== undefined) draft.toOne['status'] = idOf(status);
    if (taskPriority !== undefined) draft.toOne['taskPriority'] = idOf(taskPriority);
    if (activityTargets === undefined) return;
    draft.toMany['activityTargets'] = activityTargets.map(({ type, id }) => {
      if (this.world.get(type, idOf(id)) === undefined) {
        throw new ControlError(404, `There is no ${type} ${id}.`);
      }
      return mixedId({ type, id: idOf(id) });
    });
  }
}
