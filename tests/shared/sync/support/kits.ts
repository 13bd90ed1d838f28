import { contactMapping } from '../../../../shared/mapping/contact/contact-mapping';
import type { Places } from '../../../../shared/mapping/contact/places';
import { eventMapping } from '../../../../shared/mapping/event/event-mapping';
import type { Mapping } from '../../../../shared/mapping/lens';
import { taskMapping } from '../../../../shared/mapping/task/task-mapping';
import type { OrocrmContact, OutlookContact } from '../../../../shared/records/contact';
import type { OrocrmEvent, OutlookEvent } from '../../../../shared/records/event';
import type { EntityName, OrocrmRecord, OutlookRecord } from '../../../../shared/records/record';
import type { OrocrmTask, OutlookTask } from '../../../../shared/records/task';

const places: Places = {
  countries: [
    { code: 'DE', name: 'Germany', iso3: 'DEU' },
    { code: 'US', name: 'United States', iso3: 'USA' },
    { code: 'MT', name: 'Malta', iso3: 'MLT' },
  ],
  regions: new Map([
    [
      'US',
      [
        { code: 'US-CA', name: 'California' },
        { code: 'US-NY', name: 'New York' },
      ],
    ],
    ['DE', [{ code: 'DE-BY', name: 'Bayern' }]],
  ]),
};

/** One record type as the tests of the operations use it. */
export interface Kit<O extends OrocrmRecord = OrocrmRecord, X extends OutlookRecord = OutlookRecord> {
  readonly name: string;
  readonly entity: EntityName;
  readonly mapping: Mapping<O, X>;
  /** Key fields that a detail does not touch. */
  readonly keyFields: readonly string[];
  /** A record of that name, which is its key, with a detail from 0 to 999 that is not. */
  orocrm(name: string, detail: number): Partial<O>;
  outlook(name: string, detail: number): Partial<X>;
  nameInOrocrm(record: O): string;
  nameInOutlook(record: X): string;
  /** What a create can make at once. */
  creatableInOrocrm(record: O): O;
  creatableInOutlook(record: X): X;
}

const asItIs = <R>(record: R): R => record;

export const contactKit: Kit<OrocrmContact, OutlookContact> = {
  name: 'contacts',
  entity: 'contacts',
  mapping: contactMapping(places),
  keyFields: ['firstName', 'lastName', 'gender', 'birthday'],
  orocrm: (name, detail) => ({ firstName: name, lastName: name, jobTitle: `Detail ${detail}` }),
  outlook: (name, detail) => ({ givenName: name, surname: name, jobTitle: `Detail ${detail}` }),
  nameInOrocrm: ({ firstName }) => firstName,
  nameInOutlook: ({ givenName }) => givenName,
  creatableInOrocrm: asItIs,
  creatableInOutlook: asItIs,
};

/** A day of March or April 2026, and a status. */
const dayOf = (detail: number): string => new Date(Date.UTC(2026, 2, 2 + detail)).toISOString().slice(0, 10);
const statuses = ['open', 'in_progress', 'closed'] as const;
const outlookStatuses = ['notStarted', 'inProgress', 'completed'] as const;

export const taskKit: Kit<OrocrmTask, OutlookTask> = {
  name: 'tasks',
  entity: 'tasks',
  mapping: taskMapping('Europe/Berlin'),
  keyFields: ['subject', 'priority'],
  orocrm: (name, detail) => ({
    ...{ subject: name, priority: 'high', dueDate: `${dayOf(detail)}T09:30:00Z` },
    status: statuses[detail % 3] ?? 'open',
  }),
  outlook: (name, detail) => ({
    ...{ title: name, importance: 'high', dueDate: dayOf(detail) },
    status: outlookStatuses[detail % 3] ?? 'notStarted',
  }),
  nameInOrocrm: ({ subject }) => subject,
  nameInOutlook: ({ title }) => title,
  // The workflow lets a task begin open, whatever it becomes (OroCRM reference 2).
  creatableInOrocrm: (task) => ({ ...task, status: 'open' }),
  creatableInOutlook: asItIs,
};

