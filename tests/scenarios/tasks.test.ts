import { z } from 'zod';
import { Person } from '../support/person';
import { startSandbox, type Sandbox } from '../support/sandbox';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
}, 90_000);
afterAll(() => sandbox.stop());

const orocrmTask = z.looseObject({ id: z.string(), subject: z.string(), owner: z.string() });
const outlookTask = z.object({
  id: z.string(),
  list: z.object({ name: z.string() }),
  task: z.looseObject({
    title: z.string(),
    status: z.string(),
    linkedResources: z.array(z.looseObject({ externalId: z.string() })).default([]),
  }),
});

/** A person and the tasks of both sides. */
class Taskmaster {
  private constructor(readonly person: Person) {}

  static async hire(options: { timeZone?: string; settings?: Record<string, unknown> } = {}) {
    return new Taskmaster(await Person.hire(sandbox, { entity: 'tasks', ...options }));
  }

  async addOrocrm(task: Record<string, unknown>): Promise<string> {
    const body = { owner: this.person.userId, ...task };
    return (await sandbox.control<{ id: string }>('orocrm', 'POST', '/tasks', body)).id;
  }

  editOrocrm(id: string, change: Record<string, unknown>): Promise<unknown> {
    return sandbox.control('orocrm', 'PATCH', `/tasks/${id}`, change);
  }

  async orocrm(): Promise<z.output<typeof orocrmTask>[]> {
    const all = await sandbox.control('orocrm', 'GET', `/tasks?owner=${this.person.userId}`);
    return z
      .array(orocrmTask)
      .parse(all)
      .filter(({ owner }) => owner === this.person.userId);
  }

  async addOutlook(task: Record<string, unknown>): Promise<string> {
    return (await this.todo<{ id: string }>('POST', '/tasks', task)).id;
  }

  editOutlook(id: string, change: Record<string, unknown>): Promise<unknown> {
    return this.todo('PATCH', `/tasks/${id}`, change);
  }

  async outlook(): Promise<z.output<typeof outlookTask>[]> {
    return z.array(outlookTask).parse(await this.todo('GET', '/tasks'));
  }

  todo<T>(method: string, path: string, body?: unknown): Promise<T> {
    return sandbox.control<T>('graph', method, `/mailboxes/${this.person.address}${path}`, body);
  }

  async run(): Promise<void> {
    expect(await this.person.run()).toMatchObject({ status: 'done', errors: [], counts: { failed: 0 } });
  }

  async only(): Promise<{
    orocrm: z.output<typeof orocrmTask>;
    outlook: z.output<typeof outlookTask>;
  }> {
    const [left, right] = [await this.orocrm(), await this.outlook()];
    expect([left.length, right.length]).toEqual([1, 1]);
    const [orocrm, outlook] = [left[0], right[0]];
    if (!orocrm || !outlook) throw new Error('There is a pair.');
    expect(outlook.task.linkedResources.map(({ externalId }) => externalId)).toEqual([orocrm.id]);
    return { orocrm, outlook };
  }
}

test.each(['waitingOnOthers', 'deferred'])(
  '%s in Outlook survives while OroCRM says in progress',
  async (status) => {
    const master = await Taskmaster.hire();
    const id = await master.addOutlook({ title: 'Offer', status });
    await master.run();
    const made = await master.only();
    expect(made.orocrm['status']).toBe('in_progress');
    expect(made.outlook.task.status).toBe(status);
    await master.editOrocrm(made.orocrm.id, { subject: 'Better offer' });
    await master.run();
    expect((await master.only()).outlook.task).toMatchObject({ title: 'Better offer', status });
    await master.editOrocrm(made.orocrm.id, { status: 'closed' });
    await master.run();
    expect((await master.only()).outlook.task.status).toBe('completed');
    await master.editOutlook(id, { status: 'inProgress' });
    await master.run();
    expect((await master.only()).orocrm['status']).toBe('in_progress');
    expect(await master.person.quiet()).toEqual([]);
  },
);

