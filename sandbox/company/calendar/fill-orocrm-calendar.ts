import type { SimulatedOrocrm } from '../../orocrm/start';
import type { LocalDays } from '../local-days';
import type { Appointment } from './appointment';
import { toOccurrence, toOrocrmEvent } from './to-orocrm-event';

/** Enters a colleague's appointments in OroCRM, with what happened to single occurrences afterwards. */
export function fillOrocrmCalendar(
  orocrm: SimulatedOrocrm,
  owner: string,
  appointments: readonly Appointment[],
  days: LocalDays,
): void {
  for (const appointment of appointments) {
    const { id } = orocrm.addCalendarEvent(toOrocrmEvent(appointment, owner, days));
    for (const exception of appointment.repeats?.exceptions ?? []) {
      orocrm.calendarEvents.changeOccurrence(id, toOccurrence(exception, appointment.when, days));
    }
  }
}
