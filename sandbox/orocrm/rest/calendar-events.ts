import { deleteEvent } from '../calendar/delete-event';
import type { CalendarEvent } from '../calendar/event';
import { EventUnit } from '../calendar/event-unit';
import { notifyStrategies } from '../calendar/notify';
import { reachesCalendar, reachesEvent } from './calendar-access';
import { submitEvent } from './calendar-event-form';
import { eventRow, eventView, savedView } from './calendar-event-view';
import { filteredRows, pageOf } from './calendar-pages';
import { windowRows } from './calendar-window';
import { restInstant } from './date-time';
import { restParameters, type RestParameter } from './query';
import { RestRefused, type RestAnswer, type RestCall, type RestRoute } from './route';

const dateTime = /^\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|([-+]\d{2}(:?\d{2})?))?)?)?)?$/;

/** Checks a strict parameter (FOSRestBundle). A plus sign that was not escaped is a blank by now, and refused. */
function strict(
  parameters: ReadonlyMap<string, RestParameter>,
  name: string,
  pattern: RegExp,
): string | undefined {
  const parameter = parameters.get(name);
  if (parameter?.operator !== '=') return undefined;
  if (pattern.test(parameter.value)) return parameter.value;
  throw new RestRefused(
    400,
    `Parameter "${name}" of value "${parameter.value}" violated a constraint "Parameter '${name}' value, does not match requirements '${pattern.source.slice(1, -1)}'"`,
  );
}

const integerIn = (parameters: ReadonlyMap<string, RestParameter>, name: string): number => {
  const value = parameters.get(name)?.value ?? '';
  return /^\d+$/.test(value) ? Number(value) : 0;
};

function instant(value: string): Date {
  const ms = restInstant(value);
  if (ms === undefined) throw new RestRefused(500, 'Internal Server Error');
  return new Date(ms);
}

/**
 * Calendars shown in one: itself, and others where `subordinate` is sent, whatever its value (PHP compares it
 * loosely with true, and `false` is a text that is not empty).
 */
function shownCalendars(call: RestCall, calendar: number, subordinate: boolean): number[] {
  return call.world.calendars
    .connectionsOf(calendar)
    .filter((each) => each.visible && (subordinate || each.calendar === calendar))
    .map((each) => each.calendar);
}

function list(call: RestCall): RestAnswer {
  const { world, viewer, query, wanted } = call;
  const parameters = restParameters(query);
  const named = strict(parameters, 'calendar', /^\d+$/);
  if (named === undefined) {
    throw new RestRefused(
      400,
      'Parameter "calendar" of value "NULL" violated a constraint "This value should not be null."',
    );
  }
  const calendar = Number(named);
  const start = strict(parameters, 'start', dateTime);
  const end = strict(parameters, 'end', dateTime);
  strict(parameters, 'subordinate', /^((true)|(false))$/);
  const there = world.calendars.calendar(calendar);
  if (there !== undefined && !reachesCalendar(call, there)) throw RestRefused.forbidden();
  const unit = new EventUnit(world);
  if (start !== undefined && end !== undefined) {
    const window = { from: instant(start), to: instant(end), calendar, viewer };
    const calendars = shownCalendars(call, calendar, parameters.has('subordinate'));
    return { status: 200, body: windowRows(calendars, window, unit) };
  }
  const page = integerIn(parameters, 'page');
  const limit = integerIn(parameters, 'limit');
  if (page === 0 || limit === 0) {
    throw new RestRefused(
      400,
      'Time interval ("start" and "end") or paging ("page" and "limit") parameters should be specified.',
    );
  }
  const found = filteredRows(world.calendars.eventsOf(calendar), parameters);
  const rows = pageOf(found, { page, limit }, world.calendars, world.settings.eventOrder);
  return {
    status: 200,
    headers: wanted.has('totalCount') ? { 'X-Include-Total-Count': String(found.length) } : {},
    body: rows.map((event) => eventRow(event, calendar, viewer, unit)),
  };
}

/** The event of the address; undefined where there is none. @throws RestRefused 403, 404 */
function load(call: RestCall, unit: EventUnit, name = 'id'): CalendarEvent | undefined {
  const id = call.params[name] ?? '';
  if (!/^\d+$/.test(id)) throw new RestRefused(404, 'Not Found');
  const event = unit.find(Number(id));
  if (event !== undefined && !reachesEvent(call, event)) throw RestRefused.forbidden();
  return event;
}

const absent: RestAnswer = { status: 404, body: '' };

function show(call: RestCall): RestAnswer {
  const unit = new EventUnit(call.world);
  const event = load(call, unit);
  return event === undefined
    ? absent
    : { status: 200, body: eventView(event, event.calendar, call.viewer, unit) };
}

/** An event as seen from a calendar, any calendar: only what may be done with it depends on that. */
function showIn(call: RestCall): RestAnswer {
  const unit = new EventUnit(call.world);
  const event = load(call, unit, 'eventId');
  const calendar = Number.parseInt(call.params['id'] ?? '', 10) || (event?.calendar ?? null);
  return event === undefined ? absent : { status: 200, body: eventView(event, calendar, call.viewer, unit) };
}

function create(call: RestCall): RestAnswer {
  const unit = new EventUnit(call.world);
  const event = submitEvent(call, undefined, unit);
  return { status: 201, body: { id: event.id, ...savedView(event, call.viewer, unit) } };
}

function change(call: RestCall): RestAnswer {
  const unit = new EventUnit(call.world);
  const event = load(call, unit);
  if (event === undefined) return { status: 404 };
  return { status: 200, body: savedView(submitEvent(call, event, unit), call.viewer, unit) };
}

function remove(call: RestCall): RestAnswer {
  const unit = new EventUnit(call.world);
  const event = load(call, unit);
  if (event === undefined) return { status: 404 };
  const parameters = new URLSearchParams(call.query);
  const cancelInstead = !['', '0'].includes(parameters.get('isCancelInsteadDelete') ?? '');
  // A strategy that does not exist is none, but not `none`: mails go out as for any other.
  const asked = parameters.get('notifyAttendees') ?? 'none';
  const notify = notifyStrategies.find((each) => each === asked) ?? 'added_or_deleted';
  deleteEvent(event, { cancelInstead, notify }, unit);
  unit.save();
  return { status: 204 };
}

/** Calendar events (reference section 3). */
export const calendarEventRoutes: readonly RestRoute[] = [
  { method: 'GET', path: '/calendarevents', entity: 'calendarevents', handle: list },
  { method: 'POST', path: '/calendarevents', entity: 'calendarevents', handle: create },
  { method: 'GET', path: '/calendarevents/:id', entity: 'calendarevents', handle: show },
  { method: 'PUT', path: '/calendarevents/:id', entity: 'calendarevents', handle: change },
  { method: 'DELETE', path: '/calendarevents/:id', entity: 'calendarevents', handle: remove },
  { method: 'GET', path: '/calendars/:id/events/:eventId', entity: 'calendarevents', handle: showIn },
];
