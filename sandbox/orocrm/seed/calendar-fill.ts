import { ControlError } from '../../control';
import { patternOf, type Attendee, type CalendarEvent, type Recurrence } from '../calendar/event';
import type { EventUnit } from '../calendar/event-unit';
import { text } from '../model/entity';
import { fullName, userByAnyName } from '../model/users';
import { FormErrors } from '../rest/form-errors';
import { readRecurrence } from '../rest/recurrence-form';
import type { AttendeeInput, calendarEventChangeSchema, RecurrenceInput } from './calendar-schemas';

/** What a person enters; what is left out stays. */
export type EventValues = Omit<ReturnType<typeof calendarEventChangeSchema.parse>, 'updateExceptions'>;

/** Checked by the rules of the API's form. @throws ControlError 400 */
function recurrenceFrom(
  { startTime, ...input }: RecurrenceInput,
  event: CalendarEvent,
  unit: EventUnit,
): Recurrence {
  const errors = new FormErrors();
  const values = readRecurrence({ ...input, startTime: startTime ?? event.start }, errors, errors);
  if (values === undefined || errors.any) {
    throw new ControlError(400, `The recurrence is not valid: ${JSON.stringify(errors.toJson())}`);
  }
  return { id: event.recurrence?.id ?? unit.nextRecurrenceId(), ...values };
}

/** Who is invited already keeps the answer, unless another one is given. */
function attendeesFrom(
  inputs: readonly AttendeeInput[],
  present: readonly Attendee[],
  unit: EventUnit,
): Attendee[] {
  return inputs.map((input): Attendee => {
    const named = typeof input === 'string' ? userByAnyName(unit.world, input) : undefined;
    const address = named === undefined ? null : text(named, 'email');
    const email = address ?? (typeof input === 'string' ? input : input.email);
    const there = present.find((each) => each.email?.toLowerCase() === email.toLowerCase());
    if (typeof input === 'string' && there !== undefined) return there;
    const own = typeof input === 'string' ? undefined : input;
    const known = there?.displayName ?? (named === undefined ? null : fullName(named));
    const { displayName = known, status = 'none', type = 'required' } = own ?? {};
    const createdAt = there?.createdAt ?? unit.now;
    return { displayName, email, user: there?.user ?? null, status, type, createdAt, updatedAt: unit.now };
  });
}

/** Writes the values into an event. @throws ControlError 400, 404 */
export function fillEvent(event: CalendarEvent, values: EventValues, unit: EventUnit): void {
  const { recurrence, attendees, cancelled, createdAt, start, end, ...rest } = values;
  const { title, description, allDay, backgroundColor, reminders } = rest;
  const given = { title, description, allDay, backgroundColor, reminders, cancelled, createdAt, start, end };
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined) Object.assign(event, { [name]: value });
  }
  if (event.start > event.end) throw new ControlError(400, 'The event ends before it starts.');
  if (recurrence !== undefined) {
    if (event.recurringEvent !== null) throw new ControlError(400, 'One occurrence cannot recur.');
    event.recurrence = recurrence === null ? null : recurrenceFrom(recurrence, event, unit);
  } else if (start !== undefined && event.recurrence !== null) {
    // The page keeps the start of the pattern and that of the event together.
    event.recurrence = recurrenceFrom({ ...patternOf(event.recurrence), startTime: start }, event, unit);
  }
  if (attendees === undefined) return;
  if (event.parent !== null) throw new ControlError(400, 'The list of attendees belongs to the organizer.');
  event.attendees = attendeesFrom(attendees, event.attendees, unit);
}
