import type { Entity } from '../model/entity';

/** The workflow of tasks (reference section 2): its steps are named after the statuses that they set. */
export const taskFlow = 'task_flow';
export const taskClass = 'Oro\\Bundle\\TaskBundle\\Entity\\Task';

export const taskStatuses = ['open', 'in_progress', 'closed'] as const;
export type TaskStatus = (typeof taskStatuses)[number];

interface Step {
  /** Ids of steps come from the database; they are no ranks and no ids of statuses. */
  readonly id: number;
  readonly transitions: readonly string[];
}

const steps: Readonly<Record<TaskStatus, Step>> = {
  open: { id: 4, transitions: ['start_progress', 'close'] },
  in_progress: { id: 5, transitions: ['stop_progress', 'close'] },
  closed: { id: 6, transitions: ['reopen'] },
};

const targets = new Map<string, TaskStatus>([
  ['start_progress', 'in_progress'],
  ['stop_progress', 'open'],
  ['close', 'closed'],
  ['reopen', 'open'],
]);

/** What a transition does from a step, or why it does nothing, in OroCRM's words. */
export type Transit = { readonly to: TaskStatus } | { readonly refused: string };

export function isTaskStatus(value: string | null | undefined): value is TaskStatus {
  return taskStatuses.some((status) => status === value);
}

/** The step that a workflow item stands on. */
export function stepOf(item: Entity): TaskStatus {
  const { step } = item.attributes;
  return typeof step === 'string' && isTaskStatus(step) ? step : 'open';
}

export const stepId = (step: TaskStatus): number => steps[step].id;

export function transit(from: TaskStatus, transition: string): Transit {
  const to = targets.get(transition);
  if (to === undefined) return { refused: `Transition "${transition}" is not exist in workflow.` };
  if (steps[from].transitions.includes(transition)) return { to };
  return {
    refused: `Step "${from}" of workflow "${taskFlow}" doesn't have allowed transition "${transition}".`,
  };
}
