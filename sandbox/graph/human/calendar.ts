import { EventWriter, type Circumstances } from '../event/event-writer';
import { exceptionsOf, instanceOn, wholeItem, type EventItem, type Instance } from '../event/instances';
import { newUid } from '../event/new-event';
import { NO_ANSWER, type Person } from '../event/properties';
import { readEventBody } from '../event/read-body';
import { renderEvent, type Showing } from '../event/render';
import { immutableId, itemNumber, occurrenceDay } from '../ids';
import type { Entity } from '../odata/select';
import type { User } from '../state/directory';
import type { Folder } from '../state/folders';
import type { GraphState } from '../state/graph-state';
import { idOf } from '../state/identity';
import type { ExtendedProperty } from '../state/items';
import type { Mail } from '../state/mails';
import { folderNamed, folderPath } from './folder-names';
import { NotThere, userNamed } from './guarded';

/** An event or series as the person at the mailbox sees it, with all extended properties and both of its ids. */
export interface HumanEvent {
  /** The immutable id. */
  readonly id: string;
  /** The id that those get who do not ask for immutable ones. */
  readonly folderBoundId: string;
  readonly folder: { readonly id: string; readonly path: string };
  readonly deleted: boolean;
  readonly event: Entity;
  readonly extendedProperties: Readonly<Record<string, string>>;
  /** The occurrences that differ; `day` is the one of the series, in its zone, `YYYY-MM-DD`. */
  readonly exceptions: readonly {
    readonly id: string;
    readonly day: string;
    readonly event: Entity;
    readonly extendedProperties: Readonly<Record<string, string>>;
  }[];
  /** The days of the series, in its zone, whose occurrence was deleted. */
  readonly cancelled: readonly string[];
}

const texts = (properties: readonly ExtendedProperty[]): Record<string, string> =>
  Object.fromEntries(properties.map(({ id, value }) => [id, value]));

/**
 * Acts as a person does in Outlook's calendar, past the API, its log and its count of mails. Mailboxes are named by
 * user id or user principal name, events and occurrences by either kind of id, calendars by id or by a path such as
 * `Calendar/Team`.
 */
export class HumanCalendar {
  readonly #state: GraphState;
  readonly #writer: EventWriter;

  constructor(state: GraphState) {
    this.#state = state;
    this.#writer = new EventWriter(state);
  }

