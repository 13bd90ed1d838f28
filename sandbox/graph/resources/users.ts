import { GraphError } from '../errors';
import type { GraphAnswer, Route, RouteContext } from '../http/route';
import { linkWith } from '../odata/paging';
import { readNumber, readQuery } from '../odata/query';
import { readSelect, type Entity } from '../odata/select';
import type { User } from '../state/directory';
import type { GraphState } from '../state/graph-state';
import { userPredicate } from './user-filter';

const DEFAULT_PROPERTIES = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
];

const TYPE = {
  name: 'user',
  properties: [...DEFAULT_PROPERTIES, 'accountEnabled', 'assignedPlans', 'userType'],
};

const DEFAULT_PAGE = 100;

/** The directory's users (reference: Graph 6, discovery). */
export function userRoutes(state: GraphState): Route[] {
  return [
    { method: 'GET', path: '/users', mailbox: false, handle: (context) => list(state, context) },
    { method: 'GET', path: '/users/:user', mailbox: false, handle: (context) => read(state, context) },
  ];
}

function render(user: User): Entity {
  const plan = {
    assignedDateTime: '2024-01-01T00:00:00Z',
    capabilityStatus: 'Enabled',
    service: 'exchange',
    servicePlanId: 'efb87545-963c-4e0d-99df-69c6916d9eb0',
  };
  return {
    businessPhones: [],
    displayName: user.displayName,
    givenName: user.givenName,
    jobTitle: user.jobTitle,
    mail: user.mail,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    surname: user.surname,
    userPrincipalName: user.userPrincipalName,
    id: user.id,
    accountEnabled: user.accountEnabled,
    assignedPlans: user.mailbox === null ? [] : [plan],
    userType: 'Member',
  };
}

/** The directory returns exactly what was selected, without adding the id, or a fixed set. */
function selected(user: User, select: readonly string[] | undefined): Entity {
  const entity = render(user);
  return Object.fromEntries((select ?? DEFAULT_PROPERTIES).map((name) => [name, entity[name]]));
}

function list(state: GraphState, { request }: RouteContext): GraphAnswer {
  const options = readQuery(request.query, ['$select', '$filter', '$top', '$skiptoken']);
  const select = readSelect(options.$select, TYPE);
  const keep = options.$filter === undefined ? () => true : userPredicate(options.$filter);
  const users = state.directory
    .all()
    .filter(keep)
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  const after = options.$skiptoken === undefined ? '' : cursor(options.$skiptoken);
  const size = readNumber(options, '$top', { min: 1, max: 999 }) ?? DEFAULT_PAGE;
  const rest = users.filter(({ id }) => id > after);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const nextLink =
    last === undefined || rest.length <= size
      ? {}
      : { '@odata.nextLink': linkWith(request, { $skiptoken: Buffer.from(last.id).toString('base64url') }) };
  return {
    status: 200,
    body: {
      '@odata.context': `${request.origin}/v1.0/$metadata#users`,
      ...nextLink,
      value: page.map((user) => selected(user, select)),
    },
  };
}

function cursor(token: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (!/^[0-9a-f-]{36}$/.test(text)) {
    throw new GraphError(
      400,
      'Directory_ExpiredPageToken',
      'The specified page token is malformed or expired.',
    );
  }
  return text;
}

function read(state: GraphState, { request, params }: RouteContext): GraphAnswer {
  const select = readSelect(readQuery(request.query, ['$select']).$select, TYPE);
  const key = params['user'] ?? '';
  const user = state.directory.find(key);
  if (user === undefined) {
    throw new GraphError(
      404,
      'Request_ResourceNotFound',
      `Resource '${key}' does not exist or one of its queried reference-property objects are not present.`,
    );
  }
  const context = `${request.origin}/v1.0/$metadata#users/$entity`;
  return { status: 200, body: { '@odata.context': context, ...selected(user, select) } };
}
