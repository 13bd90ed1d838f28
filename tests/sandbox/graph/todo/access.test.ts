import { at, failure, rows, startBench, stopAll, text, type Bench, type Reply } from '../harness';
import { tasksOf } from './lists';

const ADA = 'ada@example.com';
let bench: Bench;
let tasks: string;
beforeEach(async () => {
  bench = await startBench();
  tasks = await tasksOf(bench, 'Tasks');
  bench.control.log.clear();
});
afterEach(stopAll);

const get = (path: string): Promise<Reply> => bench.send('GET', path);

describe('who may see tasks', () => {
  it('nobody without the role, and then it is a 401', async () => {
    bench.changeSettings({ tasksRoleGranted: false });
    const paths = [
      `${bench.ada}/todo/lists`,
      `${bench.ada}/todo/lists/delta`,
      tasks,
      `${tasks}/delta`,
      `${tasks}/x`,
    ];
    for (const path of paths) expect(failure(await get(path))).toBe('401 UnknownError');
    expect(failure(await bench.send('POST', tasks, { body: { title: 'x' } }))).toBe('401 UnknownError');
    expect((await get(`${bench.ada}/contacts`)).status).toBe(200);
  });

  it('the scopes of Exchange do not cover them, unless told otherwise', async () => {
    bench.human.changeUser(ADA, { mailbox: { inScope: false } });
    expect(failure(await get(`${bench.ada}/contacts`))).toBe('403 ErrorAccessDenied');
    expect((await get(tasks)).status).toBe(200);
    bench.changeSettings({ scopeCoversTasks: true });
    expect(failure(await get(tasks))).toBe('403 ErrorAccessDenied');
    bench.human.changeUser(ADA, { mailbox: null });
    expect(failure(await get(tasks))).toBe('404 MailboxNotEnabledForRESTAPI');
    expect(failure(await get('/users/nobody@example.com/todo/lists'))).toBe('404 ResourceNotFound');
  });

  it('no other mailbox than that of the path', async () => {
    const bob = bench.human.createUser({ userPrincipalName: 'bob@example.com' });
    const { id } = bench.human.todo.add(ADA, { title: 'x' });
    expect(failure(await get(tasks.replace(/users\/[^/]+/, `users/${bob.id}`)))).toBe(
      '404 ErrorItemNotFound',
    );
    const own = bench.human.todo.lists(bob.id)[0]?.id ?? '';
    expect(failure(await get(`/users/${bob.id}/todo/lists/${own}/tasks/${id}`))).toBe(
      '404 ErrorItemNotFound',
    );
    expect((await bench.send('GET', tasks, { token: 'wrong' })).status).toBe(401);
  });
});

describe('tasks as all of Graph', () => {
  it('are throttled with their mailbox', async () => {
    bench.changeSettings({ concurrentPerMailbox: 1, operationMs: 30 });
    const replies = await Promise.all([get(tasks), get(`${bench.ada}/contacts`), get(tasks)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 429, 429]);
  });

  it('are noted in the log, and can be broken', async () => {
    const { id } = bench.human.todo.add(ADA, { title: 'x' });
    await get(`${bench.ada}/todo/lists`);
    await bench.send('PATCH', `${tasks}/${id}`, { body: { title: 'y' } });
    await bench.send('POST', `${tasks}/${id}/linkedResources`, { body: { externalId: '1' } });
    bench.control.faults.add({ match: { path: '/todo/lists/.*/tasks' }, effect: { status: 503 } });
    expect((await get(tasks)).status).toBe(503);
    expect(bench.control.log.since().entries).toMatchObject([
      { subject: ADA, entity: 'lists', write: false, status: 200 },
      { subject: ADA, entity: 'tasks', write: true, status: 200 },
      { subject: ADA, entity: 'tasks', write: true, status: 201 },
      { subject: ADA, entity: 'tasks', write: false, status: 503, fault: 'fault-1' },
    ]);
  });

  it('come in batches, each item on its own', async () => {
    const { id } = bench.human.todo.add(ADA, { title: 'x' });
    const headers = { 'Content-Type': 'application/json' };
    const requests = [
      {
        id: '1',
        method: 'POST',
        url: tasks,
        headers,
        body: { title: 'new', linkedResources: [{ externalId: '7' }] },
      },
      { id: '2', method: 'GET', url: `${tasks}/delta?$expand=linkedResources` },
      { id: '3', method: 'PATCH', url: `${tasks}/${id}`, headers, body: { status: 'done' } },
      { id: '4', method: 'DELETE', url: `${tasks}/${id}`, headers: { 'If-Match': 'W/"old"' } },
    ];
    const { body } = await bench.send('POST', '/$batch', { body: { requests } });
    const responses = at(body, 'responses');
    if (!Array.isArray(responses)) throw new Error('No responses.');
    const byId = new Map((responses as unknown[]).map((item) => [text(item, 'id'), item]));
    expect([...byId].map(([key, item]) => [key, at(item, 'status')]).sort()).toEqual([
      ['1', 201],
      ['2', 200],
      ['3', 400],
      ['4', 412],
    ]);
    expect(at(byId.get('1'), 'body', 'linkedResources', 0, 'externalId')).toBe('7');
    expect(rows(at(byId.get('2'), 'body')).length).toBeGreaterThan(0);
  });

  it.each([
    ['PUT', ''],
    ['PATCH', ''],
    ['DELETE', ''],
  ])('know no %s of the collection%s', async (method) => {
    expect((await bench.send(method, tasks, { body: {} })).status).toBe(405);
  });
});
