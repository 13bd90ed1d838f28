import { completeOrganizer } from '../calendar/attendees';
import type { CalendarEvent } from '../calendar/event';
import type { EventUnit } from '../calendar/event-unit';
import { notifyStrategies, type NotifyStrategy } from '../calendar/notify';
import { originalOf } from '../calendar/original';
import { applyEvent } from '../calendar/save-event';
import { isList, type Json, type JsonObject } from '../jsonapi/json';
import { readAttendees } from './attendee-form';
import { reachesCalendar } from './calendar-access';
import { checkEvent } from './calendar-event-rules';
import { FormErrors, words } from './form-errors';
import { FormFields } from './form-fields';
import { emptyRecurrence, readRecurrence, recurrenceFields } from './recurrence-form';
import { readReminders } from './reminders';
import { RestRefused, type RestCall } from './route';

const fields = [
  'id',
  'uid',
  'calendar',
  'calendarAlias',
  'title',
  'description',
  'start',
  'end',
  'allDay',
  'backgroundColor',
  'reminders',
  'attendees',
  'notifyAttendees',
  'createdAt',
  'recurrence',
  'recurringEventId',
  'originalStart',
  'isCancelled',
  'updateExceptions',
  'organizerDisplayName',
  'organizerEmail',
  'contexts',
] as const;
type Field = (typeof fields)[number];

/** Dropped before the form sees them (CalendarEventController); other read-only fields are extra fields. */
const dropped: ReadonlySet<string> = new Set([
  'updatedAt',
  'editable',
  'editableInvitationStatus',
  'removable',
]);

/** One request while its form is filled in. */
interface Submission {
  readonly call: RestCall;
  readonly event: CalendarEvent;
  readonly unit: EventUnit;
  readonly errors: FormErrors;
  readonly read: FormFields;
  /** The value of a field; undefined where it was left out. */
  readonly sent: (name: Field) => Json | undefined;
}

function fillTexts({ event, read, sent, errors, unit }: Submission): void {
  const uid = sent('uid');
  if (uid !== undefined) {
    const value = read.text('uid', uid);
    // Once there it stays; sent back as it is it does no harm.
    if (event.uid !== '' && value !== event.uid) errors.add('uid', words.unchangeable);
    else event.uid = value ?? '';
  }
  for (const name of ['organizerEmail', 'organizerDisplayName'] as const) {
    const organizer = sent(name);
    if (organizer === undefined) continue;
    const value = read.text(name, organizer);
    if (!unit.isNew(event) && event[name] !== null && value !== event[name]) {
      errors.add(name, words.unchangeable);
    } else event[name] = value;
  }
  for (const name of ['description', 'backgroundColor'] as const) {
    const value = sent(name);
    if (value !== undefined) event[name] = read.text(name, value);
  }
}

/** Title, start and end: what every event has. Left out of a new one, or sent empty, they are missed. */
function fillRequired({ event, read, sent, errors, unit }: Submission): void {
  for (const name of ['title', 'start', 'end'] as const) {
    const value = sent(name);
    if (value === undefined && !unit.isNew(event)) continue;
    const given = value ?? null;
    const filled = name === 'title' ? read.text(name, given) : read.instant(name, given);
    if (filled === null) errors.add(name, words.notBlank);
    else event[name] = filled;
  }
}

function fillOthers({ event, read, sent, errors, unit }: Submission): void {
  const [allDay, cancelled, originalStart] = [sent('allDay'), sent('isCancelled'), sent('originalStart')];
  if (allDay !== undefined) event.allDay = read.flag(allDay);
  if (cancelled !== undefined) event.cancelled = read.flag(cancelled);
  if (originalStart !== undefined) event.originalStart = read.instant('originalStart', originalStart);
  const createdAt = sent('createdAt');
  if (createdAt !== undefined) event.createdAt = read.instant('createdAt', createdAt) ?? unit.now;
  const reminders = sent('reminders');
  if (reminders !== undefined) {
    const list = readReminders(reminders);
    if (list === undefined) errors.refuse('reminders', words.notValid);
    else event.reminders = list;
  }
  const contexts = sent('contexts');
  if (contexts !== undefined)
    event.contexts = structuredClone<CalendarEvent['contexts']>(
      isList(contexts)
        ? (contexts as CalendarEvent['contexts'])
        : [contexts as CalendarEvent['contexts'][number]],
    );
}

