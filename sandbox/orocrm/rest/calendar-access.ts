import type { Calendar, CalendarEvent } from '../calendar/event';
import type { RestCall } from './route';

/**
 * Whether a token reaches a calendar: its own user's always, others' where its permissions go over the
 * organization and the installation lets them (reference section 8.2).
 */
export function reachesCalendar(
  { world, viewer }: Pick<RestCall, 'world' | 'viewer'>,
  calendar: Calendar | undefined,
): boolean {
  if (calendar?.owner === viewer.user.id) return true;
  return viewer.level === 'organization' && world.settings.otherCalendars;
}

/** Whether a token reaches an event. One without a calendar is nobody's, and seen over the organization only. */
export function reachesEvent(call: Pick<RestCall, 'world' | 'viewer'>, event: CalendarEvent): boolean {
  const calendar = event.calendar === null ? undefined : call.world.calendars.calendar(event.calendar);
  return reachesCalendar(call, calendar);
}
