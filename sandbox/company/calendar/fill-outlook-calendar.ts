import type { HumanCalendar } from '../../graph/human/calendar';
import type { LocalDays } from '../local-days';
import type { Appointment, Exception } from './appointment';
import { outlookTimes, toOutlookEvent } from './to-outlook-event';

/** Enters a colleague's appointments in Outlook, with what happened to single occurrences afterwards. */
export function fillOutlookCalendar(
  calendar: HumanCalendar,
  mailbox: string,
  appointments: readonly Appointment[],
  days: LocalDays,
  timeZone: string,
): void {
  for (const appointment of appointments) {
    const body = toOutlookEvent(appointment, days, timeZone);
    const { organizer, repeats } = appointment;
    const { id } =
      organizer === undefined
        ? calendar.add(mailbox, body)
        : calendar.receiveInvitation(mailbox, organizer, body);
    for (const exception of repeats?.exceptions ?? []) change(id, exception);
  }

  function change(id: string, exception: Exception): void {
    const day = days.date(exception.of);
    if ('cancelled' in exception) calendar.deleteOccurrence(mailbox, id, day);
    else {
      const { moved, title } = exception;
      calendar.editOccurrence(mailbox, id, day, { subject: title, ...outlookTimes(moved, days, timeZone) });
    }
  }
}
