import type { GraphAnswer, Route, RouteContext } from '../http/route';
import { folderId } from '../ids';
import { applySelect } from '../odata/select';
import type { GraphState } from '../state/graph-state';
import { QuirkCounter } from '../state/read-delta';
import { listId } from '../state/todo-lists';
import { TASK_TYPE } from '../task/properties';
import { taskId } from '../task/render';
import { readTaskExpand, viewTask } from '../task/view';
import { answerDelta } from './delta-round';
import { todoMailboxOf } from './mailbox-access';
import { LIST_TYPE, renderList } from './todo-lists';
import { LISTS_PATH, TASKS_PATH, todoPlace } from './todo-paths';

/** Change tracking of lists, and of the tasks of one list (reference: Graph 3). */
export function todoDeltaRoutes(state: GraphState): Route[] {
  const quirks = new QuirkCounter();
  const route = (path: string, handle: (context: RouteContext) => GraphAnswer): Route => ({
    method: 'GET',
    path: `${path}/delta`,
    mailbox: true,
    handle,
  });
  return [
    route(LISTS_PATH, (context) => listsDelta(state, quirks, context)),
    route(TASKS_PATH, (context) => tasksDelta(state, quirks, context)),
  ];
}

function listsDelta(state: GraphState, quirks: QuirkCounter, context: RouteContext): GraphAnswer {
  const { id } = todoMailboxOf(state, context.params['user']);
  return answerDelta(state, quirks, context, {
    items: state.todoLists.items,
    folder: state.todoLists.placeOf(id),
    mailbox: id,
    scope: `${id} lists`,
    type: LIST_TYPE,
    options: ['$select'],
    render: (list, { select }) => applySelect(renderList(list), select),
    idOf: (number) => folderId(id, number),
  });
}

function tasksDelta(state: GraphState, quirks: QuirkCounter, context: RouteContext): GraphAnswer {
  const { user, list } = todoPlace(state, context);
  const folder = listId(list);
  return answerDelta(state, quirks, context, {
    items: state.tasks,
    folder,
    mailbox: user.id,
    scope: `${user.id} ${list.number}`,
    type: TASK_TYPE,
    options: ['$select', '$top', '$expand'],
    expand: readTaskExpand,
    render: viewTask,
    idOf: (number) => taskId(user.id, folder, number),
  });
}
