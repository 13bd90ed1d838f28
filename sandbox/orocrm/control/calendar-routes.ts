import { z } from 'zod';
import type { ControlRoute } from '../../control';
import type { CalendarDesk } from '../seed/calendar-events';
import type { NewCalendarEvent, OccurrenceInput } from '../seed/calendar-schemas';
import { parameter } from './parameter';

const whichSchema = z.object({ originalStart: z.iso.datetime({ offset: true }) });

/** What people do in OroCRM's calendars. Bodies are checked by the desk. */
export function calendarRoutes(desk: CalendarDesk): ControlRoute[] {
  const path = '/_control/calendarevents';
  return [
    { method: 'GET', path: '/_control/calendars', handle: () => desk.calendars() },
    {
      method: 'GET',
      path,
      handle: ({ query }) =>
        desk.list({
          owner: query.get('owner') ?? undefined,
          calendar: query.get('calendar') ?? undefined,
        }),
    },
    { method: 'POST', path, handle: ({ body }) => desk.add(body as NewCalendarEvent) },
    { method: 'GET', path: `${path}/:id`, handle: (input) => desk.show(parameter(input, 'id')) },
    {
      method: 'PATCH',
      path: `${path}/:id`,
      handle: (input) => desk.change(parameter(input, 'id'), input.body ?? {}),
    },
    { method: 'DELETE', path: `${path}/:id`, handle: (input) => desk.delete(parameter(input, 'id')) },
    {
      method: 'POST',
      path: `${path}/:id/occurrences`,
      handle: (input) => desk.changeOccurrence(parameter(input, 'id'), input.body as OccurrenceInput),
    },
    {
      method: 'DELETE',
      path: `${path}/:id/occurrences`,
      handle: (input) => {
        const named = input.body ?? { originalStart: input.query.get('originalStart') };
        desk.restoreOccurrence(parameter(input, 'id'), whichSchema.parse(named).originalStart);
      },
    },
    { method: 'GET', path: '/_control/mails', handle: () => desk.mails() },
    { method: 'DELETE', path: '/_control/mails', handle: () => desk.clearMails() },
  ];
}
