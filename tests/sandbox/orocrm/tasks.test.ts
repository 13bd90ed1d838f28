import type { JsonObject } from '../../../sandbox/orocrm/jsonapi/json';
import type { SimulatedOrocrm } from '../../../sandbox/orocrm/start';
import { company, errors, ids, link, links, many, one, setClock, signIn, type Client } from './support';

let orocrm: SimulatedOrocrm;
let service: Client;
beforeEach(async () => {
  ({ orocrm, service } = await company());
});
afterEach(() => orocrm.stop());

const required: JsonObject = {
  taskPriority: link('taskpriorities', 'normal'),
  status: link('taskstatuses', 'open'),
};

describe('a task', () => {
  it('is stored with what was sent, and belongs to who sent it', async () => {
    await setClock(orocrm, { at: '2026-03-01T10:00:00.700Z', frozen: true });
    const made = await service.create(
      'tasks',
      { subject: ' Call Ada ', description: '<p>now</p>', dueDate: '2026-03-02T09:30:15+02:00' },
      required,
    );
    expect(made.status).toBe(201);
    const { attributes, relationships, id } = one(made);
    expect(attributes).toEqual({
      subject: 'Call Ada',
      description: '<p>now</p>',
      dueDate: '2026-03-02T07:30:15Z',
      createdAt: '2026-03-01T10:00:00Z',
      updatedAt: '2026-03-01T10:00:00Z',
    });
    expect(relationships).toMatchObject({
      owner: { data: { type: 'users', id: '1' } },
      createdBy: { data: { type: 'users', id: '1' } },
      organization: { data: { type: 'organizations', id: '1' } },
      taskPriority: { data: { type: 'taskpriorities', id: 'normal' } },
      status: { data: { type: 'taskstatuses', id: 'open' } },
      activityTargets: { data: [] },
    });
    expect((await service.send('DELETE', `/tasks/${id}`)).status).toBe(204);
    expect((await service.get(`/tasks/${id}`)).status).toBe(404);
  });

  it('needs a subject, a priority and a status', async () => {
    const made = await service.create('tasks', { description: 'x' });
    expect(made.status).toBe(400);
    expect(errors(made)).toEqual([
      'not blank constraint: This value should not be blank. @/data/attributes/subject',
      'not blank constraint: This value should not be blank. @/data/relationships/taskPriority/data',
      'not blank constraint: This value should not be blank. @/data/relationships/status/data',
    ]);
    const long = await service.create('tasks', { subject: 'x'.repeat(256) }, required);
    expect(errors(long)).toEqual([
      'length constraint: This value is too long. It should have 255 characters or less. @/data/attributes/subject',
    ]);
    const unknown = await service.create('tasks', { subject: 'x', progress: 5, dueDate: 'soon' }, required);
    expect(errors(unknown)).toEqual([
      'extra fields constraint: This form should not contain extra fields: "progress".',
      'form constraint: The "soon" is not valid datetime. @/data/attributes/dueDate',
    ]);
  });

  it.each([
    ['2026-03-02', '2026-03-02T00:00:00Z'],
    ['2026-03', '2026-03-01T00:00:00Z'],
    ['2026-03-02T10:15Z', '2026-03-02T10:15:00Z'],
    ['2026-03-02T10:15:30.999Z', '2026-03-02T10:15:30Z'],
    [null, null],
    ['', null],
  ])('is due at %s', async (sent, stored) => {
    const made = await service.create('tasks', { subject: 'x', dueDate: sent }, required);
    expect(one(made).attributes['dueDate']).toBe(stored);
  });

  it.each(['2026-03-02T10:15:30', '2026-03-02T10:15:30+0200', '2026-02-30', '2026-03-02T24:00:00Z'])(
    'is not due at %s',
    async (sent) => {
      expect((await service.create('tasks', { subject: 'x', dueDate: sent }, required)).status).toBe(400);
    },
  );

  it('moves updatedAt with its own row only', async () => {
    await setClock(orocrm, { at: '2026-03-01T10:00:00Z', frozen: true });
    const contact = orocrm.addContact({ firstName: 'Grace' });
    const { id } = orocrm.addTask({ subject: 'x', owner: 'service' });
    const updatedAt = async (): Promise<unknown> =>
      one(await service.get(`/tasks/${id}`)).attributes['updatedAt'];
    await setClock(orocrm, { advanceMs: 60_000 });
    await service.update('tasks', id, undefined, { activityTargets: links('contacts', contact.id) });
    await service.update('tasks', id, { subject: 'x' }, { status: link('taskstatuses', 'open') });
    expect(await updatedAt()).toBe('2026-03-01T10:00:00Z');
    await service.update('tasks', id, { dueDate: '2026-04-01T00:00:00Z' });
    expect(await updatedAt()).toBe('2026-03-01T10:01:00Z');
    await setClock(orocrm, { advanceMs: 60_000 });
    await service.update('tasks', id, undefined, { taskPriority: link('taskpriorities', 'high') });
    expect(await updatedAt()).toBe('2026-03-01T10:02:00Z');
    await setClock(orocrm, { advanceMs: 60_000 });
    await service.send('PATCH', `/tasks/${id}/relationships/owner`, link('users', '2'));
    expect(await updatedAt()).toBe('2026-03-01T10:03:00Z');
  });

  it('is seen and given away only where permissions reach', async () => {
    const ada = await signIn(orocrm, 'ada');
    const hers = orocrm.addTask({ subject: 'hers', owner: 'ada' });
    const his = orocrm.addTask({ subject: 'his', owner: 'bob' });
    expect(ids(await ada.get('/tasks'))).toEqual([hers.id]);
    expect(ids(await service.get('/tasks'))).toEqual([hers.id, his.id]);
    expect((await ada.get(`/tasks/${his.id}`)).status).toBe(403);
    const given = await ada.update('tasks', hers.id, undefined, { owner: link('users', '3') });
    expect(errors(given)).toEqual([
      'owner constraint: You have no access to set this value as owner. @/data/relationships/owner/data',
    ]);
    orocrm.people.deleteUser('bob');
    expect(one(await service.get(`/tasks/${his.id}`)).relationships['owner']?.data).toBeNull();
  });
});