function fillSeries(submission: Submission): void {
  const { event, read, sent, errors, unit } = submission;
  const recurringEventId = sent('recurringEventId');
  if (recurringEventId !== undefined) {
    const id = read.integer('recurringEventId', recurringEventId);
    if (id !== null && unit.find(id) === undefined) errors.refuse('recurringEventId', words.notValid);
    else event.recurringEvent = id;
  }
  const recurrence = sent('recurrence');
  if (recurrence === undefined) return;
  if (emptyRecurrence(recurrence)) {
    event.recurrence = null;
    return;
  }
  const values = readRecurrence(recurrence, errors.child('recurrence'), errors);
  if (values !== undefined) {
    event.recurrence = { id: event.recurrence?.id ?? unit.nextRecurrenceId(), ...values };
  }
}

/** The calendar by its id; one that does not exist leaves the event in none. @throws RestRefused 403, 500 */
function fillCalendar({ call, event, read, sent, unit }: Submission): void {
  const id = read.integer('calendar', sent('calendar') ?? null);
  if (id === null || id === 0 || id === event.calendar) return;
  const alias = read.text('calendarAlias', sent('calendarAlias') ?? null) ?? 'user';
  // Neither system calendars nor other aliases are there: OroCRM fails on both.
  if (alias !== 'user') throw new RestRefused(500, 'Internal Server Error');
  const calendar = unit.calendar(id);
  if (calendar !== undefined && !reachesCalendar(call, calendar)) throw RestRefused.forbidden();
  event.calendar = calendar?.id ?? null;
}

/** @throws RestRefused 500 where the list of a copy is changed: OroCRM fails, before it could refuse */
function fillAttendees({ event, sent, unit, errors }: Submission): void {
  const sentList = sent('attendees');
  if (sentList === undefined) return;
  const list = readAttendees(sentList, unit.attendees(event), unit.now, errors.child('attendees'));
  if (event.parent === null) {
    event.attendees = list;
    return;
  }
  const present = unit.attendees(event);
  const added = list.some((each) => !present.includes(each));
  if (added || list.length !== present.length) throw new RestRefused(500, 'Internal Server Error');
}

function notifyOf({ sent, errors }: Submission): NotifyStrategy {
  const value = sent('notifyAttendees') ?? null;
  if (value === null || value === '') return 'none';
  const strategy = notifyStrategies.find((each) => each === value);
  if (strategy === undefined) errors.add('notifyAttendees', words.notAChoice);
  return strategy ?? 'none';
}

function checkNames(body: JsonObject, isException: boolean, errors: FormErrors): void {
  const known: ReadonlySet<string> = new Set(fields);
  // The form of an exception has no recurrence.
  const extra = Object.keys(body).some(
    (name) => !dropped.has(name) && (!known.has(name) || (isException && name === 'recurrence')),
  );
  if (extra) errors.own.push(words.extraFields);
}

/**
 * Creates an event, or changes what is named of one (PatchSubscriber), saves it and answers it.
 * @throws RestRefused 400 with the errors by field; 403 for a calendar of somebody else
 */
export function submitEvent(
  call: RestCall,
  present: CalendarEvent | undefined,
  unit: EventUnit,
): CalendarEvent {
  const { body } = call;
  const event = present ?? unit.create(null);
  const original = originalOf(event, unit);
  const errors = new FormErrors(fields);
  errors.child('recurrence', recurrenceFields);
  const isException = present?.recurringEvent !== undefined && present.recurringEvent !== null;
  checkNames(body, isException, errors);
  const sent = (name: Field): Json | undefined =>
    isException && name === 'recurrence' ? undefined : body[name];
  const submission = { call, event, unit, errors, read: new FormFields(errors), sent };
  fillCalendar(submission);
  fillTexts(submission);
  fillRequired(submission);
  fillOthers(submission);
  fillSeries(submission);
  fillAttendees(submission);
  const notify = notifyOf(submission);
  completeOrganizer(event, unit);
  checkEvent({ event, original, errors, unit, calendar: sent('calendar') });
  if (errors.any) throw errors.refusal();
  const updateExceptions = submission.read.flag(sent('updateExceptions') ?? false);
  applyEvent(event, original, { updateExceptions, notify }, unit);
  unit.save();
  return event;
}
