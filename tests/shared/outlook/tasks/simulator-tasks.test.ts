import fc from 'fast-check';
import { outlookId } from '../../../../shared/records/ids';
import type { OutlookTask } from '../../../../shared/records/task';
import { arbitraryTask } from './support/arbitrary-task';
import { ada, aTask, SimulatedTodo } from './support/simulated-todo';

let todo: SimulatedTodo;

beforeAll(async () => {
  todo = await SimulatedTodo.start();
});
afterAll(() => todo.graph.stop());
beforeEach(() => todo.reset());

/** Ids, etags and lists are the mailbox's to give. */
const content = ({ title, importance, status, dueDate, mark }: OutlookTask): object => ({
  ...{ title, importance, status, dueDate, mark },
});

const links = (id: string): readonly Record<string, unknown>[] =>
  (todo.graph.human.todo.task(ada, id).task['linkedResources'] ?? []) as Record<string, unknown>[];

describe('tasks', () => {
  it('are as they were sent, whatever is in them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryTask, { minLength: 1, maxLength: 20 }), async (drafts) => {
        const made = await todo.made(...drafts);
        const { records } = await todo.tasks.read(made.map(({ id }) => id));
        expect(
          made.map(({ id }) => {
            const reading = records.get(id);
            return reading?.state === 'there' ? content(reading.record) : undefined;
          }),
        ).toEqual(drafts.map(content));
        expect(made.map(content)).toEqual(drafts.map(content));
      }),
      { numRuns: 15 },
    );
  });

  it('are as desired after a change, mark and all, and show as they are', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryTask, arbitraryTask, async (before, after) => {
        const { id } = await todo.makeOne(before);
        const current = await todo.readOne(id);
        if (current === undefined) throw new Error('Not there.');
        const desired = { ...current, ...content(after) };
        const [outcome] = await todo.tasks.update([{ current, desired }]);
        if (outcome?.ok !== true) throw outcome?.error ?? new Error('No outcome.');
        const now = await todo.readOne(id);
        expect(now && content(now)).toEqual(content(after));
        expect(content(outcome.record)).toEqual(content(after));
        if (outcome.record.version !== '') expect(outcome.record.version).toBe(now?.version);
        expect(links(id)).toHaveLength(after.mark === '' ? 0 : 1);
      }),
      { numRuns: 30 },
    );
  });

  it('carry a link to their page in OroCRM, and leave links of others alone', async () => {
    const { id } = todo.graph.human.todo.add(ada, {
      title: 'x',
      linkedResources: [{ applicationName: 'Other', externalId: '99', webUrl: 'https://other.example.org' }],
    });
    for (const mark of ['4711', '4712', '']) {
      const current = await todo.readOne(id);
      if (current === undefined) throw new Error('Not there.');
      const [outcome] = await todo.tasks.update([{ current, desired: { ...current, mark } }]);
      expect(outcome).toMatchObject({ ok: true, record: { mark, version: '' } });
      expect((await todo.readOne(id))?.mark).toBe(mark);
      const [other, ours, more] = links(id);
      expect(other).toMatchObject({ applicationName: 'Other', externalId: '99' });
      if (mark === '') expect(ours).toBeUndefined();
      else {
        expect(ours).toMatchObject({
          applicationName: 'OroCRM',
          externalId: mark,
          webUrl: `https://crm.example.org/task/view/${mark}`,
        });
      }
      expect(more).toBeUndefined();
    }
  });

  it('are changed and deleted only in the version that was read', async () => {
    const read = await todo.makeOne();
    todo.graph.human.todo.edit(ada, read.id, { importance: 'high' });
    const desired = { ...read, title: 'Other', mark: '7' };
    await expect(todo.tasks.update([{ current: read, desired }])).resolves.toMatchObject([
      { ok: false, error: { code: 'changed-meanwhile' } },
    ]);
    expect(links(read.id)).toEqual([]);
    await expect(todo.tasks.remove([read])).resolves.toMatchObject([
      { ok: false, error: { code: 'changed-meanwhile' } },
    ]);
    const now = await todo.readOne(read.id);
    if (now === undefined) throw new Error('Not there.');
    await expect(todo.tasks.remove([now])).resolves.toMatchObject([{ ok: true }]);
    await expect(todo.tasks.remove([now])).resolves.toMatchObject([{ ok: true }]);
    await expect(todo.readOne(read.id)).resolves.toBeUndefined();
    expect(todo.graph.human.todo.tasks(ada, { deleted: true }).map(({ id }) => id)).toEqual([read.id]);
  });

  it.each(['newTask', 'sameTask'] as const)(
    'of a series show what Graph made of a completion (%s)',
    async (recurringTaskCompletion) => {
      todo.graph.changeSettings({ recurringTaskCompletion });
      const { id } = todo.graph.human.todo.add(ada, {
        title: 'Report',
        due: '2026-05-04',
        recurrence: {
          pattern: { type: 'daily', interval: 1 },
          range: { type: 'noEnd', startDate: '2026-05-04' },
        },
        linkedResources: [{ applicationName: 'OroCRM', externalId: '7' }],
      });
      const current = await todo.readOne(id);
      if (current === undefined) throw new Error('Not there.');
      expect(current).toMatchObject({ dueDate: '2026-05-04', mark: '7' });
      const [outcome] = await todo.tasks.update([{ current, desired: { ...current, status: 'completed' } }]);
      if (outcome?.ok !== true) throw outcome?.error ?? new Error('No outcome.');
      expect(outcome.record).toEqual(await todo.readOne(id));
      expect(outcome.record).toMatchObject(
        recurringTaskCompletion === 'newTask'
          ? { status: 'completed', dueDate: '2026-05-04' }
          : { status: 'notStarted', dueDate: '2026-05-05' },
      );
      expect(await todo.allPages()).toHaveLength(2);
    },
  );

  it('are written and read whole although single requests are throttled', async () => {
    todo.graph.changeSettings({ throttledItemsPerTwenty: 5, retryAfterSeconds: 0 });
    const made = await todo.made(...Array.from({ length: 20 }, (_, index) => ({ mark: `${index + 1}` })));
    expect(new Set((await todo.tasks.ids()).concat(made.map(({ id }) => id))).size).toBe(20);
  });

  it('cost no write when nothing differs', async () => {
    const read = await todo.makeOne({ mark: '7', dueDate: '2026-05-06' });
    todo.graph.control.log.clear();
    await expect(todo.tasks.update([{ current: read, desired: { ...read } }])).resolves.toMatchObject([
      { ok: true, record: read },
    ]);
    expect(todo.graph.control.log.since(0).entries.filter(({ write }) => write)).toEqual([]);
  });
});

