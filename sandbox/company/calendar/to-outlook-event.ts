import type { Event, PatternedRecurrence } from '@microsoft/microsoft-graph-types';
import { patternToOutlook } from '../../../shared/mapping/event/outlook-pattern';
import type { LocalDays } from '../local-days';
import type { Appointment, Guest, Repetition, When } from './appointment';

/** An appointment as somebody has entered it in Outlook: a body as the API takes it. `timeZone`: as Exchange has it. */
export function toOutlookEvent(appointment: Appointment, days: LocalDays, timeZone: string): Event {
  const { title, when, repeats, place, guests } = appointment;
  return {
    subject: title,
    ...outlookTimes(when, days, timeZone),
    ...(place === undefined ? {} : { location: { displayName: place } }),
    ...(guests === undefined ? {} : { attendees: guests.map(attendee) }),
    ...(repeats === undefined
      ? {}
      : { recurrence: recurrence(repeats, days.date(when.day), days, timeZone) }),
  };
}

const attendee = ({ name, address }: Guest) => ({
  type: 'required' as const,
  emailAddress: { name, address },
});

/** Start and end: a wall clock in the zone; of whole days midnight, the end exclusive (Graph reference 2.3). */
export function outlookTimes(
  when: When,
  days: LocalDays,
  timeZone: string,
): Pick<Event, 'start' | 'end' | 'isAllDay'> {
  const at = (dateTime: string) => ({ dateTime, timeZone });
  if ('days' in when) {
    return {
      isAllDay: true,
      start: at(`${days.date(when.day)}T00:00:00`),
      end: at(`${days.date(when.day + when.days)}T00:00:00`),
    };
  }
  return {
    isAllDay: false,
    start: at(days.clock(when.day, when.from)),
    end: at(days.clock(when.day, when.from, when.minutes)),
  };
}

function recurrence(
  { pattern, ends }: Repetition,
  startDate: string,
  days: LocalDays,
  timeZone: string,
): PatternedRecurrence {
  const range = { startDate, recurrenceTimeZone: timeZone };
  const { dayOfMonth, month, index, daysOfWeek, ...rest } = patternToOutlook(pattern);
  return {
    pattern: {
      ...rest,
      daysOfWeek: [...daysOfWeek],
      ...(dayOfMonth === undefined ? {} : { dayOfMonth }),
      ...(month === undefined ? {} : { month }),
      ...(index === undefined ? {} : { index }),
    },
    range:
      ends === undefined
        ? { ...range, type: 'noEnd' }
        : 'times' in ends
          ? { ...range, type: 'numbered', numberOfOccurrences: ends.times }
          : { ...range, type: 'endDate', endDate: days.date(ends.until) },
  };
}
