import { isUnholdable, type OrocrmEvent, type OrocrmException } from '../../records/event';
import type { OrocrmId } from '../../records/ids';
import type { Attendee } from './event-row';
import { recurrenceBody, sameRecurrence } from './recurrence';
import { sentInstant } from './values';

/** Members of a body by name; what is not named stays as it is (reference 3). */
export type Body = Readonly<Record<string, unknown>>;

/** Nobody is mailed by us (reference 3.1). */
const silent = { notifyAttendees: 'none' } as const;

type Content = Pick<OrocrmEvent, 'title' | 'start' | 'end' | 'allDay'>;

const timesOf = ({ start, end }: Content): Body => ({ start: sentInstant(start), end: sentInstant(end) });

const contentOf = (content: Content): Body => ({
  ...{ title: content.title, ...timesOf(content), allDay: content.allDay },
});

/** Start and end go together, for the one must not be after the other. */
function contentChanges(current: Content, desired: Content): Body {
  const sameTimes = current.start === desired.start && current.end === desired.end;
  return {
    ...(current.title === desired.title ? {} : { title: desired.title }),
    ...(sameTimes ? {} : timesOf(desired)),
    ...(current.allDay === desired.allDay ? {} : { allDay: desired.allDay }),
  };
}

/** A calendar is not asked for, but without one the event is in none (reference 3.1). */
export function createBody(draft: OrocrmEvent, calendar: OrocrmId): Body {
  const { recurrence } = draft;
  const recurs = recurrence !== undefined && !isUnholdable(recurrence);
  return {
    ...{ calendar: Number(calendar), ...contentOf(draft), ...silent },
    ...(recurs ? { recurrence: recurrenceBody(recurrence) } : {}),
  };
}

/** What differs of an event itself, without its exceptions; undefined when nothing does. An empty recurrence ends a series. */
export function changeBody(current: OrocrmEvent, desired: OrocrmEvent): Body | undefined {
  const { recurrence } = desired;
  const differs = !isUnholdable(recurrence) && !sameRecurrence(current.recurrence, recurrence);
  const changes: Body = {
    ...contentChanges(current, desired),
    ...(differs ? { recurrence: recurrence === undefined ? '' : recurrenceBody(recurrence) } : {}),
  };
  return Object.keys(changes).length === 0 ? undefined : { ...changes, ...silent };
}

/**
 * A new exception. It is given its series' attendees as they are: an exception without them would be taken as one that
 * they need not attend, and OroCRM would cancel this occurrence in their calendars.
 */
export function createExceptionBody(
  exception: OrocrmException,
  series: { readonly id: OrocrmId; readonly calendar: OrocrmId; readonly attendees: readonly Attendee[] },
): Body {
  const { originalStart, cancelled } = exception;
  return {
    ...{ calendar: Number(series.calendar), recurringEventId: Number(series.id) },
    ...{
      originalStart: sentInstant(originalStart),
      isCancelled: cancelled,
      ...contentOf(exception),
      ...silent,
    },
    ...(series.attendees.length === 0 ? {} : { attendees: series.attendees }),
  };
}

/** What differs of an exception; undefined when nothing does. */
export function changeExceptionBody(current: OrocrmException, desired: OrocrmException): Body | undefined {
  const changes: Body = {
    ...contentChanges(current, desired),
    ...(current.originalStart === desired.originalStart
      ? {}
      : { originalStart: sentInstant(desired.originalStart) }),
    ...(current.cancelled === desired.cancelled ? {} : { isCancelled: desired.cancelled }),
  };
  return Object.keys(changes).length === 0 ? undefined : { ...changes, ...silent };
}
