import { z } from 'zod';
import type { ControlRoute } from '../../control';
import type { World } from '../model/world';
import type { CalendarDesk } from '../seed/calendar-events';
import type { ContactDesk } from '../seed/contacts';
import type { Desk, RecordView } from '../seed/desk';
import type { People } from '../seed/people';
import type { ClientChange, ContactChange, NewContact, NewUser, UserChange } from '../seed/schemas';
import type { NewTask, TaskChange } from '../seed/task-schemas';
import type { TaskDesk } from '../seed/tasks';
import { calendarRoutes } from './calendar-routes';
import { parameter } from './parameter';

interface Desks {
  readonly world: World;
  readonly people: People;
  readonly contacts: ContactDesk;
  readonly tasks: TaskDesk;
  readonly calendarEvents: CalendarDesk;
  /** Told when settings have changed. */
  readonly changed: () => void;
}

const clockSchema = z.strictObject({
  /** From now on it is this instant. */
  at: z.iso.datetime().optional(),
  /** Time stands still. */
  frozen: z.boolean().default(false),
  advanceMs: z.int().optional(),
});

/** Records of one type as a person works on them: listed (`?owner=`), added, shown, changed, deleted. */
function recordRoutes(
  path: string,
  desk: Desk<RecordView>,
  write: { add(body: unknown): RecordView; change(id: string, body: unknown): RecordView },
): ControlRoute[] {
  const one = `${path}/:id`;
  return [
    { method: 'GET', path, handle: ({ query }) => desk.list(query.get('owner') ?? undefined) },
    { method: 'POST', path, handle: ({ body }) => write.add(body) },
    { method: 'GET', path: one, handle: (input) => desk.show(parameter(input, 'id')) },
    { method: 'PATCH', path: one, handle: (input) => write.change(parameter(input, 'id'), input.body) },
    { method: 'DELETE', path: one, handle: (input) => desk.delete(parameter(input, 'id')) },
  ];
}

/**
 * State calls of the simulated OroCRM (README beside this). Bodies are checked by what they are handed to, so they are passed on as
 * they came.
 */
export function controlRoutes({
  world,
  people,
  contacts,
  tasks,
  calendarEvents,
  changed,
}: Desks): ControlRoute[] {
  const clock = (): { now: string } => ({ now: new Date(world.clock.now()).toISOString() });
  return [
    { method: 'GET', path: '/_control/users', handle: () => people.users() },
    { method: 'POST', path: '/_control/users', handle: ({ body }) => people.addUser(body as NewUser) },
    {
      method: 'GET',
      path: '/_control/users/:id',
      handle: (input) => people.view(people.user(parameter(input, 'id'))),
    },
    {
      method: 'PATCH',
      path: '/_control/users/:id',
      handle: (input) => people.changeUser(parameter(input, 'id'), input.body as UserChange),
    },
    {
      method: 'DELETE',
      path: '/_control/users/:id',
      handle: (input) => people.deleteUser(parameter(input, 'id')),
    },
    {
      method: 'POST',
      path: '/_control/users/:id/api-keys',
      handle: (input) => people.addApiKey(parameter(input, 'id'), input.body ?? {}),
    },
    { method: 'GET', path: '/_control/clients', handle: () => people.clients() },
    {
      method: 'POST',
      path: '/_control/clients',
      handle: ({ body }) => people.addClient(body ?? {}),
    },
    {
      method: 'PATCH',
      path: '/_control/clients/:id',
      handle: (input) => people.changeClient(parameter(input, 'id'), input.body as ClientChange),
    },
    {
      method: 'DELETE',
      path: '/_control/clients/:id',
      handle: (input) => people.deleteClient(parameter(input, 'id')),
    },
    ...recordRoutes('/_control/contacts', contacts, {
      add: (body) => contacts.add(body as NewContact),
      change: (id, body) => contacts.change(id, body as ContactChange),
    }),
    ...recordRoutes('/_control/tasks', tasks, {
      add: (body) => tasks.add(body as NewTask),
      change: (id, body) => tasks.change(id, body as TaskChange),
    }),
    ...calendarRoutes(calendarEvents),
    { method: 'GET', path: '/_control/settings', handle: () => world.settings },
    {
      method: 'PUT',
      path: '/_control/settings',
      handle: ({ body }) => {
        const settings = world.configure(body ?? {});
        changed();
        return settings;
      },
    },
    { method: 'GET', path: '/_control/clock', handle: clock },
    {
      method: 'PUT',
      path: '/_control/clock',
      handle: ({ body }) => {
        const { at, frozen, advanceMs } = clockSchema.parse(body ?? {});
        if (at !== undefined || frozen)
          world.clock.set(at === undefined ? world.clock.now() : Date.parse(at), frozen);
        if (advanceMs !== undefined) world.clock.advance(advanceMs);
        return clock();
      },
    },
    { method: 'DELETE', path: '/_control/clock', handle: () => world.clock.reset() },
  ];
}
