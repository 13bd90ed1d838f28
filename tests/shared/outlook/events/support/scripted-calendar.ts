import { connectOutlook } from '../../../../../shared/outlook/connection';
import type { OutlookEvent } from '../../../../../shared/records/event';
import type { OutlookStore } from '../../../../../shared/sync/ports/outlook';
import { aMailbox } from '../../support/samples';
import { found, type Reply, type ScriptedGraph, type Seen } from '../../support/scripted-graph';

/** Where the scripted mailbox is. */
export const base = '/users/ada@example.org';
export const markId = 'String {d6f3a0c2-5b8e-4c57-9e0d-7a1b64c2f9e3} Name OroCRM_id';

export const eventsOf = (graph: ScriptedGraph): OutlookStore<OutlookEvent> =>
  connectOutlook({
    baseUrl: graph.baseUrl,
    auth: { token: 't' },
    patienceMs: 1000,
    timeoutMs: 2000,
  }).events(aMailbox);

/** The script of a mailbox whose default calendar has this entry id, and whatever else the test scripts. */
export const calendarWith =
  (entry: string, more: (request: Seen) => Reply | undefined) =>
  (request: Seen): Reply | undefined =>
    request.url.startsWith(`${base}/calendar?`)
      ? found({ id: 'c', singleValueExtendedProperties: [{ id: 'Binary 0xfff', value: entry }] })
      : more(request);

const utc = (dateTime: string) => ({ dateTime: `${dateTime}.0000000`, timeZone: 'UTC' });

/** A single event as Graph sends it: nine to ten in Berlin. */
export const eventItem = (id: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  '@odata.etag': `W/"${id}-1"`,
  ...{ id, createdDateTime: '2026-01-01T00:00:00Z', type: 'singleInstance', subject: 'Review' },
  ...{ start: utc('2026-05-04T07:00:00'), end: utc('2026-05-04T08:00:00'), isAllDay: false },
  ...{ originalStartTimeZone: 'W. Europe Standard Time', recurrence: null, isOrganizer: true },
  organizer: { emailAddress: { name: 'Ada', address: 'ada@example.org' } },
  attendees: [],
  ...more,
});

/** Mondays from 2026-05-04 on, without end, as Graph sends them. */
export const seriesItem = (id: string, more: Record<string, unknown> = {}): Record<string, unknown> =>
  eventItem(id, {
    type: 'seriesMaster',
    recurrence: {
      pattern: {
        ...{ type: 'weekly', interval: 1, month: 0, dayOfMonth: 0, daysOfWeek: ['monday'] },
        ...{ firstDayOfWeek: 'sunday', index: 'first' },
      },
      range: {
        ...{ type: 'noEnd', startDate: '2026-05-04', endDate: '0001-01-01', numberOfOccurrences: 0 },
        recurrenceTimeZone: 'W. Europe Standard Time',
      },
    },
    cancelledOccurrences: [],
    exceptionOccurrences: [],
    ...more,
  });

/** An occurrence as `instances` and `exceptionOccurrences` show it, by the day on which it would start. */
export const occurrenceItem = (
  id: string,
  day: string,
  more: Record<string, unknown> = {},
): Record<string, unknown> =>
  eventItem(id, {
    ...{ type: 'occurrence', start: utc(`${day}T07:00:00`), end: utc(`${day}T08:00:00`) },
    ...{ originalStart: `${day}T07:00:00Z`, ...more },
  });

/** The event that a request is about. */
export const idIn = (request: Seen): string => /\/events\/([^/?]+)/.exec(request.url)?.[1] ?? '';
