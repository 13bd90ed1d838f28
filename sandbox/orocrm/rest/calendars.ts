import type { Connection } from '../calendar/event';
import type { JsonObject } from '../jsonapi/json';
import { idOf, text } from '../model/entity';
import { fullName } from '../model/users';
import type { World } from '../model/world';
import { reachesCalendar } from './calendar-access';
import { FormErrors, words } from './form-errors';
import { FormFields } from './form-fields';
import { RestRefused, type RestAnswer, type RestCall, type RestRoute } from './route';

/** A calendar without a name of its own has its owner's. */
function nameOf(world: World, id: number): string | null {
  const calendar = world.calendars.calendar(id);
  if (calendar === undefined) return null;
  const owner = world.get('users', idOf(calendar.owner));
  return calendar.name ?? (owner === undefined ? null : fullName(owner) || text(owner, 'username'));
}

/** The default calendar of the token's user, the only one that this API tells of. */
function showDefault({ world, viewer }: RestCall): RestAnswer {
  const calendar = world.calendars.defaultOf(viewer.user.id);
  const { id, owner } = calendar;
  return { status: 200, body: { calendar: id, owner: Number(owner), calendarName: nameOf(world, id) } };
}

function view(world: World, connection: Connection): JsonObject {
  const { targetCalendar, calendar } = connection;
  const owner = world.calendars.calendar(calendar)?.owner ?? null;
  const own = calendar === targetCalendar;
  return {
    ...connection,
    calendarName: nameOf(world, calendar),
    userId: owner === null ? null : Number(owner),
    removable: !own,
    ...(own && { canAddEvent: true, canEditEvent: true, canDeleteEvent: true }),
  };
}

/** Calendars shown in one, itself among them. */
function listConnections(call: RestCall): RestAnswer {
  const { world, params } = call;
  const id = Number(params['id'] ?? '');
  if (!Number.isInteger(id)) throw new RestRefused(404, 'Not Found');
  const calendar = world.calendars.calendar(id);
  if (calendar !== undefined && !reachesCalendar(call, calendar)) throw RestRefused.forbidden();
  const sorted = world.calendars.connectionsOf(id).sort((a, b) => a.position - b.position || a.id - b.id);
  return { status: 200, body: sorted.map((each) => view(world, each)) };
}

const fields = [
  'id',
  'targetCalendar',
  'calendarAlias',
  'calendar',
  'position',
  'visible',
  'backgroundColor',
] as const;
/** Dropped before the form sees them (CalendarConnectionController). */
const dropped: ReadonlySet<string> = new Set([
  'calendarName',
  'removable',
  'canAddEvent',
  'canEditEvent',
  'canDeleteEvent',
]);

/** Fills in what is named of a connection. @throws RestRefused 400, 403 */
function submitted(call: RestCall, present: Omit<Connection, 'id'> | undefined): Omit<Connection, 'id'> {
  const { world, body } = call;
  const errors = new FormErrors(fields);
  const read = new FormFields(errors);
  const known: ReadonlySet<string> = new Set(fields);
  if (Object.keys(body).some((name) => !known.has(name) && !dropped.has(name))) {
    errors.own.push(words.extraFields);
  }
  const number = (name: 'targetCalendar' | 'calendar' | 'position'): number | null =>
    body[name] === undefined ? (present?.[name] ?? null) : read.integer(name, body[name]);
  const targetCalendar = number('targetCalendar');
  const calendar = number('calendar');
  const calendarAlias = read.text('calendarAlias', body['calendarAlias'] ?? present?.calendarAlias ?? null);
  const color = body['backgroundColor'] ?? present?.backgroundColor ?? null;
  for (const [name, value] of Object.entries({ targetCalendar, calendar, calendarAlias })) {
    if (value === null) errors.add(name, words.notBlank);
  }
  if (targetCalendar !== null && world.calendars.calendar(targetCalendar) === undefined) {
    errors.refuse('targetCalendar', words.notValid);
  }
  if (errors.any || targetCalendar === null || calendar === null || calendarAlias === null) {
    throw errors.refusal();
  }
  if (!reachesCalendar(call, world.calendars.calendar(targetCalendar))) throw RestRefused.forbidden();
  return {
    targetCalendar,
    calendar,
    calendarAlias,
    position: number('position') ?? 0,
    visible: body['visible'] === undefined ? (present?.visible ?? true) : read.flag(body['visible']),
    backgroundColor: read.text('backgroundColor', color),
  };
}

function connect(call: RestCall): RestAnswer {
  const values = submitted(call, undefined);
  const { id } = call.world.calendars.connect(values);
  return { status: 201, body: { id } };
}

function load(call: RestCall): Connection | undefined {
  const connection = call.world.calendars.connection(Number(call.params['id'] ?? ''));
  if (connection === undefined) return undefined;
  const { targetCalendar } = connection;
  if (!reachesCalendar(call, call.world.calendars.calendar(targetCalendar))) throw RestRefused.forbidden();
  return connection;
}

function change(call: RestCall): RestAnswer {
  const connection = load(call);
  if (connection === undefined) return { status: 404 };
  call.world.calendars.changeConnection({ id: connection.id, ...submitted(call, connection) });
  return { status: 204 };
}

function disconnect(call: RestCall): RestAnswer {
  const connection = load(call);
  if (connection === undefined) return { status: 404 };
  call.world.calendars.disconnect(connection.id);
  return { status: 204 };
}

/** Calendars and what is shown in them (reference section 3). */
export const calendarRoutes: readonly RestRoute[] = [
  { method: 'GET', path: '/calendars/default', entity: 'calendars', handle: showDefault },
  { method: 'GET', path: '/calendars/:id/connections', entity: 'calendars', handle: listConnections },
  { method: 'POST', path: '/calendarconnections', entity: 'calendars', handle: connect },
  { method: 'PUT', path: '/calendarconnections/:id', entity: 'calendars', handle: change },
  { method: 'DELETE', path: '/calendarconnections/:id', entity: 'calendars', handle: disconnect },
];