test.each(['America/New_York', 'Asia/Tokyo', 'Pacific/Auckland', 'UTC'])(
  'a due date is the day in the mailbox zone %s, and its time survives in OroCRM',
  async (timeZone) => {
    const master = await Taskmaster.hire({ timeZone });
    // Half past three in the afternoon of UTC: in Auckland the day after.
    const id = await master.addOrocrm({ subject: 'Call', dueDate: '2026-06-10T15:30:00Z' });
    await master.run();
    const { outlook } = await master.only();
    const day = (instant: string): string =>
      new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(instant));
    const dueOf = (task: Record<string, unknown>): string => {
      const due = z.object({ dateTime: z.string(), timeZone: z.literal('UTC') }).parse(task['dueDateTime']);
      return day(`${due.dateTime.slice(0, 19)}Z`);
    };
    expect(dueOf(outlook.task)).toBe(day('2026-06-10T15:30:00Z'));
    await master.editOutlook(outlook.id, { title: 'Call again' });
    await master.run();
    expect((await master.only()).orocrm).toMatchObject({
      subject: 'Call again',
      dueDate: '2026-06-10T15:30:00Z',
    });
    await master.editOutlook(outlook.id, { due: '2026-12-24' });
    await master.run();
    const moved = z.string().parse((await master.only()).orocrm['dueDate']);
    expect(day(moved)).toBe('2026-12-24');
    await master.editOutlook(outlook.id, { due: null });
    await master.run();
    expect((await master.only()).orocrm['dueDate']).toBeNull();
    expect(await master.person.quiet()).toEqual([]);
    expect((await master.only()).orocrm.id).toBe(id);
  },
);

test('every status reaches every other through the workflow, over two transitions where there is no shorter way', async () => {
  const master = await Taskmaster.hire();
  const id = await master.addOutlook({ title: 'Walk', status: 'completed' });
  await master.run();
  const names = { notStarted: 'open', inProgress: 'in_progress', completed: 'closed' } as const;
  const walk = [
    'inProgress',
    'completed',
    'notStarted',
    'completed',
    'inProgress',
    'notStarted',
    'inProgress',
  ] as const;
  expect((await master.only()).orocrm['status']).toBe('closed');
  for (const status of walk) {
    await master.editOutlook(id, { status });
    await master.run();
    expect((await master.only()).orocrm['status']).toBe(names[status]);
  }
  expect(await master.person.quiet()).toEqual([]);
});

test('without a workflow the status is a field like any other', async () => {
  await sandbox.control('orocrm', 'PUT', '/settings', { taskWorkflow: false });
  try {
    const master = await Taskmaster.hire();
    const id = await master.addOutlook({ title: 'Plain', status: 'completed' });
    await master.run();
    expect((await master.only()).orocrm['status']).toBe('closed');
    await master.editOutlook(id, { status: 'inProgress' });
    await master.run();
    expect((await master.only()).orocrm).toMatchObject({ status: 'in_progress', workflowItem: null });
    expect(await master.person.quiet()).toEqual([]);
  } finally {
    await sandbox.control('orocrm', 'PUT', '/settings', { taskWorkflow: true });
  }
});

test('a user who may not make transitions: the task is set aside with what to do, the rest goes on', async () => {
  const master = await Taskmaster.hire();
  await sandbox.control('orocrm', 'PATCH', `/users/${master.person.userId}`, { taskTransitions: false });
  await master.addOutlook({ title: 'Stuck', status: 'completed' });
  await master.addOutlook({ title: 'Fine' });
  const run = await master.person.run();
  expect(run).toMatchObject({ status: 'done', counts: { created: 2 } });
  // It may be looked at again behind the first sync, for its mark is a change of the mailbox.
  expect(run.counts['failed']).toBeGreaterThan(0);
  expect((await master.orocrm()).map(({ subject, status }) => [subject, status]).sort()).toEqual([
    ['Fine', 'open'],
    ['Stuck', 'open'],
  ]);
  const alerts = (await master.person.alerts()).filter(({ code }) => code === 'record-failed');
  expect(alerts).toHaveLength(1);
  expect(JSON.stringify(alerts)).toMatch(/transition close.*role of the OroCRM user/);
  await sandbox.control('orocrm', 'PATCH', `/users/${master.person.userId}`, { taskTransitions: true });
  const [failed] = await sandbox.api<{ id: string }[]>('GET', `/failed?mailbox=${master.person.address}`);
  await sandbox.api('POST', `/failed/${failed?.id ?? ''}/retry`);
  await master.person.until(async () =>
    (await master.orocrm()).some(({ subject, status }) => subject === 'Stuck' && status === 'closed'),
  );
  expect(await master.orocrm()).toHaveLength(2);
  expect(await master.person.quiet()).toEqual([]);
});

