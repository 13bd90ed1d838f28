import { UnitOfWork } from '../form/unit-of-work';
import { ownedVisible } from '../jsonapi/resource';
import { idOf, text, type Entity } from '../model/entity';
import { findUser } from '../model/users';
import type { World } from '../model/world';
import { instantTest, restPage, restParameters, type RestParameter } from './query';
import { RestRefused, type RestAnswer, type RestCall, type RestRoute } from './route';
import { submitTask } from './task-form';
import { taskView } from './task-view';

type Test = (task: Entity) => boolean;

function timeTest(name: 'createdAt' | 'updatedAt', parameter: RestParameter): Test {
  const test = instantTest(parameter);
  return (task) => test(text(task, name));
}

/** By the owner's id, or user name: only equal and not equal mean anything. */
function ownerTest({ operator }: RestParameter, owner: string | undefined): Test {
  return (task) => {
    const own = task.toOne['owner'] ?? null;
    return operator === '<>' ? own !== null && own !== owner : own === owner;
  };
}

function testsOf(parameters: ReadonlyMap<string, RestParameter>, world: World): Test[] {
  const tests: Test[] = [];
  for (const [name, parameter] of parameters) {
    if (name === 'createdAt' || name === 'updatedAt') tests.push(timeTest(name, parameter));
    if (name === 'ownerId') tests.push(ownerTest(parameter, parameter.value));
    if (name === 'ownerUsername') tests.push(ownerTest(parameter, findUser(world, parameter.value)?.id));
  }
  return tests;
}

function list({ world, viewer, query, wanted }: RestCall): RestAnswer {
  const parameters = restParameters(query);
  const { page, limit } = restPage(parameters);
  const tests = testsOf(parameters, world);
  const found = world
    .table('tasks')
    .inOrder()
    .filter((task) => ownedVisible(task, viewer) && tests.every((test) => test(task)));
  const start = Math.max(page - 1, 0) * limit;
  return {
    status: 200,
    headers: wanted.has('totalCount') ? { 'X-Include-Total-Count': String(found.length) } : {},
    body: found.slice(start, start + limit).map((task) => taskView(task, world)),
  };
}

/** The task of the address; undefined where there is none. @throws RestRefused 403, 404 */
function load({ world, viewer, params }: RestCall): Entity | undefined {
  const id = params['id'] ?? '';
  if (!/^\d+$/.test(id)) throw new RestRefused(404, 'Not Found');
  const task = world.get('tasks', idOf(id));
  if (task !== undefined && !ownedVisible(task, viewer)) throw RestRefused.forbidden();
  return task;
}

function show(call: RestCall): RestAnswer {
  const task = load(call);
  if (task === undefined) return { status: 404, body: '' };
  return { status: 200, body: taskView(task, call.world) };
}

function create(call: RestCall): RestAnswer {
  return { status: 201, body: { id: Number(submitTask(call, undefined)) } };
}

function change(call: RestCall): RestAnswer {
  const task = load(call);
  if (task === undefined) return { status: 404 };
  submitTask(call, task);
  return { status: 204 };
}

function remove(call: RestCall): RestAnswer {
  const task = load(call);
  if (task === undefined) return { status: 404 };
  const unit = new UnitOfWork(call.world);
  unit.delete('tasks', task.id);
  unit.save(call.viewer);
  return { status: 204 };
}

/** Tasks in the older REST (reference section 2). */
export const taskRoutes: readonly RestRoute[] = [
  { method: 'GET', path: '/tasks', entity: 'tasks', handle: list },
  { method: 'POST', path: '/tasks', entity: 'tasks', handle: create },
  { method: 'GET', path: '/tasks/:id', entity: 'tasks', handle: show },
  { method: 'PUT', path: '/tasks/:id', entity: 'tasks', handle: change },
  { method: 'DELETE', path: '/tasks/:id', entity: 'tasks', handle: remove },
];
