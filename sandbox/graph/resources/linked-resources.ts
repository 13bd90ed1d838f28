import type { GraphAnswer, Route, RouteContext } from '../http/route';
import { readQuery } from '../odata/query';
import type { GraphState } from '../state/graph-state';
import type { Item } from '../state/items';
import { linkedResourceOf, readLinkedResource, renderLinkedResource } from '../task/linked-resource';
import type { LinkedResource, TaskValues } from '../task/properties';
import { taskAt, tasksContext, TASKS_PATH } from './todo-paths';

type Found = ReturnType<typeof taskAt>;

/** The linked resources of one task (reference: Graph 3). */
export function linkedResourceRoutes(state: GraphState): Route[] {
  const all = `${TASKS_PATH}/:task/linkedResources`;
  const one = `${all}/:resource`;
  const route = (
    method: Route['method'],
    path: string,
    handle: (state: GraphState, context: RouteContext, found: Found) => GraphAnswer,
  ): Route => ({
    method,
    path,
    mailbox: true,
    handle: (context) => {
      readQuery(context.request.query, []);
      return handle(state, context, taskAt(state, context));
    },
  });
  return [
    route('GET', all, list),
    route('POST', all, create),
    route('GET', one, read),
    route('PATCH', one, update),
    route('DELETE', one, remove),
  ];
}

function contextOf(context: RouteContext, found: Found): string {
  const task = encodeURIComponent(context.params['task'] ?? '');
  return `${tasksContext(context, found)}('${task}')/linkedResources`;
}

function answer(context: RouteContext, found: Found, status: number, resource: LinkedResource): GraphAnswer {
  const body = {
    '@odata.context': `${contextOf(context, found)}/$entity`,
    ...renderLinkedResource(resource),
  };
  return { status, body };
}

function named({ item }: Found, { params }: RouteContext): LinkedResource {
  return linkedResourceOf(item.values.linkedResources, params['resource'] ?? '');
}

/** The task is written anew with them: its etag changes and delta reports it. */
function write(state: GraphState, item: Item<TaskValues>, linkedResources: LinkedResource[]): void {
  const values = { ...item.values, linkedResources };
  state.tasks.update(item, { values, extended: [], changed: ['linkedResources'], reported: true });
}

function list(_state: GraphState, context: RouteContext, found: Found): GraphAnswer {
  const value = found.item.values.linkedResources.map(renderLinkedResource);
  return { status: 200, body: { '@odata.context': contextOf(context, found), value } };
}

function create(state: GraphState, context: RouteContext, found: Found): GraphAnswer {
  const resource = readLinkedResource(context.request.body);
  write(state, found.item, [...found.item.values.linkedResources, resource]);
  return answer(context, found, 201, resource);
}

function read(_state: GraphState, context: RouteContext, found: Found): GraphAnswer {
  return answer(context, found, 200, named(found, context));
}

function update(state: GraphState, context: RouteContext, found: Found): GraphAnswer {
  const before = named(found, context);
  const resource = readLinkedResource(context.request.body, before);
  const { linkedResources } = found.item.values;
  write(
    state,
    found.item,
    linkedResources.map((other) => (other.id === before.id ? resource : other)),
  );
  return answer(context, found, 200, resource);
}

function remove(state: GraphState, context: RouteContext, found: Found): GraphAnswer {
  const { id } = named(found, context);
  write(
    state,
    found.item,
    found.item.values.linkedResources.filter((other) => other.id !== id),
  );
  return { status: 204 };
}
