import { at, failure, IMMUTABLE, rows, startBench, stopAll, text, type Bench } from '../harness';
import { listNamed, tasksOf } from './lists';

const ADA = 'ada@example.com';
let bench: Bench;
let delta: string;
beforeEach(async () => {
  bench = await startBench();
  delta = `${await tasksOf(bench, 'Tasks')}/delta`;
});
afterEach(stopAll);

interface Round {
  readonly items: Record<string, unknown>[];
  readonly link: string;
  readonly sizes: number[];
}

/** Follows a round to its end. */
async function round(url: string): Promise<Round> {
  const items: Record<string, unknown>[] = [];
  const sizes: number[] = [];
  for (let next = url; sizes.length < 50;) {
    const { status, body } = await bench.send('GET', next, { headers: { Prefer: IMMUTABLE } });
    if (status !== 200) throw new Error(JSON.stringify(body));
    items.push(...rows(body));
    sizes.push(rows(body).length);
    const link = at(body, '@odata.deltaLink');
    if (typeof link === 'string') return { items, link, sizes };
    next = text(body, '@odata.nextLink');
  }
  throw new Error('The round has no end.');
}

const add = (title: string, list?: string): string => bench.human.todo.add(ADA, { title }, list).id;

describe('delta of tasks', () => {
  it('gives everything first, then what changed, and deletions', async () => {
    const [one, two] = [add('one'), add('two')];
    const start = await round(delta);
    expect(start.items).toMatchObject([
      { '@odata.type': '#microsoft.graph.todoTask', id: one, title: 'one' },
      { id: two },
    ]);
    const done = bench.human.todo.complete(ADA, two);
    bench.human.todo.delete(ADA, one);
    const later = await round(start.link);
    expect(later.items).toEqual([
      expect.objectContaining({ id: two, status: 'completed', '@odata.etag': done.task['@odata.etag'] }),
      { '@odata.type': '#microsoft.graph.todoTask', id: one, '@removed': { reason: 'deleted' } },
    ]);
    expect((await round(later.link)).items).toEqual([]);
  });

  it('takes $select, $top and $expand, and remembers them in its links', async () => {
    for (let index = 0; index < 5; index += 1) {
      bench.human.todo.add(ADA, { title: `t${index}`, linkedResources: [{ externalId: String(index) }] });
    }
    const start = await round(`${delta}?$select=title&$top=2&$expand=linkedResources`);
    expect(start.sizes).toEqual([2, 2, 1]);
    expect(start.items[4]).toMatchObject({ title: 't4', linkedResources: [{ externalId: '4' }] });
    expect(start.items[4]).not.toHaveProperty('status');
    expect(start.link).not.toMatch(/expand|select|top=/);
    const [first] = bench.human.todo.tasks(ADA);
    bench.human.todo.edit(ADA, first?.id ?? '', { importance: 'high' });
    expect((await round(start.link)).items).toEqual([]);
    const path = `${await tasksOf(bench, 'Tasks')}/${first?.id ?? ''}/linkedResources`;
    await bench.send('POST', path, { body: { externalId: 'new' } });
    expect((await round(start.link)).items).toMatchObject([
      { title: 't0', linkedResources: [{ externalId: '0' }, { externalId: 'new' }] },
    ]);
  });

  it.each(["$filter=status eq 'completed'", '$orderby=title', '$skip=1', '$expand=checklistItems', '$top=0'])(
    'refuses %s',
    async (query) => {
      expect(failure(await bench.send('GET', `${delta}?${encodeURI(query)}`))).toMatch(/^400 /);
    },
  );

  it('is one cursor per list: a move is a removal here and a new task there', async () => {
    bench.human.todo.addList(ADA, 'Trips');
    const id = add('one');
    const here = await round(delta);
    const there = await round(`${await tasksOf(bench, 'Trips')}/delta`);
    const moved = bench.human.todo.move(ADA, id, 'Trips');
    expect((await round(here.link)).items).toMatchObject([{ id, '@removed': { reason: 'deleted' } }]);
    const after = await round(there.link);
    expect(after.items).toMatchObject([{ id: moved.id, title: 'one' }]);
    bench.changeSettings({ moveReason: 'changed' });
    bench.human.todo.move(ADA, moved.id, 'Tasks');
    expect((await round(after.link)).items).toMatchObject([
      { id: moved.id, '@removed': { reason: 'changed' } },
    ]);
    const token = new URL(here.link).searchParams.get('$deltatoken') ?? '';
    const elsewhere = `${await tasksOf(bench, 'Trips')}/delta?$deltatoken=${token}`;
    expect(failure(await bench.send('GET', elsewhere))).toBe('400 ErrorInvalidUrlQuery');
  });

  it('gives 410 for links that expired', async () => {
    const { link } = await round(delta);
    bench.expireDelta({ mailbox: ADA });
    expect(failure(await bench.send('GET', link))).toBe('410 SyncStateNotFound');
    expect((await round(delta)).items).toEqual([]);
  });

  it('ends with its list', async () => {
    const { id } = bench.human.todo.addList(ADA, 'Trips');
    add('one', 'Trips');
    const { link } = await round(`${bench.ada}/todo/lists/${id}/tasks/delta`);
    bench.human.todo.deleteList(ADA, id);
    expect(failure(await bench.send('GET', link))).toBe('404 ErrorItemNotFound');
  });
});

describe('delta of lists', () => {
  it('gives all lists, then new, renamed and deleted ones', async () => {
    const lists = `${bench.ada}/todo/lists/delta`;
    const start = await round(lists);
    expect(start.items).toMatchObject([
      { '@odata.type': '#microsoft.graph.todoTaskList', wellknownListName: 'defaultList' },
      { wellknownListName: 'flaggedEmails' },
    ]);
    const trips = bench.human.todo.addList(ADA, 'Trips');
    add('quiet', 'Trips');
    const added = await round(start.link);
    expect(added.items).toMatchObject([{ id: trips.id, displayName: 'Trips' }]);
    bench.human.todo.renameList(ADA, 'Trips', 'Travel');
    const renamed = await round(added.link);
    expect(renamed.items).toMatchObject([{ id: trips.id, displayName: 'Travel' }]);
    bench.human.todo.deleteList(ADA, 'Travel');
    expect((await round(renamed.link)).items).toMatchObject([
      { id: trips.id, '@removed': { reason: 'deleted' } },
    ]);
    expect(failure(await bench.send('GET', `${lists}?$expand=tasks`))).toMatch(/^400 /);
  });

  it('keeps quiet about tasks', async () => {
    const start = await round(`${bench.ada}/todo/lists/delta?$select=displayName`);
    add('one');
    expect((await round(start.link)).items).toEqual([]);
    expect(await listNamed(bench, 'Tasks')).toBe(start.items[0]?.['id']);
  });
});
