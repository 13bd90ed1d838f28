import { z } from 'zod';
import type { Person } from '../person';
import type { Desk } from './desk';

const markId = 'String {d6f3a0c2-5b8e-4c57-9e0d-7a1b64c2f9e3} Name OroCRM_id';
const hourMs = 3600_000;

/** Ten o'clock of UTC, a week from today: in every window. */
const start = new Date(Math.floor(Date.now() / (24 * hourMs)) * 24 * hourMs + (7 * 24 + 10) * hourMs);
const endOf = (detail: number): string =>
  new Date(start.getTime() + (detail + 1) * hourMs).toISOString().slice(0, 19);
const detailOf = (end: string): number => (Date.parse(`${end.slice(0, 19)}Z`) - start.getTime()) / hourMs - 1;

const orocrmEvent = z.object({ id: z.string(), title: z.string(), end: z.string() });
const outlookEvent = z.object({
  id: z.string(),
  deleted: z.boolean(),
  event: z.object({ subject: z.string(), end: z.object({ dateTime: z.string() }) }),
  extendedProperties: z.record(z.string(), z.string()),
});

const events = (person: Person): string => `/mailboxes/${person.address}/events`;

/** Single events: the detail is how long they last. */
export const eventDesk: Desk = {
  entity: 'calendarEvents',
  prepare: async (sandbox) => {
    await sandbox.api('PUT', '/settings', { keyFields: { calendarEvents: ['title', 'start'] } });
  },
  addOrocrm: async (person, title, detail) => {
    const body = { title, start: `${start.toISOString().slice(0, 19)}Z`, end: `${endOf(detail)}Z` };
    const added = await person.sandbox.control<{ id: string }>('orocrm', 'POST', '/calendarevents', {
      ...body,
      owner: person.userId,
    });
    return added.id;
  },
  editOrocrm: async (person, id, detail) => {
    await person.sandbox.control('orocrm', 'PATCH', `/calendarevents/${id}`, { end: `${endOf(detail)}Z` });
  },
  deleteOrocrm: async (person, id) => {
    await person.sandbox.control('orocrm', 'DELETE', `/calendarevents/${id}`);
  },
  orocrm: async (person) => {
    const all = await person.sandbox.control('orocrm', 'GET', `/calendarevents?owner=${person.userId}`);
    return z
      .array(orocrmEvent)
      .parse(all)
      .map(({ id, title: name, end }) => ({ id, name, detail: detailOf(end) }));
  },
  addOutlook: async (person, subject, detail, mark) => {
    const body = {
      subject,
      start: { dateTime: start.toISOString().slice(0, 19), timeZone: 'UTC' },
      end: { dateTime: endOf(detail), timeZone: 'UTC' },
      ...(mark === undefined ? {} : { singleValueExtendedProperties: [{ id: markId, value: mark }] }),
    };
    return (await person.sandbox.control<{ id: string }>('graph', 'POST', events(person), body)).id;
  },
  editOutlook: async (person, id, detail) => {
    const end = { dateTime: endOf(detail), timeZone: 'UTC' };
    await person.sandbox.control('graph', 'PATCH', `${events(person)}/${id}`, { end });
  },
  deleteOutlook: async (person, id) => {
    await person.sandbox.control('graph', 'DELETE', `${events(person)}/${id}`);
  },
  outlook: async (person) => {
    const all = await person.sandbox.control('graph', 'GET', events(person));
    return z
      .array(outlookEvent)
      .parse(all)
      .filter(({ deleted }) => !deleted)
      .map(({ id, event, extendedProperties }) => ({
        ...{ id, name: event.subject, detail: detailOf(event.end.dateTime) },
        mark: extendedProperties[markId] ?? '',
      }));
  },
};
