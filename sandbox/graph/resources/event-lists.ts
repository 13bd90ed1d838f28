import { eventPredicate } from '../event/filter';
import type { Instance } from '../event/instances';
import { shownTime } from '../event/times';
import { readEventView, viewEvent } from '../event/view';
import { badQuery, GraphError } from '../errors';
import type { GraphAnswer, RouteContext } from '../http/route';
import { applyOrderBy, readOrderBy } from '../odata/order-by';
import { linkWith, offsetPage } from '../odata/paging';
import { readNumber, readQuery } from '../odata/query';
import { eventsContext, showingOf, type CalendarPlace } from './event-paths';

const DEFAULT_PAGE = 10;
const SORTABLE = ['start/dateTime', 'end/dateTime', 'subject', 'createdDateTime', 'lastModifiedDateTime'];

function keysOf({ content, item }: Instance): Record<string, unknown> {
  return {
    'start/dateTime': shownTime(content.start, content.isAllDay, undefined).dateTime,
    'end/dateTime': shownTime(content.end, content.isAllDay, undefined).dateTime,
    subject: content.subject,
    createdDateTime: item.createdAt,
    lastModifiedDateTime: item.modifiedAt,
  };
}

/**
 * Answers a page of events, by the query options that any list of events takes.
 * @throws GraphError 400
 */
export function answerEvents(
  context: RouteContext,
  place: CalendarPlace,
  collection: 'events' | 'calendarView' | 'instances',
  instances: readonly Instance[],
): GraphAnswer {
  const { request, prefer } = context;
  const options = readQuery(request.query, [
    '$select',
    '$expand',
    '$filter',
    '$orderby',
    '$top',
    '$skip',
    '$count',
  ]);
  const view = readEventView(options, false);
  const orders = readOrderBy(options.$orderby, SORTABLE);
  if (orders !== undefined && options.$filter?.includes('singleValueExtendedProperties') === true) {
    throw new GraphError(400, 'InefficientFilter', 'The restriction or sort order is too complex.');
  }
  if (options.$count !== undefined && !['true', 'false'].includes(options.$count)) {
    throw badQuery(`Invalid value '${options.$count}' for $count query option found.`);
  }
  const kept = options.$filter === undefined ? instances : instances.filter(eventPredicate(options.$filter));
  const sorted = orders === undefined ? kept : applyOrderBy(kept, orders, keysOf);
  const page = offsetPage(sorted, {
    skip: readNumber(options, '$skip', { min: 0, max: 1_000_000 }) ?? 0,
    size:
      readNumber(options, '$top', { min: 1, max: 1000 }) ??
      Math.min(prefer.maxPageSize ?? DEFAULT_PAGE, 1000),
  });
  const showing = showingOf(place.user, place.folder, context);
  return {
    status: 200,
    body: {
      '@odata.context': eventsContext(place, context, collection),
      ...(options.$count === 'true' && { '@odata.count': sorted.length }),
      value: page.items.map((instance) => viewEvent(instance, view, showing)),
      ...(page.nextSkip !== undefined && {
        '@odata.nextLink': linkWith(request, { $skip: String(page.nextSkip) }),
      }),
    },
  };
}
