import { contactValuesSchema, NO_VALUES, type ContactValues } from '../contact/properties';
import { readContactBody } from '../contact/read-body';
import { renderContact } from '../contact/render';
import { itemId, itemNumber, immutableId } from '../ids';
import type { Entity } from '../odata/select';
import { discardItem } from '../state/discard';
import { userSchema, type User, type UserChange, type UserInput } from '../state/directory';
import type { Folder } from '../state/folders';
import type { GraphState } from '../state/graph-state';
import type { Item } from '../state/items';
import { HumanCalendar } from './calendar';
import { folderNamed, folderPath } from './folder-names';
import { NotThere, userNamed } from './guarded';
import { HumanTodo } from './todo';

/** A contact as the person at the mailbox sees it, with all extended properties and both of its ids. */
export interface HumanContact {
  /** The immutable id. */
  readonly id: string;
  /** The id that those get who do not ask for immutable ones. */
  readonly folderBoundId: string;
  readonly folder: { readonly id: string; readonly path: string };
  readonly deleted: boolean;
  readonly contact: Entity;
  readonly extendedProperties: Readonly<Record<string, string>>;
}

/**
 * Acts as the people of the tenant do in Outlook and in its administration, past the API and its log.
 * Mailboxes are named by user id or user principal name, contacts by either kind of id, folders by id or by
 * a path such as `Contacts/Suppliers` or `Deleted Items`.
 */
export class Human {
  /** What people do in Outlook's calendar. */
  readonly calendar: HumanCalendar;
  /** What people do in Microsoft To Do. */
  readonly todo: HumanTodo;
  readonly #state: GraphState;

  constructor(state: GraphState) {
    this.#state = state;
    this.calendar = new HumanCalendar(state);
    this.todo = new HumanTodo(state);
  }

  createUser(input: UserInput): User {
    const user = userSchema.parse(input);
    const taken = this.#state.directory.find(user.userPrincipalName) ?? this.#state.directory.find(user.id);
    if (taken !== undefined) throw new Error(`There is a user ${user.userPrincipalName} already.`);
    this.#state.directory.put(user);
    return user;
  }

  users(): User[] {
    return this.#state.directory.all();
  }

  /** Changes what is named; `mailbox: null` takes the mailbox away, a part of one changes that part. */
  changeUser(key: string, change: UserChange): User {
    const user = this.#user(key);
    const mailbox = change.mailbox === undefined ? user.mailbox : change.mailbox;
    const merged = mailbox === null ? null : { ...user.mailbox, ...mailbox };
    const changed = userSchema.parse({ ...user, ...change, mailbox: merged });
    this.#state.directory.put(changed);
    return changed;
  }

  deleteUser(key: string): void {
    this.#state.deleteUser(this.#user(key));
  }

