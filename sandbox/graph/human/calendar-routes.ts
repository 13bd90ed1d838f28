import { z } from 'zod';
import type { ControlInput, ControlRoute } from '../../control';
import type { HumanCalendar } from './calendar';
import { guarded, named } from './guarded';

const newSchema = z.looseObject({ folder: z.string().optional(), customTimeZone: z.boolean().optional() });
const invitationSchema = z.looseObject({
  organizer: z.strictObject({ name: z.string(), address: z.string() }),
  iCalUId: z.string().optional(),
});
const placeSchema = z.strictObject({ folder: z.string() });
const copySchema = z.strictObject({ folder: z.string().optional() }).default({});

const mailbox = (input: ControlInput): string => named(input, 'mailbox');
const id = (input: ControlInput): string => named(input, 'id');
const day = (input: ControlInput): string => z.iso.date().parse(named(input, 'day'));

function route(
  method: ControlRoute['method'],
  path: string,
  handle: (input: ControlInput) => unknown,
): ControlRoute {
  return { method, path: `/_control/mailboxes/:mailbox${path}`, handle: guarded(handle) };
}

function eventRoutes(calendar: HumanCalendar): ControlRoute[] {
  return [
    route('GET', '/events', (input) => {
      const folder = input.query.get('folder');
      const deleted = input.query.get('deleted');
      return calendar.events(mailbox(input), {
        ...(folder !== null && { folder }),
        ...(deleted !== null && { deleted: deleted === 'true' }),
      });
    }),
    route('POST', '/events', (input) => {
      const { folder, customTimeZone, ...body } = newSchema.parse(input.body);
      return calendar.add(mailbox(input), body, { folder, customZone: customTimeZone });
    }),
    route('GET', '/events/:id', (input) => calendar.event(mailbox(input), id(input))),
    route('PATCH', '/events/:id', (input) => calendar.edit(mailbox(input), id(input), input.body)),
    route('DELETE', '/events/:id', (input) => {
      calendar.delete(mailbox(input), id(input), input.query.get('forGood') === 'true');
    }),
    route('PATCH', '/events/:id/occurrences/:day', (input) =>
      calendar.editOccurrence(mailbox(input), id(input), day(input), input.body),
    ),
    route('DELETE', '/events/:id/occurrences/:day', (input) =>
      calendar.deleteOccurrence(mailbox(input), id(input), day(input)),
    ),
    route('POST', '/events/:id/move', (input) =>
      calendar.move(mailbox(input), id(input), placeSchema.parse(input.body).folder),
    ),
    route('POST', '/events/:id/restore', (input) => calendar.restore(mailbox(input), id(input))),
    route('POST', '/events/:id/copy', (input) =>
      calendar.copy(mailbox(input), id(input), copySchema.parse(input.body).folder),
    ),
  ];
}

/** The calls by which a test acts as a person in Outlook's calendar, and counts the mails that the API caused. */
export function calendarRoutes(calendar: HumanCalendar): ControlRoute[] {
  return [
    ...eventRoutes(calendar),
    route('POST', '/invitations', (input) => {
      const { organizer, iCalUId, ...body } = invitationSchema.parse(input.body);
      return calendar.receiveInvitation(mailbox(input), organizer, body, iCalUId);
    }),
    route('POST', '/events/:id/cancelByOrganizer', (input) =>
      calendar.cancelByOrganizer(mailbox(input), id(input)),
    ),
    route('GET', '/mails', (input) => calendar.mails(mailbox(input))),
    route('DELETE', '/mails', (input) => {
      calendar.clearMails(mailbox(input));
    }),
  ];
}
