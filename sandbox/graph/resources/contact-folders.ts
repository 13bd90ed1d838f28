import { badBody, badValue, GraphError } from '../errors';
import type { GraphAnswer, Route, RouteContext } from '../http/route';
import { linkWith, offsetPage } from '../odata/paging';
import { readNumber, readQuery } from '../odata/query';
import { applySelect, readSelect, type Entity } from '../odata/select';
import type { Folder } from '../state/folders';
import type { GraphState } from '../state/graph-state';
import { contactFolderOf, mailboxContext, mailboxOf } from './mailbox-access';

const TYPE = { name: 'contactFolder', properties: ['id', 'displayName', 'parentFolderId'] };
const DEFAULT_PAGE = 10;

/** The folders that people made; the default one is not listed (reference: Graph 1.3). */
export function contactFolderRoutes(state: GraphState): Route[] {
  const base = '/users/:user/contactFolders';
  const children = `${base}/:folder/childFolders`;
  const route = (
    method: Route['method'],
    path: string,
    handle: (state: GraphState, context: RouteContext) => GraphAnswer,
  ): Route => ({ method, path, mailbox: true, handle: (context) => handle(state, context) });
  return [
    route('GET', base, list),
    route('POST', base, create),
    route('GET', `${base}/:folder`, read),
    route('PATCH', `${base}/:folder`, rename),
    route('DELETE', `${base}/:folder`, remove),
    route('GET', children, list),
    route('POST', children, create),
    route('GET', `${base}/:parent/childFolders/:folder`, read),
  ];
}

function render(folder: Folder): Entity {
  return { id: folder.id, displayName: folder.displayName, parentFolderId: folder.parent };
}

/** The folder that the path names; without one the default folder: what is listed is what is inside it. */
function parentOf(state: GraphState, { params }: RouteContext): Folder {
  const user = mailboxOf(state, params['user']);
  const { folder } = params;
  return folder === undefined
    ? state.folders.wellKnown(user.id, 'contacts')
    : contactFolderOf(state, user, folder);
}

function contextOf(state: GraphState, { request, params }: RouteContext): string {
  return `${request.origin}/v1.0/$metadata#${mailboxContext(mailboxOf(state, params['user']))}/contactFolders`;
}

function list(state: GraphState, context: RouteContext): GraphAnswer {
  const { request, prefer } = context;
  const options = readQuery(request.query, ['$select', '$top', '$skip']);
  const select = readSelect(options.$select, TYPE);
  const folders = state.folders
    .childrenOf(parentOf(state, context))
    .filter(({ role }) => role === 'contactFolder');
  const page = offsetPage(folders, {
    skip: readNumber(options, '$skip', { min: 0, max: 1_000_000 }) ?? 0,
    size: readNumber(options, '$top', { min: 1, max: 1000 }) ?? prefer.maxPageSize ?? DEFAULT_PAGE,
  });
  return {
    status: 200,
    body: {
      '@odata.context': contextOf(state, context),
      value: page.items.map((folder) => applySelect(render(folder), select)),
      ...(page.nextSkip !== undefined && {
        '@odata.nextLink': linkWith(request, { $skip: String(page.nextSkip) }),
      }),
    },
  };
}

function folderOf(state: GraphState, { params }: RouteContext): Folder {
  const user = mailboxOf(state, params['user']);
  return contactFolderOf(state, user, params['folder'] ?? '', params['parent']);
}

function answer(state: GraphState, context: RouteContext, status: number, folder: Folder): GraphAnswer {
  const body = { '@odata.context': `${contextOf(state, context)}/$entity`, ...render(folder) };
  return { status, body };
}

function read(state: GraphState, context: RouteContext): GraphAnswer {
  const select = readSelect(readQuery(context.request.query, ['$select']).$select, TYPE);
  const { body } = answer(state, context, 200, folderOf(state, context));
  return { status: 200, body: applySelect(body as Entity, select) };
}

function displayNameIn(body: unknown): string {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw badBody('An object is expected.');
  const { displayName, ...more } = body as Record<string, unknown>;
  const foreign = Object.keys(more).find((name) => name !== '@odata.type');
  if (foreign !== undefined) throw badBody(`The property '${foreign}' cannot be written.`);
  if (typeof displayName !== 'string' || displayName.trim() === '') throw badValue('A folder needs a name.');
  return displayName;
}

function freeName(state: GraphState, parent: Folder, displayName: string): string {
  const taken = state.folders
    .childrenOf(parent)
    .some((child) => child.displayName.toLowerCase() === displayName.toLowerCase());
  if (taken) {
    throw new GraphError(409, 'ErrorFolderExists', 'A folder with the specified name already exists.');
  }
  return displayName;
}

function create(state: GraphState, context: RouteContext): GraphAnswer {
  const parent = parentOf(state, context);
  const displayName = freeName(state, parent, displayNameIn(context.request.body));
  return answer(state, context, 201, state.folders.create(parent, displayName));
}

function changeable(state: GraphState, context: RouteContext): Folder {
  const folder = folderOf(state, context);
  if (folder.role !== 'contactFolder') {
    throw new GraphError(403, 'ErrorAccessDenied', 'A distinguished folder cannot be changed or deleted.');
  }
  return folder;
}

function rename(state: GraphState, context: RouteContext): GraphAnswer {
  const folder = changeable(state, context);
  const displayName = displayNameIn(context.request.body);
  return answer(state, context, 200, state.folders.change(folder, { displayName }));
}

function remove(state: GraphState, context: RouteContext): GraphAnswer {
  const folder = changeable(state, context);
  const bin = state.folders.wellKnown(folder.mailbox, 'deletedItems');
  state.folders.change(folder, { parent: bin.id });
  return { status: 204 };
}
