import { z } from 'zod';
import type { ControlInput, ControlRoute } from '../../control';
import { userChangeSchema, userSchema } from '../state/directory';
import { calendarRoutes } from './calendar-routes';
import { guarded, named } from './guarded';
import type { Human } from './human';
import { todoRoutes } from './todo-routes';

const folderSchema = z.strictObject({ displayName: z.string().min(1), parent: z.string().optional() });
const placeSchema = z.strictObject({ folder: z.string() });
const copySchema = z.strictObject({ folder: z.string().optional() }).default({});
const contactSchema = z.looseObject({ folder: z.string().optional() });

function userRoutes(human: Human): ControlRoute[] {
  const base = '/_control/users';
  return [
    { method: 'GET', path: base, handle: () => human.users() },
    {
      method: 'POST',
      path: base,
      handle: guarded(({ body }) => human.createUser(userSchema.parse(body))),
    },
    {
      method: 'PATCH',
      path: `${base}/:user`,
      handle: guarded((input) => human.changeUser(named(input, 'user'), userChangeSchema.parse(input.body))),
    },
    {
      method: 'DELETE',
      path: `${base}/:user`,
      handle: guarded((input) => human.deleteUser(named(input, 'user'))),
    },
  ];
}

function folderRoutes(human: Human): ControlRoute[] {
  const base = '/_control/mailboxes/:mailbox/folders';
  return [
    { method: 'GET', path: base, handle: guarded((input) => human.folders(named(input, 'mailbox'))) },
    {
      method: 'POST',
      path: base,
      handle: guarded((input) => {
        const { displayName, parent } = folderSchema.parse(input.body);
        return human.createFolder(named(input, 'mailbox'), displayName, parent);
      }),
    },
    {
      method: 'DELETE',
      path: `${base}/:folder`,
      handle: guarded((input) => human.deleteFolder(named(input, 'mailbox'), named(input, 'folder'))),
    },
  ];
}

function contactRoutes(human: Human): ControlRoute[] {
  const base = '/_control/mailboxes/:mailbox/contacts';
  const one = `${base}/:id`;
  const mailbox = (input: ControlInput): string => named(input, 'mailbox');
  const id = (input: ControlInput): string => named(input, 'id');
  return [
    {
      method: 'GET',
      path: base,
      handle: guarded((input) => {
        const folder = input.query.get('folder');
        const deleted = input.query.get('deleted');
        return human.contacts(mailbox(input), {
          ...(folder !== null && { folder }),
          ...(deleted !== null && { deleted: deleted === 'true' }),
        });
      }),
    },
    {
      method: 'POST',
      path: base,
      handle: guarded((input) => {
        const { folder, ...body } = contactSchema.parse(input.body);
        return human.createContact(mailbox(input), body, folder);
      }),
    },
    { method: 'GET', path: one, handle: guarded((input) => human.contact(mailbox(input), id(input))) },
    {
      method: 'PATCH',
      path: one,
      handle: guarded((input) => human.editContact(mailbox(input), id(input), input.body)),
    },
    {
      method: 'DELETE',
      path: one,
      handle: guarded((input) =>
        human.deleteContact(mailbox(input), id(input), input.query.get('forGood') === 'true'),
      ),
    },
    {
      method: 'POST',
      path: `${one}/move`,
      handle: guarded((input) =>
        human.moveContact(mailbox(input), id(input), placeSchema.parse(input.body).folder),
      ),
    },
    {
      method: 'POST',
      path: `${one}/restore`,
      handle: guarded((input) => human.restoreContact(mailbox(input), id(input))),
    },
    {
      method: 'POST',
      path: `${one}/copy`,
      handle: guarded((input) =>
        human.copyContact(mailbox(input), id(input), copySchema.parse(input.body).folder),
      ),
    },
  ];
}

/** The calls by which a test acts as the people of the tenant. */
export function humanRoutes(human: Human): ControlRoute[] {
  return [
    ...userRoutes(human),
    ...folderRoutes(human),
    ...contactRoutes(human),
    ...calendarRoutes(human.calendar),
    ...todoRoutes(human.todo),
  ];
}
