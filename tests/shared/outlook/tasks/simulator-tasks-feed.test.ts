import type { OutlookChange } from '../../../../shared/sync/ports/outlook';
import { ada, noWindow, SimulatedTodo } from './support/simulated-todo';

let todo: SimulatedTodo;

beforeAll(async () => {
  todo = await SimulatedTodo.start();
});
afterAll(() => todo.graph.stop());
beforeEach(() => todo.reset());

const start = (): Promise<string> => todo.outlook.feed('tasks').start(ada, noWindow);

async function read(cursor: string): Promise<{ changes: OutlookChange[]; cursor: string }> {
  const outcome = await todo.poll(cursor);
  if (outcome.state !== 'read') throw new Error(`The poll ended ${outcome.state}.`);
  return { changes: [...outcome.items], cursor: outcome.cursor };
}
const summary = ({ changes }: { changes: OutlookChange[] }): string[] =>
  changes.map(({ id, kind }) => `${kind} ${id}`).sort();

it('shows what was made, changed and deleted since, in every list, with the version that a read shows', async () => {
  const { human } = todo.graph;
  human.todo.addList(ada, 'Home');
  const before = human.todo.addMany(
    ada,
    Array.from({ length: 30 }, (_, index) => ({ title: `T${index}` })),
  );
  let now = await read(await start());
  expect(now.changes).toEqual([]);
  const made = human.todo.add(ada, { title: 'New' }).id;
  const elsewhere = human.todo.add(ada, { title: 'Elsewhere' }, 'Home').id;
  human.todo.edit(ada, before[3] ?? '', { status: 'completed' });
  human.todo.delete(ada, before[4] ?? '');
  now = await read(now.cursor);
  expect(summary(now)).toEqual(
    [
      `changed ${made}`,
      `changed ${elsewhere}`,
      `changed ${before[3] ?? ''}`,
      `removed ${before[4] ?? ''}`,
    ].sort(),
  );
  const change = now.changes.find(({ id }) => id === made);
  expect(change).toMatchObject({ version: (await todo.readOne(made))?.version });
  expect((await read(now.cursor)).changes).toEqual([]);
});

it('shows a move under both ids, and a list that is new from its beginning', async () => {
  const { human } = todo.graph;
  const task = await todo.makeOne({ mark: '7' });
  const first = await read(await start());
  human.todo.addList(ada, 'Home');
  const moved = human.todo.move(ada, task.id, 'Home').id;
  todo.reconnect();
  const now = await read(first.cursor);
  expect(summary(now)).toEqual([`changed ${moved}`, `removed ${task.id}`].sort());
  expect((await read(now.cursor)).changes).toEqual([]);
});

it('is lost with a list that went away, and with delta links that Graph forgot', async () => {
  const { human } = todo.graph;
  human.todo.addList(ada, 'Home');
  const cursor = await start();
  human.todo.deleteList(ada, 'Home');
  todo.reconnect();
  await expect(todo.poll(cursor)).resolves.toEqual({ state: 'expired' });
  const next = await start();
  await expect(todo.poll(next)).resolves.toMatchObject({ state: 'read' });
  todo.graph.expireDelta();
  await expect(todo.poll(next)).resolves.toEqual({ state: 'expired' });
});

it('shows a task that carries a new mark, under the version that it has then', async () => {
  const task = await todo.makeOne();
  const { cursor } = await read(await start());
  await todo.tasks.update([{ current: task, desired: { ...task, mark: '7' } }]);
  const { changes } = await read(cursor);
  expect(changes).toEqual([
    { id: task.id, kind: 'changed', version: (await todo.readOne(task.id))?.version },
  ]);
});

it('leaves Flagged Emails alone', async () => {
  todo.graph.control.log.clear();
  await start();
  const flagged = todo.graph.human.todo
    .lists(ada)
    .find(({ wellknownListName }) => wellknownListName === 'flaggedEmails');
  if (flagged === undefined) throw new Error('No such list.');
  const paths = todo.graph.control.log.since(0).entries.map(({ path }) => decodeURIComponent(path));
  expect(paths.filter((path) => path.endsWith('/tasks/delta'))).toHaveLength(1);
  expect(paths.some((path) => path.includes(flagged.id))).toBe(false);
});
