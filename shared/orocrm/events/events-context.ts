import type { OlderRest } from '../rest/client';
import { DefaultCalendar } from './default-calendar';
import { EventSnapshots } from './event-snapshots';

/** What everything about the calendars of one connection shares. */
export interface EventsContext {
  readonly rest: OlderRest;
  readonly defaultCalendar: DefaultCalendar;
  readonly snapshots: EventSnapshots;
}

/** `now`: milliseconds since 1970. */
export const eventsContext = (rest: OlderRest, now: () => number): EventsContext => ({
  rest,
  defaultCalendar: new DefaultCalendar(rest),
  snapshots: new EventSnapshots(now),
});