describe('records that a task is attached to', () => {
  it('are contacts, accounts and users, and nothing else', async () => {
    const contact = orocrm.addContact({ firstName: 'Grace' });
    const account = one(await service.create('accounts', { name: 'Acme' }));
    const targets = [
      { type: 'users', id: '2' },
      { type: 'contacts', id: contact.id },
      { type: 'accounts', id: account.id },
    ];
    const made = await service.create(
      'tasks',
      { subject: 'x' },
      { ...required, activityTargets: { data: targets } },
    );
    expect(one(made).relationships['activityTargets']?.data).toEqual(targets);
    const { id } = one(made);
    const refused = await service.update('tasks', id, undefined, {
      activityTargets: links('organizations', '1'),
    });
    expect(errors(refused)).toEqual([
      'entity type constraint: Not acceptable entity type. @/data/relationships/activityTargets/data/0/type',
    ]);
    const place = `/tasks/${id}/relationships/activityTargets`;
    expect((await service.send('DELETE', place, links('users', '2'))).status).toBe(204);
    expect((await service.get(place)).body.data).toEqual([targets[2], targets[1]]);
    orocrm.contacts.delete(contact.id);
    expect((await service.get(place)).body.data).toEqual([targets[2]]);
    expect(ids(await service.get(`/tasks?filter[activityTargets][accounts]=${account.id}`))).toEqual([id]);
    expect(ids(await service.get(`/tasks?filter[activityTargets][contacts]=${contact.id}`))).toEqual([]);
    expect((await service.get('/tasks?filter[activityTargets]=1')).status).toBe(400);
  });

  it('come as identifiers alone unless more is asked for', async () => {
    const contact = orocrm.addContact({ firstName: 'Grace' });
    const { id } = orocrm.addTask({
      subject: 'x',
      owner: 'service',
      activityTargets: [{ type: 'contacts', id: contact.id }],
    });
    const [bare] = many(await service.get(`/tasks/${id}/activityTargets?meta=title`));
    expect(bare).toMatchObject({ type: 'contacts', id: contact.id, meta: { title: 'Grace' } });
    expect(Object.keys(bare ?? {})).not.toContain('attributes');
    const [whole] = many(await service.get(`/tasks/${id}/activityTargets?include=organization`));
    expect(whole?.attributes).toMatchObject({ firstName: 'Grace' });
  });
});

