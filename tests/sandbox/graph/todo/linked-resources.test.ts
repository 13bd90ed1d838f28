import { at, failure, rows, startBench, stopAll, text, type Bench } from '../harness';
import { tasksOf } from './lists';

const ADA = 'ada@example.com';
let bench: Bench;
let tasks: string;
let task: string;
beforeEach(async () => {
  bench = await startBench();
  tasks = await tasksOf(bench, 'Tasks');
  task = `${tasks}/${bench.human.todo.add(ADA, { title: 'x' }).id}`;
});
afterEach(stopAll);

const MARK = {
  applicationName: 'OroCRM',
  displayName: 'Task 12',
  externalId: '12',
  webUrl: 'https://crm.example.org/task/view/12',
};

const etag = async (): Promise<string> => text((await bench.send('GET', task)).body, '@odata.etag');

describe('linked resources', () => {
  it('are made, listed, read, changed and deleted, each time with a new etag of the task', async () => {
    const etags = [await etag()];
    const made = await bench.send('POST', `${task}/linkedResources`, { body: MARK });
    expect(made).toMatchObject({ status: 201, body: MARK });
    etags.push(await etag());
    const one = `${task}/linkedResources/${text(made.body, 'id')}`;
    expect(rows((await bench.send('GET', `${task}/linkedResources`)).body)).toEqual([
      { id: text(made.body, 'id'), ...MARK },
    ]);
    const changed = await bench.send('PATCH', one, { body: { externalId: '13', displayName: null } });
    expect(changed.body).toMatchObject({ id: text(made.body, 'id'), externalId: '13', webUrl: MARK.webUrl });
    expect(changed.body).not.toHaveProperty('displayName');
    etags.push(await etag());
    expect((await bench.send('GET', one)).body).toEqual(changed.body);
    const expanded = await bench.send('GET', `${task}?$expand=linkedResources`);
    expect(at(expanded.body, 'linkedResources', 0, 'externalId')).toBe('13');
    expect((await bench.send('DELETE', one)).status).toBe(204);
    etags.push(await etag());
    expect(failure(await bench.send('GET', one))).toBe('404 ErrorItemNotFound');
    expect(rows((await bench.send('GET', `${task}/linkedResources`)).body)).toEqual([]);
    expect(new Set(etags).size).toBe(4);
  });

  it('stand side by side, those of other applications too', async () => {
    const path = `${task}/linkedResources`;
    await bench.send('POST', path, { body: { applicationName: 'Other', webUrl: 'https://other.example' } });
    const mine = await bench.send('POST', path, { body: MARK });
    await bench.send('POST', path, { body: MARK });
    await bench.send('PATCH', `${path}/${text(mine.body, 'id')}`, { body: { externalId: '99' } });
    const all = rows((await bench.send('GET', path)).body);
    expect(all.map(({ externalId }) => externalId)).toEqual([undefined, '99', '12']);
    expect(new Set(all.map(({ id }) => id)).size).toBe(3);
  });

  it.each([
    ['an unknown property', { url: 'x' }, '400 RequestBodyRead'],
    ['an id', { id: 'x' }, '400 ErrorInvalidPropertySet'],
    ['a number', { externalId: 12 }, '400 RequestBodyRead'],
    ['no object', ['x'], '400 RequestBodyRead'],
  ])('refuse %s', async (_case, body, expected) => {
    const before = await etag();
    expect(failure(await bench.send('POST', `${task}/linkedResources`, { body }))).toBe(expected);
    expect(await etag()).toBe(before);
  });

  it('go along when the task moves, under its other id', async () => {
    await bench.send('POST', `${task}/linkedResources`, { body: MARK });
    bench.human.todo.addList(ADA, 'Trips');
    const id = task.split('/').at(-1) ?? '';
    const moved = bench.human.todo.move(ADA, id, 'Trips');
    expect(moved.id).not.toBe(id);
    expect(failure(await bench.send('GET', task))).toBe('404 ErrorItemNotFound');
    expect(failure(await bench.send('GET', `${task}/linkedResources`))).toBe('404 ErrorItemNotFound');
    const there = `${await tasksOf(bench, 'Trips')}/${moved.id}`;
    expect(rows((await bench.send('GET', `${there}/linkedResources`)).body)).toMatchObject([MARK]);
    const back = bench.human.todo.move(ADA, moved.id, 'Tasks');
    expect([id, moved.id]).not.toContain(back.id);
    expect(back.task['createdDateTime']).toBe(moved.task['createdDateTime']);
  });
});
