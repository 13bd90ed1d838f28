import type { Event } from '@microsoft/microsoft-graph-types';
import { recurrenceForm } from '../../mapping/event/occasion';
import { occasionOfOutlook } from '../../mapping/event/outlook-occasion';
import { same } from '../../mapping/same';
import { isUnholdable, type OutlookEvent, type Unholdable } from '../../records/event';
import type { Change } from '../../sync/ports/orocrm';
import { orocrmIdProperty } from '../extended-properties';
import { zoneOf } from './event-item';
import { writeTimes, type EventTimes } from './event-times';
import { writeRecurrence } from './recurrence-item';

/**
 * The body of a create: what is mapped and the mark, nothing else. Attendees would be invited (Graph reference 2.4);
 * everything else is left to the mailbox's own ways.
 */
export function newEventBody(draft: OutlookEvent): Event | Unholdable {
  const shape = shapeBody(draft);
  if (isUnholdable(shape)) return shape;
  return {
    ...(draft.subject === '' ? {} : { subject: draft.subject }),
    ...shape,
    ...(draft.mark === '' ? {} : markBody(draft.mark)),
  };
}

/**
 * The body of a PATCH of an event or of a series as such: only what differs; undefined when nothing does. `reshapes`:
 * whether Exchange forgets exceptions and cancelled occurrences over it.
 */
export function eventPatch({ current, desired }: Change<OutlookEvent>): EventPatch | Unholdable | undefined {
  const reshapes = !sameTimes(current, desired) || !sameRecurrence(current, desired);
  const shape = reshapes ? shapeBody(desired) : {};
  if (isUnholdable(shape)) return shape;
  const body: Event = {
    ...(current.subject === desired.subject ? {} : { subject: desired.subject }),
    ...shape,
    ...(reshapes && desired.recurrence === undefined && current.recurrence !== undefined
      ? { recurrence: null }
      : {}),
    ...(current.mark === desired.mark ? {} : markBody(desired.mark)),
  };
  const names = Object.keys(body);
  if (names.length === 0) return undefined;
  return { body, onlyMark: names.every((name) => name === 'singleValueExtendedProperties') };
}

export interface EventPatch {
  readonly body: Event;
  /** Nothing of the event itself is written, so nothing of it can have changed. */
  readonly onlyMark: boolean;
}

/**
 * When an event is: start, end and all-day go together, and with the recurrence, whose first day is that of the start
 * (Graph reference 2.6).
 */
export function shapeBody(event: OutlookEvent): Event | Unholdable {
  const { series } = occasionOfOutlook(event);
  if (isUnholdable(series)) return series;
  const zone = zoneOf(event);
  const { recurrence } = event;
  return {
    ...writeTimes(event, zone),
    ...(recurrence === undefined || isUnholdable(recurrence)
      ? {}
      : {
          recurrence: writeRecurrence(event.isAllDay ? { ...recurrence, timeZone: zone } : recurrence, zone),
        }),
  };
}

export const sameTimes = (one: EventTimes, other: EventTimes): boolean =>
  one.start === other.start && one.end === other.end && one.isAllDay === other.isAllDay;

/** Equal recurrences may be spelt differently: zones by another name, weeks whose first day does not matter. */
const sameRecurrence = (one: OutlookEvent, other: OutlookEvent): boolean => same(formOf(one), formOf(other));

const formOf = (event: OutlookEvent): unknown =>
  recurrenceForm(occasionOfOutlook({ ...event, exceptions: [], cancelled: [] }));

const markBody = (value: string): Pick<Event, 'singleValueExtendedProperties'> => ({
  singleValueExtendedProperties: [{ id: orocrmIdProperty, value }],
});
