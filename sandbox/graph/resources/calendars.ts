import { entryIdProperty } from '../event/folder-properties';
import { expandedProperties, refuseExpansion } from '../extended/expand-extended';
import { renderExtended } from '../extended/render-extended';
import type { GraphAnswer, Route, RouteContext } from '../http/route';
import { changeKey } from '../ids';
import { readExpand } from '../odata/expand';
import { linkWith, offsetPage } from '../odata/paging';
import { readNumber, readQuery, type QueryOptions } from '../odata/query';
import { applySelect, readSelect, type Entity } from '../odata/select';
import type { Folder } from '../state/folders';
import type { GraphState } from '../state/graph-state';
import { calendarPlace, isCalendar } from './event-paths';
import { mailboxContext, mailboxOf, type MailboxUser } from './mailbox-access';

const NAVIGATION = [
  'calendarPermissions',
  'calendarView',
  'events',
  'multiValueExtendedProperties',
  'singleValueExtendedProperties',
];
const TYPE = {
  name: 'calendar',
  properties: [
    'id',
    'name',
    'color',
    'hexColor',
    'isDefaultCalendar',
    'changeKey',
    'canShare',
    'canViewPrivateItems',
    'canEdit',
    'allowedOnlineMeetingProviders',
    'defaultOnlineMeetingProvider',
    'isTallyingResponses',
    'isRemovable',
    'owner',
    ...NAVIGATION,
  ],
};
const DEFAULT_PAGE = 10;

/** The calendars of a mailbox; those that were deleted are not listed (reference: Graph 2). */
export function calendarRoutes(state: GraphState): Route[] {
  const route = (path: string, handle: (context: RouteContext) => GraphAnswer): Route => ({
    method: 'GET',
    path,
    mailbox: true,
    handle,
  });
  return [
    route('/users/:user/calendar', (context) => read(state, context)),
    route('/users/:user/calendars', (context) => list(state, context)),
    route('/users/:user/calendars/:calendar', (context) => read(state, context)),
  ];
}

function render(user: MailboxUser, folder: Folder): Entity {
  const isDefault = folder.role === 'calendar';
  return {
    id: folder.id,
    name: folder.displayName,
    color: 'auto',
    hexColor: '',
    isDefaultCalendar: isDefault,
    changeKey: changeKey(user.id, folder.number),
    canShare: true,
    canViewPrivateItems: true,
    canEdit: true,
    allowedOnlineMeetingProviders: ['teamsForBusiness'],
    defaultOnlineMeetingProvider: 'teamsForBusiness',
    isTallyingResponses: isDefault,
    isRemovable: !isDefault,
    owner: {
      name: user.displayName ?? user.mail ?? user.userPrincipalName,
      address: user.mail ?? user.userPrincipalName,
    },
  };
}

function viewer(options: QueryOptions, user: MailboxUser): (folder: Folder) => Entity {
  const select = readSelect(options.$select, TYPE);
  const extended = readExpand(options.$expand).flatMap((expansion) =>
    expansion.property === 'singleValueExtendedProperties'
      ? expandedProperties(expansion)
      : refuseExpansion(expansion.property, NAVIGATION),
  );
  return (folder) => ({
    ...applySelect(render(user, folder), select),
    ...renderExtended([entryIdProperty(folder)], extended),
  });
}

function read(state: GraphState, context: RouteContext): GraphAnswer {
  const { request, params } = context;
  const options = readQuery(request.query, ['$select', '$expand']);
  const { user, folder } = calendarPlace(state, context);
  const collection = params['calendar'] === undefined ? 'calendar' : 'calendars';
  return {
    status: 200,
    body: {
      '@odata.context': `${request.origin}/v1.0/$metadata#${mailboxContext(user)}/${collection}/$entity`,
      ...viewer(options, user)(folder),
    },
  };
}

function list(state: GraphState, { request, params, prefer }: RouteContext): GraphAnswer {
  const options = readQuery(request.query, ['$select', '$expand', '$top', '$skip']);
  const user = mailboxOf(state, params['user']);
  const folders = state.folders
    .all(user.id)
    .filter((folder) => isCalendar(folder) && !state.folders.isDeleted(folder));
  const page = offsetPage(folders, {
    skip: readNumber(options, '$skip', { min: 0, max: 1_000_000 }) ?? 0,
    size: readNumber(options, '$top', { min: 1, max: 1000 }) ?? prefer.maxPageSize ?? DEFAULT_PAGE,
  });
  return {
    status: 200,
    body: {
      '@odata.context': `${request.origin}/v1.0/$metadata#${mailboxContext(user)}/calendars`,
      value: page.items.map(viewer(options, user)),
      ...(page.nextSkip !== undefined && {
        '@odata.nextLink': linkWith(request, { $skip: String(page.nextSkip) }),
      }),
    },
  };
}
