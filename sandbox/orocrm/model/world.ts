import { z } from 'zod';
import type { Collection, DocumentStore } from '../../store/documents';
import { CalendarBook } from '../calendar/calendar-book';
import { Clock } from '../clock';
import { countryEntities } from '../dictionary/countries';
import { dictionaryEntities } from '../dictionary/dictionaries';
import { settingsSchema, type Settings, type SettingsInput } from '../settings';
import { capabilitiesOf, type Capabilities } from '../versions';
import { entityTypes, idOf, text, type Entity, type EntityId, type EntityType } from './entity';
import { GroupIndex, OrderIndex, type Index } from './indexes';
import { Table } from './table';

export const organizationId = idOf(1);
export const businessUnitId = idOf(1);
export const administratorRoleId = idOf(1);
export const userRoleId = idOf(2);

const numbered: readonly EntityType[] = [
  'contacts',
  'contactaddresses',
  'users',
  'accounts',
  'tasks',
  'workflowitems',
  'asyncoperations',
  'businessunits',
];

/** Everything one OroCRM holds: records with their indexes, id sequences, settings, time. */
export class World {
  readonly clock = new Clock();
  readonly contactsByOwner = new GroupIndex((contact) => contact.toOne['owner'] ?? null);
  readonly contactsByUpdate = new OrderIndex((contact) => text(contact, 'updatedAt') ?? '');
  readonly tasksByOwner = new GroupIndex((task) => task.toOne['owner'] ?? null);
  readonly tasksByUpdate = new OrderIndex((task) => text(task, 'updatedAt') ?? '');
  readonly workflowItemsByTask = new GroupIndex((item) => item.toOne['task'] ?? null);
  /** Records that belong to a user, by owner. */
  readonly byOwner: Partial<Record<EntityType, GroupIndex>> = {
    contacts: this.contactsByOwner,
    tasks: this.tasksByOwner,
  };
  /** Records that are read along their `updatedAt`. */
  readonly byUpdate: Partial<Record<EntityType, OrderIndex>> = {
    contacts: this.contactsByUpdate,
    tasks: this.tasksByUpdate,
  };
  readonly addressesByContact = new GroupIndex((address) => address.toOne['owner'] ?? null);
  readonly usersByName = new GroupIndex((user) => text(user, 'username')?.toLowerCase() ?? null);
  readonly usersByEmail = new GroupIndex((user) => text(user, 'email')?.toLowerCase() ?? null);
  readonly store: DocumentStore;
  readonly calendars: CalendarBook;
  readonly #tables: ReadonlyMap<EntityType, Table>;
  readonly #sequences: Collection<number>;
  readonly #saved: Collection<Settings>;
  readonly #initial: SettingsInput;

  constructor(store: DocumentStore, initial: SettingsInput = {}) {
    this.store = store;
    this.calendars = new CalendarBook(store);
    this.#initial = initial;
    this.#sequences = store.collection('orocrm-sequence', (value) => z.int().parse(value));
    this.#saved = store.collection('orocrm-settings', (value) => settingsSchema.parse(value));
    this.#tables = new Map(entityTypes.map((type) => [type, new Table(store, type, this.#indexesOf(type))]));
    if (this.#saved.size === 0) this.configure(initial);
    this.#install();
  }

  get settings(): Settings {
    return this.#saved.get('settings') ?? settingsSchema.parse(this.#initial);
  }

  get capabilities(): Capabilities {
    return capabilitiesOf(this.settings.version);
  }

  /** Changes the settings that are named. @throws ZodError, and nothing is changed */
  configure(change: SettingsInput): Settings {
    const before = this.#saved.get('settings');
    const settings = settingsSchema.parse({ ...before, ...change });
    this.#saved.put('settings', settings);
    // Activating a workflow and deactivating it both reset its data: no task has an item afterwards.
    if (before !== undefined && before.taskWorkflow !== settings.taskWorkflow) {
      this.table('workflowitems').clear();
    }
    return settings;
  }

  table(type: EntityType): Table {
    const table = this.#tables.get(type);
    if (table === undefined) throw new Error(`no table for ${type}`);
    return table;
  }

  get(type: EntityType, id: EntityId): Entity | undefined {
    return this.table(type).get(id);
  }

  /** An id that was never used before: sequences do not go back when a record is deleted or refused. */
  nextId(type: EntityType): EntityId {
    const next = (this.#sequences.get(type) ?? 0) + 1;
    this.#sequences.put(type, next);
    return idOf(next);
  }

  /** Keeps a sequence ahead of an id that was chosen by hand. */
  reserve(type: EntityType, id: EntityId): void {
    const number = Number(id);
    if (number > (this.#sequences.get(type) ?? 0)) this.#sequences.put(type, number);
  }

  /** Back to a fresh installation with the settings it was started with. */
  reset(): void {
    for (const table of this.#tables.values()) table.clear();
    this.calendars.clear();
    this.#sequences.clear();
    this.#saved.clear();
    this.clock.reset();
    this.configure(this.#initial);
    this.#install();
  }

  #install(): void {
    this.store.transaction(() => {
      for (const entity of [...countryEntities(), ...dictionaryEntities()]) {
        if (this.get(entity.type, entity.id) === undefined) this.table(entity.type).put(entity);
      }
      this.#installOrganization();
    });
    for (const type of numbered) {
      const last = this.table(type).inOrder().at(-1);
      if (last !== undefined) this.reserve(type, last.id);
    }
  }

  #installOrganization(): void {
    if (this.get('organizations', organizationId) !== undefined) return;
    this.table('organizations').put({
      type: 'organizations',
      id: organizationId,
      attributes: { name: 'Acme, Inc', enabled: true },
      toOne: {},
      toMany: {},
    });
    this.table('businessunits').put({
      type: 'businessunits',
      id: businessUnitId,
      attributes: { name: 'Main' },
      toOne: { organization: organizationId },
      toMany: {},
    });
    const roles = { ROLE_ADMINISTRATOR: administratorRoleId, ROLE_USER: userRoleId };
    for (const [role, id] of Object.entries(roles)) {
      const label = role === 'ROLE_USER' ? 'User' : 'Administrator';
      this.table('userroles').put({
        type: 'userroles',
        id,
        attributes: { role, label },
        toOne: {},
        toMany: {},
      });
    }
  }

  #indexesOf(type: EntityType): readonly Index[] {
    const followers: Partial<Record<EntityType, readonly Index[]>> = {
      contacts: [this.contactsByOwner, this.contactsByUpdate],
      tasks: [this.tasksByOwner, this.tasksByUpdate],
      workflowitems: [this.workflowItemsByTask],
      contactaddresses: [this.addressesByContact],
      users: [this.usersByName, this.usersByEmail],
    };
    return followers[type] ?? [];
  }
}
