import { badQuery, GraphError } from '../errors';
import { readExpand } from '../odata/expand';
import { applySelect, type Entity } from '../odata/select';
import type { Item } from '../state/items';
import { renderLinkedResource } from './linked-resource';
import { TASK_TYPE, type TaskValues } from './properties';
import { renderTask } from './render';

/** How a request wants its tasks: which properties, which of their navigations. */
export interface TaskView {
  readonly select?: readonly string[] | undefined;
  readonly expand?: readonly string[] | undefined;
}

/**
 * Reads `$expand` of tasks: linked resources, whole.
 * @throws GraphError 400
 */
export function readTaskExpand(text: string | undefined): string[] {
  return readExpand(text).map(({ property, options }) => {
    if (!TASK_TYPE.navigation.includes(property)) {
      throw new GraphError(400, 'BadRequest', `Could not find a property named '${property}' to expand.`);
    }
    if (property !== 'linkedResources' || Object.keys(options).length > 0) {
      throw badQuery(`Expanding '${property}' this way is not served by this simulator.`);
    }
    return property;
  });
}

/** A task as the request wants it; linked resources come only when expanded. */
export function viewTask(item: Item<TaskValues>, { select, expand = [] }: TaskView): Entity {
  return {
    ...applySelect(renderTask(item), select),
    ...(expand.includes('linkedResources') && {
      linkedResources: item.values.linkedResources.map(renderLinkedResource),
    }),
  };
}