  events(mailbox: string, options: { folder?: string; deleted?: boolean } = {}): HumanEvent[] {
    const user = this.#user(mailbox);
    const { folder, deleted } = options;
    const only = folder === undefined ? undefined : folderNamed(this.#state, user, folder).id;
    return this.#state.folders
      .all(user.id)
      .filter(({ id }) => only === undefined || id === only)
      .filter((place) => deleted === undefined || this.#state.folders.isDeleted(place) === deleted)
      .flatMap(({ id }) => this.#state.events.inFolder(id))
      .map((item) => this.#show(user, item));
  }

  event(mailbox: string, id: string): HumanEvent {
    const user = this.#user(mailbox);
    return this.#show(user, this.#item(user, id));
  }

  /**
   * Adds an event or series from a body as the API takes it; with attendees it is a meeting of the person's own.
   * `customZone`: made in a time zone that somebody made by hand.
   */
  add(
    mailbox: string,
    body: unknown,
    options: { folder?: string | undefined; customZone?: boolean | undefined } = {},
  ): HumanEvent {
    const { folder = 'Calendar', customZone = false } = options;
    return this.#create(mailbox, folder, body, { customZone });
  }

  /** Adds many events, all or none. Returns their immutable ids. */
  addMany(mailbox: string, bodies: readonly unknown[], folder = 'Calendar'): string[] {
    const user = this.#user(mailbox);
    const place = folderNamed(this.#state, user, folder);
    return this.#state.store.transaction(() =>
      bodies.map((body) => immutableId(user.id, this.#writer.create(user.id, place, body).item.number)),
    );
  }

  /** Changes what the body names, of an event, a series, or (by its id) one occurrence. */
  edit(mailbox: string, id: string, body: unknown): HumanEvent {
    const user = this.#user(mailbox);
    return this.#edit(user, this.#instance(user, id, occurrenceDay(id)), body);
  }

  /** Into Deleted Items; from there, or with `forGood`, for ever. An occurrence, by its id, just ends to be. */
  delete(mailbox: string, id: string, forGood = false): void {
    const user = this.#user(mailbox);
    const instance = this.#instance(user, id, occurrenceDay(id));
    if (forGood && instance.day === undefined) this.#state.events.remove(instance.item);
    else this.#writer.delete(instance);
  }

  editOccurrence(mailbox: string, id: string, day: string, body: unknown): HumanEvent {
    const user = this.#user(mailbox);
    return this.#edit(user, this.#instance(user, id, day), body);
  }

  deleteOccurrence(mailbox: string, id: string, day: string): HumanEvent {
    const user = this.#user(mailbox);
    const instance = this.#instance(user, id, day);
    this.#writer.delete(instance);
    return this.#show(user, this.#item(user, id));
  }

  /** Moves an event or series into another calendar, or into Deleted Items. */
  move(mailbox: string, id: string, folder: string): HumanEvent {
    const user = this.#user(mailbox);
    const { moveReason, moveShownInTarget } = this.#state.settings;
    const item = this.#item(user, id);
    const place = folderNamed(this.#state, user, folder);
    const deleting = place.role === 'deletedItems';
    const how = { reason: deleting ? 'deleted' : moveReason, shown: moveShownInTarget, deleting };
    return this.#show(user, this.#state.events.move(item, place.id, how));
  }

  /** Takes an event out of Deleted Items, to where it was. */
  restore(mailbox: string, id: string): HumanEvent {
    const user = this.#user(mailbox);
    const item = this.#item(user, id);
    if (item.deletedFrom === undefined) throw new Error('This event is not in Deleted Items.');
    const how = { reason: 'deleted', shown: true } as const;
    return this.#show(user, this.#state.events.move(item, item.deletedFrom, how));
  }

  /** Copies an event or series with everything, extended properties included, as an appointment of its own. */
  copy(mailbox: string, id: string, folder?: string): HumanEvent {
    const user = this.#user(mailbox);
    const { values, extended, folder: here } = this.#item(user, id);
    const place = folder === undefined ? here : folderNamed(this.#state, user, folder).id;
    const copied = { ...values, uid: newUid(), transactionId: undefined };
    return this.#show(user, this.#state.events.create(user.id, place, { values: copied, extended }));
  }

  /** Receives an invitation: an attendee's copy of what somebody else organises. */
  receiveInvitation(mailbox: string, organizer: Person, body: unknown, uid?: string): HumanEvent {
    return this.#create(mailbox, 'Calendar', body, {
      organizer,
      response: { ...NO_ANSWER, response: 'notResponded' },
      ...(uid !== undefined && { uid }),
    });
  }

  /** What the organiser's updates and cancellations do to an attendee's copy. */
  cancelByOrganizer(mailbox: string, id: string): HumanEvent {
    const user = this.#user(mailbox);
    const item = this.#item(user, id);
    if (item.values.organizer === undefined) throw new Error('The person organises this event.');
    const values = { ...item.values, isCancelled: true };
    const change = { values, extended: item.extended, changed: ['isCancelled'], reported: true };
    return this.#show(user, this.#state.events.update(item, change));
  }

  /** The mails that the API caused, oldest first. */
  mails(mailbox: string): Mail[] {
    return this.#state.mails.of(this.#user(mailbox).id);
  }

  clearMails(mailbox: string): void {
    this.#state.mails.clear(this.#user(mailbox).id);
  }

  #create(mailbox: string, folder: string, body: unknown, circumstances: Circumstances): HumanEvent {
    const user = this.#user(mailbox);
    const place = folderNamed(this.#state, user, folder);
    return this.#show(user, this.#writer.create(user.id, place, body, circumstances).item);
  }

  #edit(user: User, instance: Instance, body: unknown): HumanEvent {
    const updated = this.#writer.update(instance, readEventBody(body, instance.content));
    return this.#show(user, updated.item);
  }

  #user(key: string): User {
    return userNamed(this.#state, key);
  }

  #item(user: User, id: string): EventItem {
    const number = itemNumber(id);
    const item = number === undefined ? undefined : this.#state.events.get(number);
    if (item?.mailbox !== user.id) throw new NotThere(`There is no event ${id}.`);
    return item;
  }

  #instance(user: User, id: string, day: string | undefined): Instance {
    const item = this.#item(user, id);
    const instance = day === undefined ? wholeItem(item) : instanceOn(item, day);
    if (instance === undefined) throw new NotThere(`The event has no occurrence on ${String(day)}.`);
    return instance;
  }

  #folderOf(user: User, item: EventItem): Folder {
    const folder = this.#state.folders.get(user.id, item.folder);
    if (folder === undefined) throw new NotThere('The folder of this event is gone.');
    return folder;
  }

  #show(user: User, item: EventItem): HumanEvent {
    const folder = this.#folderOf(user, item);
    const showing: Showing = { user, folder, immutable: true, timeZone: undefined };
    return {
      id: idOf(item, folder, true),
      folderBoundId: idOf(item, folder, false),
      folder: { id: folder.id, path: folderPath(this.#state, folder) },
      deleted: this.#state.folders.isDeleted(folder),
      event: renderEvent(wholeItem(item), showing),
      extendedProperties: texts(item.extended),
      exceptions: exceptionsOf(item).map((each) => ({
        id: idOf(item, folder, true, each.day),
        day: each.day ?? '',
        event: renderEvent(each, showing),
        extendedProperties: texts(each.extended),
      })),
      cancelled: item.values.cancelled,
    };
  }
}