const start = '2026-03-10T09:00:00Z';
const endOf = (detail: number): string => new Date(Date.parse(start) + (detail + 1) * 60_000).toISOString();
const end = (detail: number): string => `${endOf(detail).slice(0, 19)}Z`;

export const eventKit: Kit<OrocrmEvent, OutlookEvent> = {
  name: 'events',
  entity: 'calendarEvents',
  mapping: eventMapping({ mailbox: 'Europe/Berlin', orocrm: 'UTC' }),
  keyFields: ['title', 'start'],
  orocrm: (title, detail) => ({ title, start, end: end(detail) }),
  outlook: (subject, detail) => ({ subject, start, end: end(detail) }),
  nameInOrocrm: ({ title }) => title,
  nameInOutlook: ({ subject }) => subject,
  creatableInOrocrm: (event) => ({ ...event, exceptions: [] }),
  creatableInOutlook: (event) => ({ ...event, exceptions: [], cancelled: [] }),
};

/** A daily series at ten in the morning of Berlin; the detail says which days are cancelled and moved. */
const cancelledOf = (detail: number): string => dayOf(20 + (detail % 7));
const movedOf = (detail: number): string => dayOf(30 + (detail % 11));

export const seriesKit: Kit<OrocrmEvent, OutlookEvent> = {
  ...eventKit,
  name: 'series',
  keyFields: ['title', 'start', 'end', 'allDay'],
  orocrm: (title, detail) => ({
    ...{ title, start, end: '2026-03-10T10:00:00Z' },
    recurrence: {
      ...{ recurrenceType: 'daily', interval: 1, dayOfWeek: [], dayOfMonth: undefined },
      ...{ monthOfYear: undefined, instance: undefined, startTime: start, endTime: '' },
      ...{ occurrences: 40 + (detail % 50), timeZone: 'Europe/Berlin' },
    },
    exceptions: [
      exception(title, cancelledOf(detail), cancelledOf(detail), true),
      exception(`${title} moved`, movedOf(detail), movedOf(detail), false, '14'),
    ],
  }),
  outlook: (subject, detail) => ({
    ...{ subject, start, end: '2026-03-10T10:00:00Z', timeZone: 'Europe/Berlin' },
    recurrence: {
      ...{ type: 'daily', interval: 1, daysOfWeek: [], dayOfMonth: undefined, month: undefined },
      ...{ index: undefined, firstDayOfWeek: 'monday', startDate: '2026-03-10', endDate: '' },
      ...{ numberOfOccurrences: 40 + (detail % 50), timeZone: 'Europe/Berlin' },
    },
    cancelled: [cancelledOf(detail)],
    exceptions: [
      {
        ...{ id: `occurrence ${detail}`, originalDate: movedOf(detail), subject: `${subject} moved` },
        ...{ start: `${movedOf(detail)}T14:00:00Z`, end: `${movedOf(detail)}T15:00:00Z`, isAllDay: false },
      },
    ],
  }),
};

/** Berlin's ten o'clock is nine in UTC until the last Sunday of March, then eight. */
function exception(title: string, day: string, on: string, cancelled: boolean, hour?: string) {
  const hourOf = (date: string): string => (date < '2026-03-29' ? '09' : '08');
  const at = hour ?? hourOf(on);
  return {
    ...{ originalStart: `${day}T${hourOf(day)}:00:00Z`, cancelled, title, allDay: false },
    ...{ start: `${on}T${at}:00:00Z`, end: `${on}T${String(Number(at) + 1).padStart(2, '0')}:00:00Z` },
  };
}

/** All of them; their records are told apart by their kit alone. */
export const kits: readonly Kit[] = [contactKit, taskKit, eventKit, seriesKit];