test('the link names the page of the task in OroCRM, and survives a move to another list', async () => {
  const master = await Taskmaster.hire();
  await master.addOrocrm({ subject: 'Move me', taskPriority: 'high' });
  await master.run();
  const { orocrm, outlook } = await master.only();
  expect(outlook.task).toMatchObject({ importance: 'high' });
  expect(outlook.task.linkedResources[0]).toMatchObject({
    applicationName: 'OroCRM',
    externalId: orocrm.id,
    webUrl: `${sandbox.orocrm}/task/view/${orocrm.id}`,
  });
  await master.todo('POST', '/lists', { name: 'Later' });
  await master.todo('POST', `/tasks/${outlook.id}/move`, { list: 'Later' });
  await master.run();
  const moved = await master.only();
  expect(moved.outlook.list.name).toBe('Later');
  expect(moved.orocrm.id).toBe(orocrm.id);
  await master.editOutlook(moved.outlook.id, { title: 'Moved' });
  await master.run();
  expect((await master.only()).orocrm.subject).toBe('Moved');
  await master.editOrocrm(orocrm.id, { taskPriority: 'low' });
  await master.run();
  expect((await master.only()).outlook.task['importance']).toBe('low');
  expect(await master.person.quiet()).toEqual([]);
});

test('a task that is made in another list stays the private one that it is', async () => {
  const master = await Taskmaster.hire();
  await master.addOutlook({ title: 'In the default list' });
  await master.todo('POST', '/lists', { name: 'Shopping' });
  await master.addOutlook({ title: 'Milk', list: 'Shopping' });
  await master.run();
  expect((await master.orocrm()).map(({ subject }) => subject)).toEqual(['In the default list']);
  expect(await master.person.quiet()).toEqual([]);
});

test.each([
  ['a new task for the next time', { recurringTaskCompletion: 'newTask' }],
  ['the same task for the next time', { recurringTaskCompletion: 'sameTask' }],
  ['a new task without the links', { recurringTaskCompletion: 'newTask', nextTaskCopiesLinks: false }],
])('a completed recurring task that leaves %s is closed once and open once', async (_, switches) => {
  await sandbox.control('graph', 'PUT', '/settings', switches);
  try {
    const master = await Taskmaster.hire();
    const id = await master.addOutlook({
      title: 'Water the plants',
      due: '2026-06-01',
      recurrence: {
        pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday'] },
        range: { type: 'noEnd', startDate: '2026-06-01' },
      },
    });
    await master.run();
    expect((await master.only()).orocrm['status']).toBe('open');
    await master.todo('POST', `/tasks/${id}/complete`);
    await master.run();
    await master.run();
    const left = await master.orocrm();
    expect(left.map(({ status }) => status).sort()).toEqual(['closed', 'open']);
    const right = await master.outlook();
    const marks = right.flatMap(({ task }) => task.linkedResources.map(({ externalId }) => externalId));
    expect([...marks].sort()).toEqual(left.map((task) => task.id).sort());
    expect(await master.person.quiet()).toEqual([]);
  } finally {
    await sandbox.control('graph', 'PUT', '/settings', {
      recurringTaskCompletion: 'newTask',
      nextTaskCopiesLinks: true,
    });
  }
});

test('without the role for tasks an alert names it, and contacts go on', async () => {
  const master = await Taskmaster.hire();
  await sandbox.control('graph', 'PUT', '/settings', { tasksRoleGranted: false });
  try {
    const run = await master.person.run({ entities: ['contacts', 'tasks'] });
    expect(run.status).toBe('failed');
    expect(JSON.stringify(await master.person.alerts())).toContain('Tasks.ReadWrite.All');
    await master.person.addOrocrm({ firstName: 'Ada', lastName: 'Byron' });
    expect(await master.person.run({ entities: ['contacts'] })).toMatchObject({
      status: 'done',
      counts: { created: 1 },
    });
  } finally {
    await sandbox.control('graph', 'PUT', '/settings', { tasksRoleGranted: true });
  }
});
