import {
  isList,
  isObject,
  textOf,
  type Json,
  type JsonObject,
} from '../../../../sandbox/orocrm/jsonapi/json';
import type { Bindings } from './binding';
import type { CalendarStep } from './calendar-fixtures';

/** What a replay of calendar events needs beside its fixture. */
export interface CalendarPlan {
  readonly bindings?: Bindings;
  /** The steps, where the conversion left something out or took it from another test of the class. */
  readonly steps?: (recorded: readonly CalendarStep[]) => readonly CalendarStep[];
}

type Steps = NonNullable<CalendarPlan['steps']>;

const path = '/api/rest/latest/calendarevents';
const post = (body: JsonObject): CalendarStep => ({
  request: { method: 'POST', path, body },
  expectStatus: 201,
});

const plain: JsonObject = {
  title: 'Test Event',
  start: '2016-05-04T11:29:46+00:00',
  end: '2016-05-04T11:29:46+00:00',
  calendar: 1,
  attendees: [{ email: 'system_user_1@example.com' }],
};
const daily: JsonObject = {
  ...plain,
  recurrence: { recurrenceType: 'daily', interval: 1, startTime: plain['start'] ?? null, timeZone: 'UTC' },
};

/** An attendee as sent, of one as answered: types that are not known become the default. */
function attendee(answered: Json): Json {
  if (!isObject(answered)) return answered;
  const { displayName = '', email = null, status = null, type = null } = answered;
  const strange = textOf(displayName).includes('type');
  const name = textOf(displayName).startsWith('{{') ? null : displayName;
  return { displayName: name, email, status, type: strange ? 'strange' : type };
}

/** The event that another test has made, of what this one expects of it. */
function eventOf(expected: Json): JsonObject {
  const row = isList(expected) ? (expected[0] ?? null) : expected;
  if (!isObject(row)) return plain;
  const { attendees = [], recurrence, title = 'Test Event' } = row;
  return {
    ...plain,
    title,
    ...Object.fromEntries(
      ['description', 'start', 'end', 'allDay', 'backgroundColor'].flatMap((name) =>
        row[name] === undefined ? [] : [[name, row[name]]],
      ),
    ),
    attendees: isList(attendees) ? attendees.map(attendee) : [],
    ...(recurrence !== undefined && { recurrence }),
  };
}

const madeBefore =
  (...made: readonly JsonObject[]): Steps =>
  (recorded) => [...made.map(post), ...recorded];

const madeAsExpected: Steps = (recorded) => {
  const expected = recorded.find(({ expectEquals }) => expectEquals !== undefined)?.expectEquals ?? null;
  return [post(eventOf(expected)), ...recorded];
};

/** One row of a list stands for the list. */
const rowAsList: Steps = (recorded) =>
  madeAsExpected(recorded).map((step) =>
    isObject(step.expectEquals) ? { expectEquals: [step.expectEquals] } : step,
  );

const byCalendar: Steps = (recorded) => [
  post(plain),
  ...recorded.map((step): CalendarStep =>
    step.request === undefined
      ? step
      : { request: { method: 'GET', path: '/api/rest/latest/calendars/1/events/{{id}}' } },
  ),
];

/** The test goes on with its list of expected rows after it has taken one out; the conversion has it whole. */
const withoutStart =
  (start: string, ...places: readonly number[]): Steps =>
  (recorded) =>
    recorded.map((step, index) =>
      step.expectEvents === undefined || !places.includes(index)
        ? step
        : {
            expectEvents: step.expectEvents.filter((event) => !isObject(event) || event['start'] !== start),
          },
    );

const moved: CalendarStep = {
  request: {
    method: 'PUT',
    path: `${path}/{{id}}`,
    body: { start: '2016-02-07T11:00:00+00:00', end: '2016-02-07T12:00:00+00:00' },
  },
  expectStatus: 200,
};

/** An exception that is cancelled, then deleted: its occurrence is there again. */
const restored: Steps = (recorded) =>
  withoutStart(
    '2016-02-07T18:00:00+00:00',
    5,
  )(recorded).flatMap((step, index) => {
    if (index !== 6) return [step];
    const back = { start: '2016-02-13T09:00:00+00:00', end: '2016-02-13T09:30:00+00:00' };
    const expectEvents = (step.expectEvents ?? []).map((event) =>
      isObject(event) && event['start'] === '2016-02-07T18:00:00+00:00' ? back : event,
    );
    return [{ request: { method: 'DELETE', path: `${path}/{{id}}` }, expectStatus: 204 }, { expectEvents }];
  });

const utcOffsets: Steps = (recorded) =>
  JSON.parse(JSON.stringify(recorded).replaceAll(/:00P"/g, ':00+00:00"')) as CalendarStep[];

const ofAttendees = 'rest-calendar-event-with-attendees-test--';
const ofSeries = 'rest-calendar-event-with-recurrent-event-test--';
const exception = { ...plain, recurringEventId: '{{id}}', originalStart: '2016-05-05T11:29:46+00:00' };

export const calendarPlans: Readonly<Record<string, CalendarPlan>> = {
  'basic-crud-test--create-simple-calendar-event-with-form-url-encoded-content': {
    bindings: {
      parameters: new URLSearchParams({
        title: 'Regular event',
        start: '2016-10-14T22:00:00+00:00',
        end: '2016-10-14T23:00:00+00:00',
        allDay: '0',
      }).toString(),
    },
  },
  'calendar-connection-controller-test--add-connection': { bindings: { 'calendar.id': 138 } },
  'calendar-connection-controller-test--gets-after-post': { steps: rowAsList },
  'recurring-event-delete-test--delete-recurring-event-exception-in-attendee-calendar-deletes-this-attendee-from-exception':
    { bindings: { copyOf: 'exception' } },
  'recurring-event-with-attendees-and-deletion-test--recurring-event-with-attendees-and-deletion': {
    steps: (recorded) => utcOffsets(withoutStart('2016-07-02T09:00:00+00:00', 5)(recorded)),
  },
  'recurring-event-with-attendees-and-exception-test--create-recurring-event-with-attendees-and-exception-canceled-deleted-and-update-correctly':
    { steps: withoutStart('2016-02-07T18:00:00+00:00', 4) },
  'recurring-event-with-attendees-in-exception-test--delete-exception-with-attendees': {
    bindings: { target: 'last' },
    steps: restored,
  },
  'rest-calendar-event-with-cancelled-and-updated-recurrent-event-test--calendar-event-with-cancelled-and-updated-recurrent-event-test':
    { steps: (recorded) => [...recorded.slice(0, 3), moved, ...recorded.slice(3)] },
  [`${ofAttendees}get-after-post-remove-attendees`]: { steps: madeAsExpected },
  [`${ofAttendees}get-after-post`]: { steps: madeAsExpected },
  [`${ofAttendees}get-created-events`]: { steps: madeAsExpected },
  [`${ofAttendees}get-by-calendar`]: { steps: byCalendar },
  [`${ofAttendees}put-remove-attendees`]: { steps: madeBefore(plain) },
  [`${ofAttendees}put`]: { steps: madeBefore(plain) },
  [`${ofAttendees}delete`]: { steps: madeBefore(plain) },
  [`${ofSeries}get-recurring-event-exception`]: { steps: madeBefore(daily, exception) },
  'rest-calendar-event-with-regular-event-test--get-by-calendar': { steps: byCalendar },
  'rest-calendar-event-with-regular-event-test--get-regular-event': { steps: madeBefore(plain) },
  'rest-calendar-event-with-regular-event-test--delete-regular-event': { steps: madeBefore(plain) },
};
