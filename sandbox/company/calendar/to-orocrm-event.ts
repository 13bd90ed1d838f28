import { patternToOrocrm } from '../../../shared/mapping/event/orocrm-pattern';
import { dayOf } from '../../../shared/mapping/event/days';
import { isUnholdable } from '../../../shared/records/event';
import type { NewCalendarEvent, OccurrenceInput } from '../../orocrm/seed/calendar-schemas';
import type { LocalDays } from '../local-days';
import type { Appointment, Exception, Repetition, When } from './appointment';

/** An appointment as somebody has entered it in OroCRM. `owner`: the id of the OroCRM user. */
export function toOrocrmEvent(appointment: Appointment, owner: string, days: LocalDays): NewCalendarEvent {
  const { title, when, repeats, place, guests } = appointment;
  return {
    ...{ owner, title, ...orocrmTimes(when, days) },
    description: place === undefined ? null : `<p>${place}</p>`,
    ...(guests === undefined ? {} : { attendees: guests.map(({ address }) => address) }),
    ...(repeats === undefined ? {} : { recurrence: recurrence(repeats, when, days) }),
  };
}

/** Instants. Whole days end within the last one (OroCRM reference 3.5), and are those of OROCRM_TIME_ZONE's default, UTC. */
function orocrmTimes(when: When, days: LocalDays): { allDay: boolean; start: string; end: string } {
  if ('days' in when) {
    return {
      allDay: true,
      start: `${days.date(when.day)}T00:00:00Z`,
      end: `${days.date(when.day + when.days - 1)}T23:59:59Z`,
    };
  }
  return {
    allDay: false,
    start: days.instant(when.day, when.from),
    end: days.instant(when.day, when.from, when.minutes),
  };
}

/** What happened to one occurrence of a series. */
export function toOccurrence(exception: Exception, series: When, days: LocalDays): OccurrenceInput {
  const originalStart = orocrmTimes({ ...series, day: exception.of }, days).start;
  if ('cancelled' in exception) return { originalStart, cancelled: true };
  return { originalStart, title: exception.title, ...orocrmTimes(exception.moved, days) };
}

/** @throws Error for a pattern that OroCRM does not have */
function recurrence(
  { pattern, ends }: Repetition,
  when: When,
  days: LocalDays,
): NewCalendarEvent['recurrence'] {
  const found = patternToOrocrm(pattern, dayOf(days.date(when.day)));
  if (isUnholdable(found)) throw new Error(found.unholdable);
  const { dayOfWeek, dayOfMonth = null, monthOfYear = null, instance = null, ...rest } = found;
  return {
    ...rest,
    ...{ dayOfWeek: [...dayOfWeek], dayOfMonth, monthOfYear, instance },
    timeZone: 'days' in when ? 'UTC' : days.zone,
    occurrences: ends !== undefined && 'times' in ends ? ends.times : null,
    endTime: ends !== undefined && 'until' in ends ? days.instant(ends.until, '23:59') : null,
  };
}
