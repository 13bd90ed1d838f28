import { badValue, GraphError } from '../errors';
import type { GraphAnswer, Route, RouteContext } from '../http/route';
import { linkWith, offsetPage } from '../odata/paging';
import { readNumber, readQuery } from '../odata/query';
import { bodyEntries, refuseProperty } from '../odata/read-body';
import { readText } from '../odata/read-value';
import { applySelect, readSelect, type Entity } from '../odata/select';
import type { GraphState } from '../state/graph-state';
import { etagOf } from '../state/identity';
import { listId, type TodoList } from '../state/todo-lists';
import { discardList } from '../task/place';
import { checkIfMatch } from './if-match';
import { todoMailboxOf, type MailboxUser } from './mailbox-access';
import { LISTS_PATH, listsContext, todoPlace } from './todo-paths';

const READ_ONLY = ['id', 'isOwner', 'isShared', 'wellknownListName'];
const NAVIGATION = ['extensions', 'tasks'];
const DEFAULT_PAGE = 10;

export const LIST_TYPE = {
  name: 'todoTaskList',
  properties: [...READ_ONLY, 'displayName', ...NAVIGATION] as readonly string[],
  readOnly: READ_ONLY,
  navigation: NAVIGATION,
};

/** The To Do lists of a mailbox (reference: Graph 3). */
export function todoListRoutes(state: GraphState): Route[] {
  const one = `${LISTS_PATH}/:list`;
  const route = (
    method: Route['method'],
    path: string,
    handle: (state: GraphState, context: RouteContext) => GraphAnswer,
  ): Route => ({ method, path, mailbox: true, handle: (context) => handle(state, context) });
  return [
    route('GET', LISTS_PATH, list),
    route('POST', LISTS_PATH, create),
    route('GET', one, read),
    route('PATCH', one, rename),
    route('DELETE', one, remove),
  ];
}

export function renderList(list: TodoList): Entity {
  const { displayName, wellknownListName } = list.values;
  return {
    '@odata.etag': etagOf(list),
    displayName,
    isOwner: true,
    isShared: false,
    wellknownListName,
    id: listId(list),
  };
}

function list(state: GraphState, context: RouteContext): GraphAnswer {
  const { request, prefer, params } = context;
  const user = todoMailboxOf(state, params['user']);
  const options = readQuery(request.query, ['$select', '$top', '$skip']);
  const select = readSelect(options.$select, LIST_TYPE);
  const { todoListsIncomplete } = state.settings;
  const lists = state.todoLists
    .all(user.id)
    .filter(({ values }) => !todoListsIncomplete || values.wellknownListName === 'flaggedEmails');
  const page = offsetPage(lists, {
    skip: readNumber(options, '$skip', { min: 0, max: 1_000_000 }) ?? 0,
    size: readNumber(options, '$top', { min: 1, max: 1000 }) ?? prefer.maxPageSize ?? DEFAULT_PAGE,
  });
  return {
    status: 200,
    body: {
      '@odata.context': listsContext(context, user),
      value: page.items.map((entry) => applySelect(renderList(entry), select)),
      ...(page.nextSkip !== undefined && {
        '@odata.nextLink': linkWith(request, { $skip: String(page.nextSkip) }),
      }),
    },
  };
}

function answer(context: RouteContext, status: number, user: MailboxUser, entity: Entity): GraphAnswer {
  return { status, body: { '@odata.context': `${listsContext(context, user)}/$entity`, ...entity } };
}

function read(state: GraphState, context: RouteContext): GraphAnswer {
  const select = readSelect(readQuery(context.request.query, ['$select']).$select, LIST_TYPE);
  const place = todoPlace(state, context);
  return answer(context, 200, place.user, applySelect(renderList(place.list), select));
}

function displayNameIn(body: unknown): string {
  let displayName: string | null = null;
  for (const [name, value] of bodyEntries(body, LIST_TYPE)) {
    if (name !== 'displayName') refuseProperty(LIST_TYPE, name);
    displayName = readText(name, value);
  }
  if (displayName === null || displayName.trim() === '') throw badValue('A list needs a name.');
  return displayName;
}

function create(state: GraphState, context: RouteContext): GraphAnswer {
  readQuery(context.request.query, []);
  const user = todoMailboxOf(state, context.params['user']);
  const made = state.todoLists.create(user.id, displayNameIn(context.request.body));
  return answer(context, 201, user, renderList(made));
}

/** The list that the path names, one that people made. */
function changeable(state: GraphState, context: RouteContext): { user: MailboxUser; list: TodoList } {
  readQuery(context.request.query, []);
  const place = todoPlace(state, context);
  if (place.list.values.wellknownListName !== 'none') {
    throw new GraphError(403, 'ErrorAccessDenied', 'A well-known list cannot be changed or deleted.');
  }
  checkIfMatch(state.settings, place.list, context.request);
  return place;
}

function rename(state: GraphState, context: RouteContext): GraphAnswer {
  const place = changeable(state, context);
  const renamed = state.todoLists.rename(place.list, displayNameIn(context.request.body));
  return answer(context, 200, place.user, renderList(renamed));
}

function remove(state: GraphState, context: RouteContext): GraphAnswer {
  discardList(state, changeable(state, context).list);
  return { status: 204 };
}
