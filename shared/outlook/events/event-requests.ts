import type { MailboxAddress, OrocrmId, OutlookId } from '../../records/ids';
import type { CalendarWindow } from '../../rules/policy';
import { expandProperties, orocrmIdProperty } from '../extended-properties';
import type { FolderRef } from '../folder-pages';
import { odataText, path, withQuery, type GraphPath } from '../graph-url';
import { eventProperties } from './event-item';

/** Events per page with everything that is mapped, per page of bare ids, and occurrences around a day. */
const pageSize = 100;
const idsPageSize = 999;
const mostInstances = 50;

const plainSelect = eventProperties.join(',');
const seriesSelect = [...eventProperties, 'cancelledOccurrences', 'exceptionOccurrences'].join(',');

/** Single events and series of the default calendar. */
export const eventsIn = (mailbox: MailboxAddress): GraphPath => path`/users/${mailbox}/events`;

const eventsOf = (mailbox: MailboxAddress, calendar: FolderRef): GraphPath =>
  calendar === 'default' ? eventsIn(mailbox) : path`/users/${mailbox}/calendars/${calendar}/events`;

/** The calendars of a mailbox with their owners: those that other people share are among them. */
export const calendarsOf = (mailbox: MailboxAddress): GraphPath =>
  withQuery(path`/users/${mailbox}/calendars`, {
    $select: 'id,isDefaultCalendar,owner',
    $top: pageSize,
  });

/** An event, a series or an occurrence by id, wherever it lies. */
export const eventAt = (mailbox: MailboxAddress, id: string): GraphPath =>
  path`/users/${mailbox}/events/${id}`;

/** `extended`: ids of the extended properties to expand. */
export const wholeEvent = (mailbox: MailboxAddress, id: OutlookId, extended: readonly string[]): GraphPath =>
  withQuery(eventAt(mailbox, id), { $select: plainSelect, $expand: expandProperties(extended) });

/** Exceptions and cancelled occurrences are told of a series alone, and only when asked for (Graph reference 2.6). */
export const wholeSeries = (mailbox: MailboxAddress, id: OutlookId, extended: readonly string[]): GraphPath =>
  withQuery(eventAt(mailbox, id), {
    $select: seriesSelect,
    $expand: `exceptionOccurrences,${expandProperties(extended)}`,
  });

export const eventsPage = (
  mailbox: MailboxAddress,
  extended: readonly string[],
  calendar: FolderRef = 'default',
): GraphPath =>
  withQuery(eventsOf(mailbox, calendar), {
    $select: plainSelect,
    $expand: expandProperties(extended),
    $top: pageSize,
  });

export const eventIdsPage = (mailbox: MailboxAddress): GraphPath =>
  withQuery(eventsIn(mailbox), { $select: 'id', $top: idsPageSize });

export const markedEvents = (
  mailbox: MailboxAddress,
  mark: OrocrmId,
  extended: readonly string[],
): GraphPath =>
  withQuery(eventsIn(mailbox), {
    $select: plainSelect,
    $expand: expandProperties(extended),
    $filter: `singleValueExtendedProperties/Any(ep: ep/id eq ${odataText(orocrmIdProperty)} and ep/value eq ${odataText(mark)})`,
  });

/** What a series shows in a window. */
export const instancesIn = (mailbox: MailboxAddress, series: OutlookId, window: CalendarWindow): GraphPath =>
  withQuery(path`/users/${mailbox}/events/${series}/instances`, {
    ...windowOptions(window),
    $select: 'id,type,start,end,isAllDay,originalStart',
    $top: mostInstances,
  });

/** First request of a delta round: nothing may be selected, expanded or filtered there (Graph reference 2.2). */
export const calendarViewDelta = (mailbox: MailboxAddress, window: CalendarWindow): GraphPath =>
  withQuery(path`/users/${mailbox}/calendarView/delta`, windowOptions(window));

const windowOptions = ({ from, to }: CalendarWindow) => ({
  startDateTime: wholeSeconds(from),
  endDateTime: wholeSeconds(to),
});

const wholeSeconds = (instant: Date): string => `${instant.toISOString().slice(0, 19)}Z`;