describe('lists', () => {
  it('keep a task that moved and is linked, under its new id; what else lies there is not ours', async () => {
    const { human } = todo.graph;
    human.todo.addList(ada, 'Home');
    const [linked, own] = await todo.made({ title: 'Linked', mark: '7' }, { title: 'Own' });
    if (!linked || !own) throw new Error('Not made.');
    const moved = [linked, own].map(({ id }) => human.todo.move(ada, id, 'Home').id);
    const byUser = human.todo.add(ada, { title: 'By a user' }, 'Home').id;
    // Known lists are believed for a while: a list that is new is found all the same.
    const ids = [linked.id, own.id, ...moved, byUser].map(outlookId);
    for (const fresh of [false, true]) {
      if (fresh) todo.reconnect();
      const { records } = await todo.tasks.read(ids);
      expect(ids.map((id) => records.get(id)?.state)).toEqual(['gone', 'gone', 'there', 'gone', 'gone']);
    }
    const home = human.todo.lists(ada).find(({ name }) => name === 'Home')?.id;
    const found = await todo.readOne(moved[0] ?? '');
    expect(found).toMatchObject({ title: 'Linked', mark: '7', folder: home });
    expect(await todo.marked('7', '8')).toEqual([moved[0]]);
    if (found === undefined) throw new Error('Not there.');
    const [outcome] = await todo.tasks.update([
      { current: found, desired: { ...found, title: 'Anew', mark: '8' } },
    ]);
    expect(outcome).toMatchObject({ ok: true, record: { folder: home, title: 'Anew' } });
    await expect(todo.tasks.remove([{ ...found, version: '' }])).resolves.toMatchObject([{ ok: true }]);
    await expect(todo.readOne(found.id)).resolves.toBeUndefined();
  });

  it('are gone with all that was in them', async () => {
    const { human } = todo.graph;
    human.todo.addList(ada, 'Home');
    const { id } = await todo.makeOne({ mark: '7' });
    const moved = human.todo.move(ada, id, 'Home').id;
    await expect(todo.readOne(moved)).resolves.toMatchObject({ mark: '7' });
    human.todo.deleteList(ada, 'Home');
    await expect(todo.readOne(moved)).resolves.toBeUndefined();
    await expect(todo.marked('7')).resolves.toEqual([]);
  });

  it('are listed over all pages: the default one whole, of others what is linked', async () => {
    const { human } = todo.graph;
    human.todo.addList(ada, 'Home');
    human.todo.addMany(
      ada,
      Array.from({ length: 230 }, (_, index) => ({ title: `T${index}` })),
    );
    human.todo.addMany(
      ada,
      Array.from({ length: 120 }, (_, index) => ({
        title: `H${index}`,
        ...(index % 40 === 0 && {
          linkedResources: [{ applicationName: 'OroCRM', externalId: `${index + 1}` }],
        }),
      })),
      'Home',
    );
    const listed = await todo.allPages();
    expect(new Set(listed.map(({ id }) => id)).size).toBe(233);
    expect(listed).toHaveLength(233);
    expect(listed.filter(({ mark }) => mark !== '').map(({ mark }) => mark)).toEqual(['1', '41', '81']);
    expect([...(await todo.tasks.ids())].sort()).toEqual(listed.map(({ id }) => id).sort());
    expect((await todo.tasks.findByMark([])).length).toBe(0);
    expect(await todo.marked('81', '42')).toEqual([listed.find(({ mark }) => mark === '81')?.id]);
  });

  it('are found by their delta where the listing shows Flagged Emails only', async () => {
    const { id } = await todo.makeOne();
    todo.graph.changeSettings({ todoListsIncomplete: true });
    todo.reconnect();
    await expect(todo.readOne(id)).resolves.toMatchObject({ title: 'Call Ada' });
  });
});

it('without the role, the permission that is missing is named, by every call', async () => {
  const task = await todo.makeOne();
  todo.graph.changeSettings({ tasksRoleGranted: false });
  const denied = {
    kind: 'operator',
    code: 'forbidden',
    action: expect.stringContaining('Tasks.ReadWrite.All') as unknown,
  };
  await expect(todo.tasks.read([task.id])).rejects.toMatchObject(denied);
  await expect(todo.tasks.create([aTask()])).rejects.toMatchObject(denied);
  await expect(todo.tasks.remove([task])).rejects.toMatchObject(denied);
  await expect(
    todo.tasks.update([{ current: task, desired: { ...task, title: 'x' } }]),
  ).rejects.toMatchObject(denied);
  todo.reconnect();
  await expect(todo.tasks.page(undefined)).rejects.toMatchObject(denied);
  await expect(todo.tasks.page(JSON.stringify({ folders: ['default'] }))).rejects.toMatchObject(denied);
  await expect(todo.poll('{"folders":[]}')).resolves.toMatchObject({ state: 'failed', error: denied });
});
