import type { World } from '../model/world';
import { text, idOf, type Entity } from '../model/entity';
import { emptyEvent, type Attendee, type Calendar, type CalendarEvent, type Mail } from './event';
import type { CalendarBook } from './calendar-book';

/** Changes of these are rows of their own and move nothing. */
const aside: ReadonlySet<string> = new Set(['reminders', 'contexts', 'updatedAt', 'createdAt']);

const copyOf = (event: CalendarEvent): CalendarEvent => structuredClone(event);

function rowChanged(before: CalendarEvent, now: CalendarEvent): boolean {
  const names = Object.keys(now) as (keyof CalendarEvent)[];
  return names.some((name) => !aside.has(name) && JSON.stringify(before[name]) !== JSON.stringify(now[name]));
}

/** The events that one request writes: saved together or not at all; reads see what is not saved yet. */
export class EventUnit {
  readonly world: World;
  readonly #book: CalendarBook;
  readonly #open = new Map<number, CalendarEvent>();
  readonly #deleted = new Set<number>();
  readonly #mails: Mail[] = [];
  /** Events whose `updatedAt` somebody chose by hand. */
  readonly #stamped = new Set<number>();

  constructor(world: World) {
    this.world = world;
    this.#book = world.calendars;
  }

  get now(): string {
    return this.world.clock.stamp();
  }

  /** The event for reading and writing; undefined where it is absent or deleted here. */
  find(id: number | null): CalendarEvent | undefined {
    if (id === null || this.#deleted.has(id)) return undefined;
    const open = this.#open.get(id);
    if (open !== undefined) return open;
    const stored = this.#book.event(id);
    if (stored === undefined) return undefined;
    const event = copyOf(stored);
    this.#open.set(id, event);
    return event;
  }

  create(calendar: number | null, wanted?: number): CalendarEvent {
    if (wanted !== undefined) this.#book.reserve('event', wanted);
    const event = emptyEvent(wanted ?? this.#book.nextId('event'), calendar, this.now);
    this.#open.set(event.id, event);
    return event;
  }

  nextRecurrenceId(): number {
    return this.#book.nextId('recurrence');
  }

  isNew({ id }: CalendarEvent): boolean {
    return this.#book.event(id) === undefined;
  }

  /** As it was before this request. */
  stored({ id }: CalendarEvent): CalendarEvent | undefined {
    return this.#book.event(id);
  }

  /** Copies in the calendars of attendees. */
  copies(event: CalendarEvent): CalendarEvent[] {
    return this.#linked('parent', event.id);
  }

  copyIn(event: CalendarEvent, calendar: Calendar): CalendarEvent | undefined {
    return this.copies(event).find((copy) => copy.calendar === calendar.id);
  }

  /** Exceptions of a series, cancelled occurrences among them. */
  exceptions(event: CalendarEvent): CalendarEvent[] {
    return this.#linked('recurringEvent', event.id);
  }

  parent(event: CalendarEvent): CalendarEvent | undefined {
    return this.find(event.parent);
  }

  /** Its attendees; of a copy, those of the event that it is a copy of. */
  attendees(event: CalendarEvent): Attendee[] {
    return (this.parent(event) ?? event).attendees;
  }

  calendar(id: number | null): Calendar | undefined {
    return id === null ? undefined : this.#book.calendar(id);
  }

  defaultCalendar(user: string): Calendar {
    return this.#book.defaultOf(user);
  }

  /** The user a calendar belongs to. */
  owner(calendar: number | null): Entity | undefined {
    const owner = this.calendar(calendar)?.owner;
    return owner === undefined ? undefined : this.world.get('users', idOf(owner));
  }

  /** The attendee that is the calendar's owner. */
  relatedAttendee(event: CalendarEvent): Attendee | undefined {
    const owner = this.owner(event.calendar)?.id;
    return owner === undefined ? undefined : this.attendees(event).find(({ user }) => user === owner);
  }

  /** Takes an event out, with its copies and exceptions. */
  delete(event: CalendarEvent): void {
    this.#deleted.add(event.id);
    for (const each of [...this.copies(event), ...this.exceptions(event)]) this.delete(each);
  }

  isDeleted({ id }: CalendarEvent): boolean {
    return this.#deleted.has(id);
  }

  /** Says when it was changed last, in place of now. */
  stampByHand(event: CalendarEvent, updatedAt: string): void {
    event.updatedAt = updatedAt;
    this.#stamped.add(event.id);
  }

  mail(kind: Mail['kind'], to: string, event: CalendarEvent): void {
    const id = this.#book.nextId('mail');
    this.#mails.push({ id, at: this.now, to, kind, event: event.id, title: event.title });
  }

  /** Saves everything, and moves `updatedAt` of what has changed. */
  save(): void {
    const now = this.now;
    const changed: CalendarEvent[] = [];
    for (const event of this.#open.values()) {
      const before = this.#book.event(event.id);
      if (this.#deleted.has(event.id)) continue;
      if (before !== undefined && JSON.stringify(before) === JSON.stringify(event)) continue;
      const byHand = this.#stamped.has(event.id);
      if (before !== undefined && !byHand && rowChanged(before, event)) event.updatedAt = now;
      changed.push(copyOf(event));
    }
    const gone = [...this.#deleted].filter((id) => this.#book.event(id) !== undefined);
    this.#book.save(changed, gone, this.#mails);
  }

  #linked(link: 'parent' | 'recurringEvent', id: number): CalendarEvent[] {
    const ids = new Set(this.#book.linked(link, id));
    for (const event of this.#open.values()) if (event[link] === id) ids.add(event.id);
    return [...ids]
      .sort((a, b) => a - b)
      .flatMap((each) => this.find(each) ?? [])
      .filter((event) => event[link] === id);
  }
}

/** Address of a user; null where there is none. */
export const addressOf = (user: Entity | undefined): string | null =>
  user === undefined ? null : text(user, 'email');