describe('lists of tasks', () => {
  it('are filtered and sorted by what has an index', async () => {
    const early = { createdAt: '2026-01-01T00:00:00Z' };
    const a = orocrm.addTask({ subject: 'a', owner: 'ada', updatedAt: '2026-01-03T00:00:00Z', ...early });
    const b = orocrm.addTask({ subject: 'b', owner: 'bob', updatedAt: '2026-01-02T00:00:00Z', ...early });
    const c = orocrm.addTask({
      subject: 'c',
      owner: 'ada',
      dueDate: '2026-02-01T00:00:00Z',
      status: 'closed',
      taskPriority: 'high',
      updatedAt: '2026-01-02T00:00:00Z',
      ...early,
    });
    const found = async (query: string): Promise<readonly string[]> =>
      ids(await service.get(`/tasks?${query}`));
    expect(await found('sort=updatedAt,id')).toEqual([b.id, c.id, a.id]);
    expect(await found('filter[updatedAt][gt]=2026-01-02T00:00:00Z&sort=updatedAt,id')).toEqual([a.id]);
    expect(await found('filter[updatedAt]=2026-01-02T00:00:00Z&filter[id][gt]=2&sort=id')).toEqual([c.id]);
    expect(await found('filter[owner]=2')).toEqual([a.id, c.id]);
    expect(await found('filter[owner]=2,3&sort=-updatedAt')).toEqual([a.id, b.id, c.id]);
    expect(await found('filter[ownerUsername]=bob')).toEqual([b.id]);
    expect(await found('filter[status]=closed')).toEqual([c.id]);
    expect(await found('filter[taskPriority]=normal')).toEqual([a.id, b.id]);
    expect(await found('filter[dueDate][exists]=no')).toEqual([a.id, b.id]);
    expect(await found('filter[createdBy][exists]=yes')).toEqual([]);
    expect(errors(await service.get('/tasks?filter[createdAt]=2026-01-01'))).toEqual([
      'filter constraint: The filter is not supported. @filter[createdAt]',
    ]);
    const counted = await service.get('/tasks?page[size]=1', { 'X-Include': 'totalCount' });
    expect(counted.headers.get('x-include-total-count')).toBe('3');
  });

  it('are deleted by a filter', async () => {
    const a = orocrm.addTask({ subject: 'a' });
    const b = orocrm.addTask({ subject: 'b' });
    expect((await service.send('DELETE', `/tasks?filter[id]=${a.id}`)).status).toBe(204);
    expect(ids(await service.get('/tasks'))).toEqual([b.id]);
  });
});

describe('batches of tasks', () => {
  const item = (subject: string, status = 'open'): JsonObject => ({
    type: 'tasks',
    attributes: { subject },
    relationships: { ...required, status: link('taskstatuses', status) },
  });

  it('are all or nothing, and hold to the workflow', async () => {
    const { id } = orocrm.addTask({ subject: 'old', owner: 'service' });
    const closing = {
      type: 'tasks',
      id,
      meta: { update: true },
      relationships: { status: link('taskstatuses', 'closed') },
    };
    const refused = await service.send(
      'PATCH',
      '/tasks',
      { data: [item('new'), closing, item('shut', 'closed')] },
      { 'X-Mode': 'sync' },
    );
    expect(refused.status).toBe(400);
    expect(errors(refused)).toEqual(
      [1, 2].map(
        (index) =>
          `workflow entity constraint: Field could not be edited because of workflow restrictions. @/data/${index}/relationships/status/data`,
      ),
    );
    expect(ids(await service.get('/tasks'))).toEqual([id]);
    const done = await service.send(
      'PATCH',
      '/tasks',
      {
        data: [item('new'), { type: 'tasks', id, meta: { update: true }, attributes: { subject: 'newer' } }],
      },
      { 'X-Mode': 'sync' },
    );
    expect(done.status).toBe(200);
    expect(many(done).map(({ attributes }) => attributes['subject'])).toEqual(['new', 'newer']);
  });

  it('exist from 6.0 on', async () => {
    orocrm.configure({ version: '5.1' });
    const answer = await service.send('PATCH', '/tasks', { data: [item('new')] });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('OPTIONS, GET, POST, DELETE');
    orocrm.configure({ version: '6.0' });
    expect((await service.send('PATCH', '/tasks', { data: [item('new')] })).status).toBe(202);
  });
});

it('knows priorities and statuses as dictionaries', async () => {
  const priorities = await service.get('/taskpriorities?sort=order');
  expect(many(priorities).map(({ id, attributes }) => [id, attributes])).toEqual([
    ['low', { label: 'Low', order: 1 }],
    ['normal', { label: 'Normal', order: 2 }],
    ['high', { label: 'High', order: 3 }],
  ]);
  expect(ids(await service.get('/taskpriorities?filter[order]=1..2&sort=-order'))).toEqual(['normal', 'low']);
  const statuses = many(await service.get('/taskstatuses'));
  expect(statuses.filter(({ attributes }) => attributes['default'] === true).map(({ id }) => id)).toEqual([
    'open',
  ]);
  expect(statuses.map(({ id }) => id).sort()).toEqual(['closed', 'in_progress', 'open']);
  expect((await service.send('DELETE', '/taskpriorities/low')).status).toBe(405);
});
