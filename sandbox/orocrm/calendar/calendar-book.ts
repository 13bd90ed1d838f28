import { z } from 'zod';
import type { Collection, DocumentStore } from '../../store/documents';
import {
  calendarEventSchema,
  calendarSchema,
  connectionSchema,
  mailSchema,
  type Calendar,
  type CalendarEvent,
  type Connection,
  type Mail,
} from './event';

type Link = 'calendar' | 'parent' | 'recurringEvent';
type Key = number | string;

/** Ids of events by a link of theirs, or by their uid, in the order of the ids. */
class Links {
  readonly #groups = new Map<Key, Set<number>>();
  readonly #link: Link | 'uid';

  constructor(link: Link | 'uid') {
    this.#link = link;
  }

  of(key: Key): readonly number[] {
    return [...(this.#groups.get(key) ?? [])].sort((a, b) => a - b);
  }

  move(before: CalendarEvent | undefined, after: CalendarEvent | undefined): void {
    const from = before?.[this.#link] ?? null;
    const to = after?.[this.#link] ?? null;
    if (from === to) return;
    if (before !== undefined && from !== null) this.#groups.get(from)?.delete(before.id);
    if (after === undefined || to === null) return;
    const group = this.#groups.get(to);
    if (group === undefined) this.#groups.set(to, new Set([after.id]));
    else group.add(after.id);
  }

  clear(): void {
    this.#groups.clear();
  }
}

type Sequence = 'calendar' | 'event' | 'recurrence' | 'mail' | 'connection';

/** Calendars, their events, and the mails that went out about them. */
export class CalendarBook {
  readonly #store: DocumentStore;
  readonly #calendars: Collection<Calendar>;
  readonly #events: Collection<CalendarEvent>;
  readonly #mails: Collection<Mail>;
  readonly #connections: Collection<Connection>;
  readonly #sequences: Collection<number>;
  readonly #byOwner = new Map<string, number>();
  readonly #links: Readonly<Record<Link | 'uid', Links>> = {
    calendar: new Links('calendar'),
    parent: new Links('parent'),
    recurringEvent: new Links('recurringEvent'),
    uid: new Links('uid'),
  };
  /** How many first pages were asked for; moves the order of the next ones. */
  pass = 0;

  constructor(store: DocumentStore) {
    this.#store = store;
    this.#calendars = store.collection('orocrm:calendars', (value) => calendarSchema.parse(value));
    this.#events = store.collection('orocrm:calendarevents', (value) => calendarEventSchema.parse(value));
    this.#mails = store.collection('orocrm:mails', (value) => mailSchema.parse(value));
    this.#connections = store.collection('orocrm:calendar-connections', (value) =>
      connectionSchema.parse(value),
    );
    this.#sequences = store.collection('orocrm:calendar-sequence', (value) => z.int().parse(value));
    for (const calendar of this.#calendars.all()) this.#byOwner.set(calendar.owner, calendar.id);
    for (const event of this.#events.all()) this.#follow(undefined, event);
  }

  /** An id that was never used before. Calendars begin at 101: their ids are not those of users. */
  nextId(of: Sequence): number {
    const next = (this.#sequences.get(of) ?? (of === 'calendar' ? 100 : 0)) + 1;
    this.#sequences.put(of, next);
    return next;
  }

  /** Keeps a sequence ahead of an id that was chosen by hand. */
  reserve(of: Sequence, id: number): void {
    if (id > (this.#sequences.get(of) ?? 0)) this.#sequences.put(of, id);
  }

  calendar(id: number): Calendar | undefined {
    return this.#calendars.get(String(id));
  }

  /** The default calendar of a user, made when the user is, and for users of an older data file when it is asked for. */
  defaultOf(user: string): Calendar {
    const known = this.#byOwner.get(user);
    const calendar = known === undefined ? undefined : this.calendar(known);
    if (calendar !== undefined) return calendar;
    const made: Calendar = { id: this.nextId('calendar'), owner: user, name: null };
    this.#calendars.put(String(made.id), made);
    this.#byOwner.set(user, made.id);
    this.connect({ targetCalendar: made.id, calendarAlias: 'user', calendar: made.id });
    return made;
  }

  event(id: number): CalendarEvent | undefined {
    return this.#events.get(String(id));
  }

  /** Ids of the events of a calendar, of the copies of an event, or of the exceptions of a series. */
  linked(link: Link, id: number): readonly number[] {
    return this.#links[link].of(id);
  }

  eventsOf(calendar: number): CalendarEvent[] {
    return this.linked('calendar', calendar).flatMap((id) => this.event(id) ?? []);
  }

  /** Events of all calendars that have a uid: a series with its exceptions and copies. */
  byUid(uid: string): CalendarEvent[] {
    return this.#links.uid.of(uid).flatMap((id) => this.event(id) ?? []);
  }

  /** Every event there is. */
  events(): CalendarEvent[] {
    return [...this.#events.all()].sort((a, b) => a.id - b.id);
  }

  /** Calendars shown in one, itself first. */
  connectionsOf(calendar: number): Connection[] {
    return [...this.#connections.all()].filter(({ targetCalendar }) => targetCalendar === calendar);
  }

  connection(id: number): Connection | undefined {
    return this.#connections.get(String(id));
  }

  connect(values: Pick<Connection, 'targetCalendar' | 'calendarAlias' | 'calendar'>): Connection {
    const id = this.nextId('connection');
    const connection = { id, position: 0, visible: true, backgroundColor: null, ...values };
    this.#connections.put(String(id), connection);
    return connection;
  }

  changeConnection(connection: Connection): void {
    this.#connections.put(String(connection.id), connection);
  }

  disconnect(id: number): boolean {
    return this.#connections.delete(String(id));
  }

  /** Mails that went out, oldest first. */
  mails(): readonly Mail[] {
    return [...this.#mails.all()];
  }

  clearMails(): void {
    this.#mails.clear();
  }

  /** All or nothing. */
  save(changed: readonly CalendarEvent[], deleted: readonly number[], mails: readonly Mail[]): void {
    this.#store.transaction(() => {
      for (const event of changed) {
        this.#follow(this.event(event.id), event);
        this.#events.put(String(event.id), event);
      }
      for (const id of deleted) {
        this.#follow(this.event(id), undefined);
        this.#events.delete(String(id));
      }
      for (const mail of mails) this.#mails.put(String(mail.id), mail);
    });
  }

  clear(): void {
    for (const collection of [this.#calendars, this.#events, this.#mails, this.#connections, this.#sequences])
      collection.clear();
    for (const links of Object.values(this.#links)) links.clear();
    this.#byOwner.clear();
    this.pass = 0;
  }

  #follow(before: CalendarEvent | undefined, after: CalendarEvent | undefined): void {
    for (const links of Object.values(this.#links)) links.move(before, after);
  }
}
