import { instanceOn, wholeItem, type Instance } from '../event/instances';
import type { Showing } from '../event/render';
import { readZone } from '../date-time/read-date-time';
import { badQuery, GraphError, itemNotFound } from '../errors';
import type { RouteContext } from '../http/route';
import { withPlainSegments } from '../http/split-url';
import { itemNumber, occurrenceDay } from '../ids';
import type { Folder } from '../state/folders';
import type { GraphState } from '../state/graph-state';
import { idOf } from '../state/identity';
import { mailboxContext, mailboxOf, type MailboxUser } from './mailbox-access';

/** Every path below which a mailbox has events and a calendar view; the first two mean the default calendar. */
export const CALENDAR_PARENTS = [
  '/users/:user',
  '/users/:user/calendar',
  '/users/:user/calendars/:calendar',
] as const;

export interface CalendarPlace {
  readonly user: MailboxUser;
  /** The calendar whose events are listed and made. */
  readonly folder: Folder;
  /** False below `/users/{id}/events`, where an event of any calendar answers by its id. */
  readonly named: boolean;
}

/** Whether a folder is a calendar. */
export function isCalendar({ role }: Folder): boolean {
  return role === 'calendar' || role === 'calendarFolder';
}

/**
 * The mailbox and calendar that a path names; without one the default calendar.
 * @throws GraphError 404, 403
 */
export function calendarPlace(state: GraphState, { params, request }: RouteContext): CalendarPlace {
  const user = mailboxOf(state, params['user']);
  const { calendar } = params;
  if (calendar === undefined) {
    const named = /^\/users\/[^/]+\/calendar(\/|$)/.test(withPlainSegments(request.path));
    return { user, folder: state.folders.wellKnown(user.id, 'calendar'), named };
  }
  const folder = state.folders.get(user.id, calendar);
  if (folder === undefined || !isCalendar(folder)) throw itemNotFound();
  if (state.folders.isDeleted(folder) && !state.settings.deletedItemsReadable) throw itemNotFound();
  return { user, folder, named: true };
}

/**
 * How the request wants ids and times.
 * @throws GraphError 400 for a time zone that is none
 */
export function showingOf(user: MailboxUser, folder: Folder, { prefer }: RouteContext): Showing {
  if (prefer.timeZone !== undefined) readZone('outlook.timezone', prefer.timeZone);
  return { user, folder, immutable: prefer.immutableIds, timeZone: prefer.timeZone };
}

/**
 * The event, series or occurrence that the path names.
 * @throws GraphError 400 for a malformed id, 404
 */
export function eventAt(
  state: GraphState,
  { user, folder: calendar, named }: CalendarPlace,
  context: RouteContext,
): { instance: Instance; showing: Showing } {
  const id = context.params['event'] ?? '';
  const number = itemNumber(id);
  if (number === undefined) throw new GraphError(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
  const item = state.events.get(number);
  if (item?.mailbox !== user.id || (named && item.folder !== calendar.id)) throw itemNotFound();
  const folder = state.folders.get(user.id, item.folder);
  if (folder === undefined) throw itemNotFound();
  const day = occurrenceDay(id);
  // Ids are compared as they are, capitals included; one of a former folder is no longer the item's.
  if (![true, false].some((immutable) => id === idOf(item, folder, immutable, day))) throw itemNotFound();
  if (state.folders.isDeleted(folder) && !state.settings.deletedItemsReadable) throw itemNotFound();
  const instance = day === undefined ? wholeItem(item) : instanceOn(item, day);
  if (instance === undefined) throw itemNotFound();
  return { instance, showing: showingOf(user, folder, context) };
}

/** The `@odata.context` of events, by the mailbox and, where the path names one, the calendar. */
export function eventsContext(
  { user, folder, named }: CalendarPlace,
  { request, params }: RouteContext,
  collection: 'events' | 'calendarView' | 'instances' = 'events',
): string {
  const calendar =
    params['calendar'] === undefined ? '/calendar' : `/calendars('${encodeURIComponent(folder.id)}')`;
  return `${request.origin}/v1.0/$metadata#${mailboxContext(user)}${named ? calendar : ''}/${collection}`;
}

const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/i;
const DAY = 24 * 60 * 60 * 1000;

/** A moment follows its own offset, UTC without one, and never outlook.timezone (reference: Graph 2.2). */
function readMoment(parameters: URLSearchParams, name: string): Date {
  const text = parameters.get(name);
  if (text === null || text === '') {
    throw new GraphError(
      400,
      'ErrorInvalidParameter',
      `This request requires a time window specified by the query string parameters StartDateTime and EndDateTime; ${name} is missing.`,
    );
  }
  const hasOffset = /(Z|[+-]\d{2}:\d{2})$/i.test(text) || !text.includes('T');
  const moment = MOMENT.test(text) ? new Date(hasOffset ? text : `${text}Z`) : new Date(Number.NaN);
  if (Number.isNaN(moment.getTime()))
    throw badQuery(`The value '${text}' of parameter '${name}' is invalid.`);
  return moment;
}

/**
 * The window of a calendar view.
 * @throws GraphError 400 without it, or where it ends before it starts or is too long
 */
export function readWindow(state: GraphState, { request }: RouteContext): { from: Date; to: Date } {
  const parameters = new URLSearchParams(request.query);
  const from = readMoment(parameters, 'startDateTime');
  const to = readMoment(parameters, 'endDateTime');
  if (to < from) throw badQuery('The window of a calendar view ends before it starts.');
  const { largestViewDays } = state.settings;
  if (+to - +from > largestViewDays * DAY) {
    throw new GraphError(
      400,
      'ErrorCalendarViewRangeTooBig',
      `The requested view is longer than ${largestViewDays} days.`,
    );
  }
  return { from, to };
}
