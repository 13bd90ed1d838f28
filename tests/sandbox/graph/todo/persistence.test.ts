import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure, rows, startBench, stopAll, text } from '../harness';
import { tasksOf } from './lists';

const ADA = 'ada@example.com';
let data: string;
beforeEach(() => void (data = mkdtempSync(join(tmpdir(), 'graph-todo-'))));
afterEach(async () => {
  await stopAll();
  rmSync(data, { recursive: true, force: true });
});

it('lists, tasks, linked resources, etags and delta links survive a restart', async () => {
  const before = await startBench({ data });
  before.human.todo.addList(ADA, 'Trips');
  const body = { title: 'x', due: '2026-05-06', linkedResources: [{ externalId: '12' }] };
  const kept = before.human.todo.add(ADA, body, 'Trips');
  const gone = before.human.todo.add(ADA, { title: 'y' }, 'Trips').id;
  const tasks = await tasksOf(before, 'Trips');
  const link = new URL(text((await before.send('GET', `${tasks}/delta`)).body, '@odata.deltaLink'));
  before.human.todo.delete(ADA, gone);
  const all = await before.send('GET', `${tasks}?$expand=linkedResources`);
  expect(rows(all.body)).toMatchObject([{ id: kept.id, linkedResources: [{ externalId: '12' }] }]);
  await stopAll();

  const after = await startBench({ data });
  expect(await tasksOf(after, 'Trips')).toBe(tasks);
  expect(rows((await after.send('GET', `${tasks}?$expand=linkedResources`)).body)).toEqual(rows(all.body));
  expect(failure(await after.send('GET', `${tasks}/${gone}`))).toBe('404 ErrorItemNotFound');
  const changes = await after.send('GET', `${after.url}${link.pathname}${link.search}`);
  expect(rows(changes.body)).toMatchObject([{ id: gone, '@removed': { reason: 'deleted' } }]);
  expect(after.human.todo.tasks(ADA, { deleted: true })).toMatchObject([{ id: gone }]);
});
