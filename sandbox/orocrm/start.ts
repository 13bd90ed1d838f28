import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Control } from '../control';
import { open } from '../store/documents';
import { Credentials } from './auth/credentials';
import { BatchQueue } from './batch/queue';
import { controlRoutes } from './control/routes';
import { World } from './model/world';
import { CalendarDesk } from './seed/calendar-events';
import type { NewCalendarEvent } from './seed/calendar-schemas';
import type { CalendarEventView } from './seed/calendar-view';
import { ContactDesk, type ContactView } from './seed/contacts';
import { People, type UserView } from './seed/people';
import type { NewApiKey, NewClient, NewContact, NewUser } from './seed/schemas';
import type { NewTask } from './seed/task-schemas';
import { TaskDesk, type TaskView } from './seed/tasks';
import { OrocrmServer, tokenPath } from './server';
import type { Settings, SettingsInput } from './settings';

/** How a simulated OroCRM is started. Everything in `settings` can be changed later. */
export interface OrocrmOptions extends SettingsInput {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Folder for its data; without it everything is in memory. */
  readonly data?: string;
}

/** A running simulated OroCRM. */
export interface SimulatedOrocrm {
  /** `http://127.0.0.1:PORT`, without a path. */
  readonly url: string;
  readonly port: number;
  /** Address of the JSON:API under the present settings. */
  readonly apiUrl: string;
  readonly tokenUrl: string;
  /** Request log, faults, latency; also over `/_control/…`. */
  readonly control: Control;
  readonly settings: Settings;
  configure(change: SettingsInput): Settings;
  addUser(user: NewUser): UserView;
  /** A client of the client-credentials grant for a user, or of the password grant. */
  addClient(client: NewClient): { clientId: string; clientSecret: string };
  /** An API key for WSSE; `user` is an id, a user name or an e-mail address. */
  addApiKey(user: string, key?: NewApiKey): { username: string; apiKey: string };
  /** A contact as a human makes it, with its addresses; answers what was stored. */
  addContact(contact: NewContact): ContactView;
  /** A task as a human makes it: open and of normal priority unless told otherwise; answers what was stored. */
  addTask(task: NewTask): TaskView;
  /**
   * An event or a series in the calendar of a user (`owner`) or in one by its id, attendees with copies; answers what
   * was stored. Occurrences are changed by `calendarEvents`.
   */
  addCalendarEvent(event: NewCalendarEvent): CalendarEventView;
  readonly people: People;
  readonly contacts: ContactDesk;
  readonly tasks: TaskDesk;
  readonly calendarEvents: CalendarDesk;
  /** Back to a fresh installation: no users, no records, the settings it was started with. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

function fileIn(folder: string | undefined): string | undefined {
  if (folder === undefined) return undefined;
  mkdirSync(folder, { recursive: true });
  return join(folder, 'orocrm.db');
}

/** Starts an OroCRM on the loopback address. @throws ZodError for settings that do not exist */
export async function startOrocrm(options: OrocrmOptions = {}): Promise<SimulatedOrocrm> {
  const { port: wanted = 0, data, ...initial } = options;
  const store = open(fileIn(data));
  const world = new World(store, initial);
  const credentials = new Credentials(store);
  const queue = new BatchQueue(world);
  const server = new OrocrmServer(world, credentials, queue);
  const people = new People(world, credentials);
  const contacts = new ContactDesk(world, people);
  const tasks = new TaskDesk(world, people);
  const calendarEvents = new CalendarDesk(world, people);
  const changed = (): void => {
    server.refresh();
    queue.wake();
  };
  const control = new Control({
    describe: (call) => server.describe(call),
    routes: controlRoutes({ world, people, contacts, tasks, calendarEvents, changed }),
    reset: () => {
      queue.clear();
      credentials.reset();
      world.reset();
      changed();
    },
  });
  const http = createServer(control.wrap(server.handle));
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(wanted, '127.0.0.1', resolve);
  });
  const { port } = http.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    control,
    people,
    contacts,
    tasks,
    calendarEvents,
    get apiUrl() {
      return url + world.settings.prefix;
    },
    get tokenUrl() {
      return url + tokenPath(world.settings.prefix);
    },
    get settings() {
      return world.settings;
    },
    configure: (change) => {
      const settings = world.configure(change);
      changed();
      return settings;
    },
    addUser: (user) => people.addUser(user),
    addClient: (client) => people.addClient(client),
    addApiKey: (user, key) => people.addApiKey(user, key),
    addContact: (contact) => contacts.add(contact),
    addTask: (task) => tasks.add(task),
    addCalendarEvent: (event) => calendarEvents.add(event),
    reset: () => control.reset(),
    stop: async () => {
      queue.stop();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
      store.close();
    },
  };
}
