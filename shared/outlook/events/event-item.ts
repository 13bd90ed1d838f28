import { z } from 'zod';
import { isUnholdable, type OutlookEvent, type OutlookException } from '../../records/event';
import { outlookId } from '../../records/ids';
import { extendedProperties, extendedValue, orocrmIdProperty } from '../extended-properties';
import { badAnswer } from '../graph-errors';
import { ianaZone } from '../time-zone';
import { parentEntryProperty } from './default-calendars';
import { eventTimes, originalDay } from './event-times';
import { readRecurrence, recurrenceItem } from './recurrence-item';

/** Everything that is read of any event, for `$select`; extended properties come by `$expand`. */
export const eventProperties = [
  ...['id', 'changeKey', 'createdDateTime', 'type', 'subject', 'start', 'end', 'isAllDay'],
  ...['originalStartTimeZone', 'recurrence', 'isOrganizer', 'organizer', 'attendees'],
];

/** An event together with what decides how it is to be read. */
export interface ReadEvent {
  readonly event: OutlookEvent;
  /** `occurrence` and `exception` are no records of their own. */
  readonly type: string;
  /** Entry id of the folder that holds it; '' when unknown. */
  readonly parentEntry: string;
  /** Link to the exceptions that did not fit into the answer. */
  readonly moreExceptions: string | undefined;
}

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

const person = z.object({ emailAddress: z.object({ address: text }).nullish() }).nullish();

const exceptionItem = z.intersection(
  z.object({ id: z.string().min(1), subject: text, originalStart: text }),
  eventTimes,
);

const item = z.intersection(
  z.object({
    '@odata.etag': text,
    id: z.string().min(1),
    changeKey: text,
    createdDateTime: text,
    type: text,
    subject: text,
    originalStartTimeZone: text,
    recurrence: recurrenceItem.nullish(),
    isOrganizer: z.boolean().nullish(),
    organizer: person,
    attendees: z.array(person).nullish(),
    singleValueExtendedProperties: extendedProperties,
    exceptionOccurrences: z.array(exceptionItem).nullish(),
    'exceptionOccurrences@odata.nextLink': z.string().nullish(),
    cancelledOccurrences: z.array(z.string()).nullish(),
  }),
  eventTimes,
);

type Item = z.output<typeof item>;

/** An item as Graph answers it → the event. @throws SyncError `bad-answer` when it is no event. */
export function toEvent(body: unknown, what: string): ReadEvent {
  const parsed = item.safeParse(body);
  if (!parsed.success) throw badAnswer(what, parsed.error);
  const { data } = parsed;
  const extended = data.singleValueExtendedProperties;
  const timeZone = ianaZone(data.originalStartTimeZone) ?? '';
  const plain: OutlookEvent = {
    id: outlookId(data.id),
    version: data['@odata.etag'] || (data.changeKey && `W/"${data.changeKey}"`),
    createdAt: data.createdDateTime,
    mark: extendedValue(extended, orocrmIdProperty),
    folder: '',
    subject: data.subject,
    ...{ start: data.start, end: data.end, isAllDay: data.isAllDay },
    timeZone,
    recurrence: data.recurrence ? readRecurrence(data.recurrence, timeZone) : undefined,
    exceptions: [],
    cancelled: [],
    // Without attendees there is nobody else who could organise it.
    isOrganizer: data.isOrganizer ?? true,
    hasAttendees: hasAttendees(data),
  };
  return {
    event: withCancelled(withExceptions(plain, data.exceptionOccurrences ?? []), data.cancelledOccurrences),
    type: data.type,
    parentEntry: extendedValue(extended, parentEntryProperty),
    moreExceptions: data['exceptionOccurrences@odata.nextLink'] ?? undefined,
  };
}

/** One exception as Graph answers it, for a page of them. */
export const exceptionOfSeries = exceptionItem;

/** The series with these exceptions besides those that it has. */
export function withExceptions(
  series: OutlookEvent,
  exceptions: readonly z.output<typeof exceptionItem>[],
): OutlookEvent {
  const zone = zoneOf(series);
  const added = exceptions.map(({ id, subject, originalStart, start, end, isAllDay }): OutlookException => ({
    id,
    originalDate: originalDay(originalStart || start, series.isAllDay, zone),
    ...{ subject, start, end, isAllDay },
  }));
  const all = [...series.exceptions, ...added].sort((one, other) =>
    one.originalDate < other.originalDate ? -1 : 1,
  );
  return { ...series, exceptions: all };
}

/** `cancelledOccurrences` names occurrences as `OID.{id of the series}.YYYY-MM-DD`. */
function withCancelled(series: OutlookEvent, ids: Item['cancelledOccurrences']): OutlookEvent {
  const days = (ids ?? []).map((id) => /(?:^|\.)(\d{4}-\d\d-\d\d)$/.exec(id)?.[1]);
  const known = days.filter((day) => day !== undefined);
  // Unknown cancelled days must not pass for days that happen.
  const recurrence =
    known.length === days.length
      ? series.recurrence
      : { unholdable: 'the days on which it is cancelled cannot be read.' };
  return { ...series, recurrence, cancelled: [...new Set(known)].sort() };
}

/** In whose days a series repeats: an all-day one in those of its start (its dates are in no zone). */
export const zoneOf = ({ recurrence, timeZone, isAllDay }: OutlookEvent): string =>
  recurrence === undefined || isUnholdable(recurrence) || isAllDay
    ? timeZone
    : recurrence.timeZone || timeZone;

/** Exchange may list the organiser among the attendees: that is nobody else. */
function hasAttendees({ attendees, organizer }: Item): boolean {
  const own = organizer?.emailAddress?.address.toLowerCase() ?? '';
  return (attendees ?? []).some((attendee) => {
    const address = attendee?.emailAddress?.address.toLowerCase() ?? '';
    return address === '' || address !== own;
  });
}
