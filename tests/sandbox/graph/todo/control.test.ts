import { z } from 'zod';
import { at, rows, startBench, stopAll, type Bench, type Reply } from '../harness';

const ADA = 'ada@example.com';
let bench: Bench;
beforeEach(async () => void (bench = await startBench()));
afterEach(stopAll);

const shown = z.object({
  id: z.string(),
  list: z.object({ id: z.string(), name: z.string() }),
  deleted: z.boolean(),
  task: z.record(z.string(), z.unknown()),
});

async function call(method: string, path: string, body?: unknown): Promise<Reply> {
  return bench.send(method, `${bench.url}/_control/mailboxes/${ADA}${path}`, {
    token: null,
    ...(body !== undefined && { body }),
  });
}

async function task(method: string, path: string, body?: unknown): Promise<z.infer<typeof shown>> {
  return shown.parse((await call(method, `/tasks${path}`, body)).body);
}

it('a person makes, edits, completes, moves, deletes and restores tasks, unseen by the log', async () => {
  bench.human.changeUser(ADA, { mailbox: { timeZone: 'Asia/Tokyo' } });
  expect((await call('POST', '/lists', { name: 'Trips' })).body).toMatchObject({
    name: 'Trips',
    wellknownListName: 'none',
  });
  const made = await task('POST', '', { title: 'Pack', due: '2026-07-01' });
  expect(made).toMatchObject({ list: { name: 'Tasks' }, deleted: false });
  expect(at(made.task, 'dueDateTime', 'dateTime')).toBe('2026-06-30T15:00:00.0000000');
  const there = await task('POST', '', { title: 'Fly', list: 'Trips' });
  expect(there.list.name).toBe('Trips');
  const edited = await task('PATCH', `/${made.id}`, { importance: 'high', due: null });
  expect(edited.task).toMatchObject({ importance: 'high', title: 'Pack' });
  expect(edited.task).not.toHaveProperty('dueDateTime');
  expect((await task('POST', `/${made.id}/complete`)).task['status']).toBe('completed');
  const moved = await task('POST', `/${made.id}/move`, { list: 'Trips' });
  expect(moved.list.name).toBe('Trips');
  expect((await call('GET', `/tasks/${made.id}`)).status).toBe(404);
  expect((await call('DELETE', `/tasks/${moved.id}`)).status).toBe(204);
  expect(await task('GET', `/${moved.id}`)).toMatchObject({ id: moved.id, deleted: true, list: moved.list });
  const ids = async (query: string): Promise<string[]> =>
    z
      .array(shown)
      .parse((await call('GET', `/tasks${query}`)).body)
      .map(({ id }) => id);
  expect(await ids('')).toEqual([there.id]);
  expect(await ids('?deleted=true')).toEqual([moved.id]);
  expect(await ids('?deleted=true&list=Tasks')).toEqual([]);
  expect(await ids('?list=Tasks')).toEqual([]);
  const restored = await task('POST', `/${moved.id}/restore`);
  expect(restored).toMatchObject({ deleted: false, list: { name: 'Trips' } });
  expect(restored.id).not.toBe(moved.id);
  expect((await call('PATCH', '/lists/Trips', { name: 'Travel' })).body).toMatchObject({ name: 'Travel' });
  expect((await call('DELETE', '/lists/Travel')).status).toBe(204);
  expect(await ids('?deleted=true')).toHaveLength(2);
  const orphan = await task('POST', `/${there.id}/restore`);
  expect(orphan.list.name).toBe('Tasks');
  expect((await call('GET', '/lists')).body).toMatchObject([{ name: 'Tasks' }, { name: 'Flagged Emails' }]);
  expect(bench.control.log.since().entries).toEqual([]);
});

it('is told what is not there or wrong', async () => {
  const { id } = bench.human.todo.add(ADA, { title: 'x' });
  const gone = bench.human.todo.add(ADA, { title: 'y' }).id;
  bench.human.todo.delete(ADA, gone);
  const calls: [string, string, unknown?][] = [
    ['GET', '/tasks?list=Nowhere'],
    ['GET', '/tasks/none'],
    ['PATCH', `/tasks/${gone}`, { title: 'z' }],
    ['POST', '/tasks', { title: 'x', list: 'Nowhere' }],
    ['POST', '/tasks', { nothing: 1 }],
    ['POST', '/tasks', { title: 'x', due: 'tomorrow' }],
    ['POST', '/lists', {}],
    ['PATCH', '/lists/Tasks', { name: 'x' }],
    ['DELETE', '/lists/Tasks'],
    ['POST', `/tasks/${id}/restore`],
    ['POST', `/tasks/${id}/move`, {}],
  ];
  const statuses: number[] = [];
  for (const [method, path, body] of calls) statuses.push((await call(method, path, body)).status);
  expect(statuses).toEqual([404, 404, 404, 404, 400, 400, 400, 409, 409, 409, 400]);
});

it('seeds many tasks, all or none', async () => {
  const ids = bench.human.todo.addMany(ADA, [{ title: 'a' }, { title: 'b' }], 'Flagged Emails');
  expect(bench.human.todo.tasks(ADA).map(({ id }) => id)).toEqual(ids);
  expect(() => bench.human.todo.addMany(ADA, [{ title: 'c' }, { wrong: 1 }])).toThrow('wrong');
  expect(bench.human.todo.tasks(ADA)).toHaveLength(2);
  const list = bench.human.todo
    .lists(ADA)
    .find(({ wellknownListName }) => wellknownListName === 'flaggedEmails');
  const { body } = await bench.send('GET', `${bench.ada}/todo/lists/${list?.id ?? ''}/tasks`);
  expect(rows(body)).toMatchObject([{ id: ids[0], title: 'a' }, { id: ids[1] }]);
});

it('goes with its user, and with a reset', async () => {
  const { id } = bench.human.createUser({ userPrincipalName: 'bob@example.com' });
  bench.human.todo.addList(id, 'Trips');
  bench.human.todo.add(id, { title: 'x' });
  bench.human.deleteUser(id);
  bench.human.createUser({ id, userPrincipalName: 'bob@example.com' });
  expect([bench.human.todo.lists(id).length, bench.human.todo.tasks(id).length]).toEqual([2, 0]);
  bench.human.todo.add(ADA, { title: 'x' });
  await bench.control.reset();
  const ada = bench.human.createUser({ id: bench.ada.split('/')[2], userPrincipalName: ADA });
  expect(bench.human.todo.tasks(ada.id)).toEqual([]);
});
