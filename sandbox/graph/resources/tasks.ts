import { badValue } from '../errors';
import type { GraphAnswer, Route, RouteContext } from '../http/route';
import { linkWith } from '../odata/paging';
import { readNumber, readQuery } from '../odata/query';
import { readSelect } from '../odata/select';
import type { GraphState } from '../state/graph-state';
import { etagOf } from '../state/identity';
import type { Item } from '../state/items';
import { listId } from '../state/todo-lists';
import { taskPredicate } from '../task/filter';
import { discardTask } from '../task/place';
import { TASK_TYPE, type TaskValues } from '../task/properties';
import { readNewTask, readTaskChange } from '../task/read-body';
import { writeTask } from '../task/series';
import { readTaskExpand, viewTask, type TaskView } from '../task/view';
import { checkIfMatch } from './if-match';
import { taskAt, tasksContext, TASKS_PATH, todoPlace, type TodoPlace } from './todo-paths';

const DEFAULT_PAGE = 10;

/** The tasks of one To Do list (reference: Graph 3). */
export function taskRoutes(state: GraphState): Route[] {
  const one = `${TASKS_PATH}/:task`;
  const route = (
    method: Route['method'],
    path: string,
    handle: (state: GraphState, context: RouteContext) => GraphAnswer,
  ): Route => ({ method, path, mailbox: true, handle: (context) => handle(state, context) });
  return [
    route('GET', TASKS_PATH, list),
    route('POST', TASKS_PATH, create),
    route('GET', one, read),
    route('PATCH', one, update),
    route('DELETE', one, remove),
  ];
}

function list(state: GraphState, context: RouteContext): GraphAnswer {
  const { request, prefer } = context;
  const place = todoPlace(state, context);
  const options = readQuery(request.query, ['$select', '$expand', '$filter', '$top', '$skip']);
  const view = { select: readSelect(options.$select, TASK_TYPE), expand: readTaskExpand(options.$expand) };
  const keep = options.$filter === undefined ? undefined : taskPredicate(options.$filter);
  const skip = readNumber(options, '$skip', { min: 0, max: 1_000_000 }) ?? 0;
  const size =
    readNumber(options, '$top', { min: 1, max: 1000 }) ?? Math.min(prefer.maxPageSize ?? DEFAULT_PAGE, 1000);
  const { items, total } = pageOf(state, listId(place.list), keep, { skip, size });
  return {
    status: 200,
    body: {
      '@odata.context': tasksContext(context, place),
      value: items.map((item) => viewTask(item, view)),
      ...(skip + size < total && { '@odata.nextLink': linkWith(request, { $skip: String(skip + size) }) }),
    },
  };
}

/** A page of a list; the whole of it is looked at only where it has to be filtered. */
function pageOf(
  state: GraphState,
  folder: string,
  keep: ((item: Item<TaskValues>) => boolean) | undefined,
  { skip, size }: { skip: number; size: number },
): { items: Item<TaskValues>[]; total: number } {
  if (keep === undefined) return state.tasks.slice(folder, skip, skip + size);
  const kept = state.tasks.inFolder(folder).filter(keep);
  return { items: kept.slice(skip, skip + size), total: kept.length };
}

function answer(
  context: RouteContext,
  status: number,
  { item, view, ...place }: TodoPlace & { item: Item<TaskValues>; view: TaskView },
): GraphAnswer {
  return {
    status,
    headers: { ETag: etagOf(item) },
    body: { '@odata.context': `${tasksContext(context, place)}/$entity`, ...viewTask(item, view) },
  };
}

function create(state: GraphState, context: RouteContext): GraphAnswer {
  readQuery(context.request.query, []);
  const place = todoPlace(state, context);
  if (place.list.values.wellknownListName === 'flaggedEmails') {
    // It shows mails; To Do lets nobody add to it.
    throw badValue('Tasks cannot be made in the Flagged Emails list.');
  }
  const { values } = readNewTask(context.request.body, state.now());
  const item = state.tasks.create(place.user.id, listId(place.list), { values, extended: [] });
  // The documentation shows linked resources in the answer when they were sent, and none otherwise.
  const expand = values.linkedResources.length > 0 ? ['linkedResources'] : [];
  return answer(context, 201, { ...place, item, view: { expand } });
}

function read(state: GraphState, context: RouteContext): GraphAnswer {
  const options = readQuery(context.request.query, ['$select', '$expand']);
  const view = { select: readSelect(options.$select, TASK_TYPE), expand: readTaskExpand(options.$expand) };
  return answer(context, 200, { ...taskAt(state, context), view });
}

function update(state: GraphState, context: RouteContext): GraphAnswer {
  readQuery(context.request.query, []);
  const { item, ...place } = taskAt(state, context);
  checkIfMatch(state.settings, item, context.request);
  const change = readTaskChange(context.request.body, item.values, state.now());
  return answer(context, 200, { ...place, item: writeTask(state, item, change), view: {} });
}

function remove(state: GraphState, context: RouteContext): GraphAnswer {
  readQuery(context.request.query, []);
  const { item } = taskAt(state, context);
  checkIfMatch(state.settings, item, context.request);
  discardTask(state, item);
  return { status: 204 };
}
