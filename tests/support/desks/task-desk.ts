import { z } from 'zod';
import type { Person } from '../person';
import type { Desk } from './desk';

const statuses = [
  ['open', 'notStarted'],
  ['in_progress', 'inProgress'],
  ['closed', 'completed'],
] as const;
/** The day of an instant in Berlin, in summer. */
const detailOf = (instant: string): number =>
  Number(new Date(Date.parse(instant) + 2 * 3600_000).toISOString().slice(8, 10)) - 11;
const dayOf = (detail: number): string => `2026-05-${11 + detail}`;
const statusOf = (detail: number) => statuses[detail % 3] ?? statuses[0];

const orocrmTask = z.object({
  id: z.string(),
  subject: z.string(),
  dueDate: z.string(),
  status: z.string(),
  owner: z.string(),
});
const outlookTask = z.object({
  id: z.string(),
  task: z.object({
    title: z.string(),
    status: z.string(),
    dueDateTime: z.object({ dateTime: z.string() }),
    linkedResources: z.array(z.object({ applicationName: z.string(), externalId: z.string() })).default([]),
  }),
});

const at = (person: Person): string => `/mailboxes/${person.address}/tasks`;

/** Tasks: the detail is the due day and the status. All of it is said in the mailbox's zone, Berlin. */
export const taskDesk: Desk = {
  entity: 'tasks',
  addOrocrm: async (person, subject, detail) => {
    const body = { ...orocrmValues(detail), subject, owner: person.userId };
    return (await person.sandbox.control<{ id: string }>('orocrm', 'POST', '/tasks', body)).id;
  },
  editOrocrm: async (person, id, detail) => {
    await person.sandbox.control('orocrm', 'PATCH', `/tasks/${id}`, orocrmValues(detail));
  },
  deleteOrocrm: async (person, id) => {
    await person.sandbox.control('orocrm', 'DELETE', `/tasks/${id}`);
  },
  orocrm: async (person) => {
    const all = await person.sandbox.control('orocrm', 'GET', `/tasks?owner=${person.userId}`);
    return z
      .array(orocrmTask)
      .parse(all)
      .filter(({ owner }) => owner === person.userId)
      .map(({ id, subject: name, dueDate, status }) => ({
        ...{ id, name },
        detail: checked(detailOf(dueDate), statusOf(detailOf(dueDate))[0] === status),
      }));
  },
  addOutlook: async (person, title, detail, mark) => {
    const linkedResources =
      mark === undefined ? {} : { linkedResources: [{ applicationName: 'OroCRM', externalId: mark }] };
    const body = { ...outlookValues(detail), title, ...linkedResources };
    return (await person.sandbox.control<{ id: string }>('graph', 'POST', at(person), body)).id;
  },
  editOutlook: async (person, id, detail) => {
    await person.sandbox.control('graph', 'PATCH', `${at(person)}/${id}`, outlookValues(detail));
  },
  deleteOutlook: async (person, id) => {
    await person.sandbox.control('graph', 'DELETE', `${at(person)}/${id}`);
  },
  outlook: async (person) => {
    const all = await person.sandbox.control('graph', 'GET', at(person));
    return z
      .array(outlookTask)
      .parse(all)
      .map(({ id, task }) => {
        const detail = detailOf(`${task.dueDateTime.dateTime.slice(0, 19)}Z`);
        const mark = task.linkedResources.find(({ applicationName }) => applicationName === 'OroCRM');
        return {
          ...{ id, name: task.title, mark: mark?.externalId ?? '' },
          detail: checked(detail, statusOf(detail)[1] === task.status),
        };
      });
  },
};

const orocrmValues = (detail: number) => ({
  dueDate: `${dayOf(detail)}T09:00:00Z`,
  status: statusOf(detail)[0],
  taskPriority: 'high',
});
const outlookValues = (detail: number) => ({
  due: dayOf(detail),
  status: statusOf(detail)[1],
  importance: 'high',
});

/** Due day and status belong together, or something was written by halves. */
const checked = (detail: number, isWhole: boolean): number => (isWhole ? detail : -1);
