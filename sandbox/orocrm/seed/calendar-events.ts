import { ControlError } from '../../control';
import { completeOrganizer } from '../calendar/attendees';
import { deleteEvent } from '../calendar/delete-event';
import type { CalendarEvent, Mail } from '../calendar/event';
import { EventUnit } from '../calendar/event-unit';
import { originalOf } from '../calendar/original';
import { applyEvent, type SaveOptions } from '../calendar/save-event';
import type { World } from '../model/world';
import { fillEvent, type EventValues } from './calendar-fill';
import { occurrenceOf } from './calendar-occurrence';
import {
  calendarEventChangeSchema,
  newCalendarEventSchema,
  occurrenceSchema,
  type CalendarEventChange,
  type NewCalendarEvent,
  type OccurrenceInput,
} from './calendar-schemas';
import { calendarEventView, type CalendarEventView, type CalendarView } from './calendar-view';
import type { People } from './people';

/** Which events are listed: of a user (id, name or address), or of a calendar (id). */
export interface EventsWanted {
  readonly owner?: string | undefined;
  readonly calendar?: string | undefined;
}

/** Calendars as people work in them: any calendar, no API, no permissions; mails only where they are asked for. */
export class CalendarDesk {
  readonly #world: World;
  readonly #people: People;

  constructor(world: World, people: People) {
    this.#world = world;
    this.#people = people;
  }

  /** The default calendar of every user. */
  calendars(): CalendarView[] {
    return this.#world
      .table('users')
      .inOrder()
      .map(({ id }) => this.#world.calendars.defaultOf(id))
      .map(({ id, owner }) => ({ id: String(id), owner }));
  }

  /** Stored rows: series with their exceptions inside, attendees' copies as events of their own. @throws ControlError 404 */
  list({ owner, calendar }: EventsWanted = {}): CalendarEventView[] {
    const wanted = owner === undefined && calendar === undefined ? undefined : this.#place(owner, calendar);
    const book = this.#world.calendars;
    return (wanted === undefined ? book.events() : book.eventsOf(wanted))
      .filter(({ recurringEvent }) => recurringEvent === null)
      .map((event) => calendarEventView(event, this.#world));
  }

  /** @throws ControlError 404 */
  show(id: string): CalendarEventView {
    const event = this.#world.calendars.event(Number(id));
    if (event === undefined) throw missing(id);
    return calendarEventView(event, this.#world);
  }

  /** An event or a series in somebody's calendar. @throws ZodError, ControlError 400, 404 */
  add(input: NewCalendarEvent): CalendarEventView {
    const { id, uid, owner, calendar, organizerEmail, organizerDisplayName, ...values } =
      newCalendarEventSchema.parse(input);
    if (owner === undefined && calendar === undefined)
      throw new ControlError(400, 'Say whose event it is: owner or calendar.');
    const unit = new EventUnit(this.#world);
    const event = unit.create(
      this.#place(owner, calendar) ?? null,
      id === undefined ? undefined : Number(id),
    );
    return this.#write(event, unit, values, { updateExceptions: false }, () => {
      event.uid = uid ?? '';
      event.organizerEmail = organizerEmail ?? null;
      event.organizerDisplayName = organizerDisplayName ?? null;
    });
  }

  /**
   * Changes what is named, of a series or of one of its exceptions. As from OroCRM's page, exceptions follow: all go
   * where the start, the end or the pattern has changed (`updateExceptions`). @throws ZodError, ControlError 400, 404
   */
  change(id: string, input: CalendarEventChange): CalendarEventView {
    const { updateExceptions = true, ...values } = calendarEventChangeSchema.parse(input);
    const unit = new EventUnit(this.#world);
    return this.#write(this.#open(id, unit), unit, values, { updateExceptions });
  }

  /** Deletes; an exception of a series comes back as its ordinary occurrence. @throws ControlError 404 */
  delete(id: string): void {
    const unit = new EventUnit(this.#world);
    deleteEvent(this.#open(id, unit), { cancelInstead: false, notify: 'none' }, unit);
    unit.save();
  }

  /** Moves, renames or cancels one occurrence of a series. @throws ZodError, ControlError 400, 404 */
  changeOccurrence(id: string, input: OccurrenceInput): CalendarEventView {
    const { originalStart, ...values } = occurrenceSchema.parse(input);
    const unit = new EventUnit(this.#world);
    const series = this.#open(id, unit);
    const there = unit.exceptions(series).find((each) => each.originalStart === originalStart);
    if (there !== undefined) return this.#write(there, unit, values, { updateExceptions: false });
    const { attendees, ...times } = occurrenceOf(series, originalStart);
    const exception = unit.create(series.calendar);
    return this.#write(exception, unit, { ...times, ...values }, { updateExceptions: false }, () => {
      exception.recurringEvent = series.id;
      exception.originalStart = originalStart;
      if (values.attendees === undefined) exception.attendees = structuredClone(attendees);
    });
  }

  /** Takes the exception away: the occurrence is the series' again. @throws ControlError 404 */
  restoreOccurrence(id: string, originalStart: string): void {
    const unit = new EventUnit(this.#world);
    const instant = Date.parse(originalStart);
    const exception = unit
      .exceptions(this.#open(id, unit))
      .find((each) => Date.parse(each.originalStart ?? '') === instant);
    if (exception === undefined)
      throw new ControlError(404, `Event ${id} has no exception for ${originalStart}.`);
    deleteEvent(exception, { cancelInstead: false, notify: 'none' }, unit);
    unit.save();
  }

  /** Mails that went out, oldest first: those that the API was told to send, and those asked for here. */
  mails(): readonly Mail[] {
    return this.#world.calendars.mails();
  }

  clearMails(): void {
    this.#world.calendars.clearMails();
  }

  #write(
    event: CalendarEvent,
    unit: EventUnit,
    values: EventValues,
    { updateExceptions }: Pick<SaveOptions, 'updateExceptions'>,
    before: () => void = () => undefined,
  ): CalendarEventView {
    const original = originalOf(event, unit);
    before();
    fillEvent(event, values, unit);
    completeOrganizer(event, unit);
    applyEvent(event, original, { updateExceptions, notify: values.notifyAttendees ?? 'none' }, unit);
    if (values.updatedAt !== undefined) unit.stampByHand(event, values.updatedAt);
    unit.save();
    return this.show(String(event.id));
  }

  #open(id: string, unit: EventUnit): CalendarEvent {
    const event = /^\d+$/.test(id) ? unit.find(Number(id)) : undefined;
    if (event === undefined) throw missing(id);
    return event;
  }

  #place(owner: string | undefined, calendar: string | undefined): number | undefined {
    if (owner !== undefined) return this.#world.calendars.defaultOf(this.#people.user(owner).id).id;
    const found = this.#world.calendars.calendar(Number(calendar));
    if (found === undefined) throw new ControlError(404, `There is no calendar ${calendar ?? ''}.`);
    return found.id;
  }
}

function missing(id: string): ControlError {
  return new ControlError(404, `There is no calendar event ${id}.`);
}