  folders(mailbox: string): { id: string; path: string; deleted: boolean }[] {
    return this.#state.folders
      .all(this.#user(mailbox).id)
      .filter(({ role }) => role !== 'root')
      .map((folder) => ({
        id: folder.id,
        path: folderPath(this.#state, folder),
        deleted: this.#state.folders.isDeleted(folder),
      }));
  }

  /** Makes a contact folder inside another one, or a calendar inside the `Calendar`. */
  createFolder(mailbox: string, displayName: string, parent = 'Contacts'): { id: string; path: string } {
    const user = this.#user(mailbox);
    const folder = this.#state.folders.create(folderNamed(this.#state, user, parent), displayName);
    return { id: folder.id, path: folderPath(this.#state, folder) };
  }

  deleteFolder(mailbox: string, folder: string): void {
    const user = this.#user(mailbox);
    const found = folderNamed(this.#state, user, folder);
    if (found.role !== 'contactFolder' && found.role !== 'calendarFolder')
      throw new Error('This folder cannot be deleted.');
    const bin = this.#state.folders.wellKnown(user.id, 'deletedItems');
    this.#state.folders.change(found, { parent: bin.id });
  }

  /** Makes a contact from a body as the API takes it. */
  createContact(mailbox: string, body: unknown, folder = 'Contacts'): HumanContact {
    const user = this.#user(mailbox);
    return this.#show(user, this.#create(user, folderNamed(this.#state, user, folder), body));
  }

  /** Makes many contacts, all or none. Returns their immutable ids. */
  createContacts(mailbox: string, bodies: readonly unknown[], folder = 'Contacts'): string[] {
    const user = this.#user(mailbox);
    const place = folderNamed(this.#state, user, folder);
    return this.#state.store.transaction(() =>
      bodies.map((body) => immutableId(user.id, this.#create(user, place, body).number)),
    );
  }

  contacts(mailbox: string, options: { folder?: string; deleted?: boolean } = {}): HumanContact[] {
    const user = this.#user(mailbox);
    const { folder, deleted } = options;
    const only = folder === undefined ? undefined : folderNamed(this.#state, user, folder).id;
    return this.#state.folders
      .all(user.id)
      .filter(({ id }) => only === undefined || id === only)
      .filter((place) => deleted === undefined || this.#state.folders.isDeleted(place) === deleted)
      .flatMap(({ id }) => this.#state.contacts.inFolder(id))
      .map((item) => this.#show(user, item));
  }

  contact(mailbox: string, id: string): HumanContact {
    const user = this.#user(mailbox);
    return this.#show(user, this.#item(user, id));
  }

  /** Changes what the body names. */
  editContact(mailbox: string, id: string, body: unknown): HumanContact {
    const user = this.#user(mailbox);
    const item = this.#item(user, id);
    const change = readContactBody(body, item, 'update', this.#state.settings);
    return this.#show(user, this.#state.contacts.update(item, change));
  }

  /** Into Deleted Items; from there, or with `forGood`, for ever. */
  deleteContact(mailbox: string, id: string, forGood = false): void {
    const item = this.#item(this.#user(mailbox), id);
    if (forGood) this.#state.contacts.remove(item);
    else discardItem(this.#state, this.#state.contacts, item);
  }

  moveContact(mailbox: string, id: string, folder: string): HumanContact {
    const user = this.#user(mailbox);
    const { moveReason, moveShownInTarget } = this.#state.settings;
    const item = this.#item(user, id);
    const place = folderNamed(this.#state, user, folder);
    const deleting = place.role === 'deletedItems';
    return this.#show(
      user,
      this.#state.contacts.move(item, place.id, {
        reason: deleting ? 'deleted' : moveReason,
        shown: moveShownInTarget,
        deleting,
      }),
    );
  }

  /** Takes a contact out of Deleted Items, to where it was. */
  restoreContact(mailbox: string, id: string): HumanContact {
    const user = this.#user(mailbox);
    const item = this.#item(user, id);
    if (item.deletedFrom === undefined) throw new Error('This contact is not in Deleted Items.');
    const how = { reason: 'deleted', shown: true } as const;
    return this.#show(user, this.#state.contacts.move(item, item.deletedFrom, how));
  }

  /** Copies a contact with everything, extended properties included. */
  copyContact(mailbox: string, id: string, folder?: string): HumanContact {
    const user = this.#user(mailbox);
    const item = this.#item(user, id);
    const place = folder === undefined ? item.folder : folderNamed(this.#state, user, folder).id;
    const content = { values: contactValuesSchema.parse(item.values), extended: item.extended };
    return this.#show(user, this.#state.contacts.create(user.id, place, content));
  }

  #create(user: User, folder: Folder, body: unknown): Item<ContactValues> {
    const nothing = { values: NO_VALUES, extended: [] };
    const content = readContactBody(body, nothing, 'create', this.#state.settings);
    return this.#state.contacts.create(user.id, folder.id, content);
  }

  #user(key: string): User {
    return userNamed(this.#state, key);
  }

  #item(user: User, id: string): Item<ContactValues> {
    const number = itemNumber(id);
    const item = number === undefined ? undefined : this.#state.contacts.get(number);
    if (item?.mailbox !== user.id) throw new NotThere(`There is no contact ${id}.`);
    return item;
  }

  #show(user: User, item: Item<ContactValues>): HumanContact {
    const folder = this.#state.folders.get(user.id, item.folder);
    if (folder === undefined) throw new NotThere('The folder of this contact is gone.');
    return {
      id: immutableId(user.id, item.number),
      folderBoundId: itemId(user.id, folder.number, item.number),
      folder: { id: folder.id, path: folderPath(this.#state, folder) },
      deleted: this.#state.folders.isDeleted(folder),
      contact: renderContact(item, folder, true),
      extendedProperties: Object.fromEntries(item.extended.map(({ id, value }) => [id, value])),
    };
  }
}
