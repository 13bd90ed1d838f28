import { z } from 'zod';
import type { ControlInput, ControlRoute } from '../../control';
import { guarded, named } from './guarded';
import type { HumanTodo } from './todo';

const listSchema = z.strictObject({ name: z.string().min(1) });
const placeSchema = z.strictObject({ list: z.string() });
const taskSchema = z.looseObject({ list: z.string().optional() });

const mailbox = (input: ControlInput): string => named(input, 'mailbox');
const id = (input: ControlInput): string => named(input, 'id');
const list = (input: ControlInput): string => named(input, 'list');

function route(
  method: ControlRoute['method'],
  path: string,
  handle: (input: ControlInput) => unknown,
): ControlRoute {
  return { method, path: `/_control/mailboxes/:mailbox${path}`, handle: guarded(handle) };
}

/** The calls by which a test acts as a person in Microsoft To Do. */
export function todoRoutes(todo: HumanTodo): ControlRoute[] {
  return [
    route('GET', '/lists', (input) => todo.lists(mailbox(input))),
    route('POST', '/lists', (input) => todo.addList(mailbox(input), listSchema.parse(input.body).name)),
    route('PATCH', '/lists/:list', (input) =>
      todo.renameList(mailbox(input), list(input), listSchema.parse(input.body).name),
    ),
    route('DELETE', '/lists/:list', (input) => {
      todo.deleteList(mailbox(input), list(input));
    }),
    route('GET', '/tasks', (input) => {
      const only = input.query.get('list');
      const deleted = input.query.get('deleted') === 'true';
      return todo.tasks(mailbox(input), { deleted, ...(only !== null && { list: only }) });
    }),
    route('POST', '/tasks', (input) => {
      const { list: place, ...body } = taskSchema.parse(input.body);
      return todo.add(mailbox(input), body, place);
    }),
    route('GET', '/tasks/:id', (input) => todo.task(mailbox(input), id(input))),
    route('PATCH', '/tasks/:id', (input) => todo.edit(mailbox(input), id(input), input.body)),
    route('DELETE', '/tasks/:id', (input) => {
      todo.delete(mailbox(input), id(input));
    }),
    route('POST', '/tasks/:id/complete', (input) => todo.complete(mailbox(input), id(input))),
    route('POST', '/tasks/:id/move', (input) =>
      todo.move(mailbox(input), id(input), placeSchema.parse(input.body).list),
    ),
    route('POST', '/tasks/:id/restore', (input) => todo.restore(mailbox(input), id(input))),
  ];
}
