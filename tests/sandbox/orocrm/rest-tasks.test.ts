import type { Json, JsonObject } from '../../../sandbox/orocrm/jsonapi/json';
import { isList, isObject } from '../../../sandbox/orocrm/jsonapi/json';
import type { SimulatedOrocrm } from '../../../sandbox/orocrm/start';
import { company, one, signIn, type Client, type RestReply } from './support';

let orocrm: SimulatedOrocrm;
let service: Client;
beforeEach(async () => {
  ({ orocrm, service } = await company());
});
afterEach(() => orocrm.stop());

const field = (answer: RestReply, name: string): Json | undefined =>
  isObject(answer.body) ? answer.body[name] : undefined;
const subjects = (answer: RestReply): (Json | undefined)[] =>
  isList(answer.body) ? answer.body.map((task) => (isObject(task) ? task['subject'] : undefined)) : [];

describe('tasks of the older REST', () => {
  it('are created, read, changed in part and deleted', async () => {
    const made = await service.rest('POST', '/tasks', {
      subject: 'New task',
      description: 'New description',
      dueDate: '2014-03-04T20:00:00+0100',
      taskPriority: 'high',
      owner: 2,
      createdAt: '2014-03-01T00:00:00Z',
      reminders: [{ method: 'email', interval: { number: '10', unit: 'M' } }],
    });
    expect(made).toMatchObject({ status: 201, body: { id: 1 } });
    expect((await service.rest('GET', '/tasks/1.json')).body).toEqual({
      id: 1,
      subject: 'New task',
      description: 'New description',
      dueDate: '2014-03-04T19:00:00+00:00',
      taskPriority: 'high',
      owner: 'Ada Lovelace',
      createdBy: 'Service User',
      organization: 'Acme, Inc',
      createdAt: '2014-03-01T00:00:00+00:00',
      updatedAt: expect.stringMatching(/\+00:00$/) as unknown,
      workflowItem: 1,
      workflowStep: expect.any(Number) as unknown,
    });
    const changed = await service.rest('PUT', '/tasks/1', { subject: 'Changed', updatedAt: 'x', id: 5 });
    expect([changed.status, changed.body]).toEqual([204, undefined]);
    expect(one(await service.get('/tasks/1'))).toMatchObject({
      attributes: { subject: 'Changed', description: 'New description' },
      relationships: { status: { data: { id: 'open' } } },
    });
    expect(await service.rest('DELETE', '/tasks/1')).toMatchObject({ status: 204, body: undefined });
    expect(await service.rest('GET', '/tasks/1')).toMatchObject({ status: 404, body: '' });
    expect((await service.rest('PUT', '/tasks/1', { subject: 'x' })).status).toBe(404);
    expect((await service.rest('DELETE', '/tasks/1')).status).toBe(404);
  });

  it('are refused with the errors of each field', async () => {
    const nothing = await service.rest('POST', '/tasks', { dueDate: 'soon', owner: 77, colour: 'red' });
    expect(nothing.status).toBe(400);
    expect(nothing.body).toEqual({
      code: 400,
      message: 'Validation Failed',
      errors: {
        errors: ['This form should not contain extra fields.'],
        children: {
          subject: { errors: ['This value should not be blank.'] },
          description: [],
          dueDate: { errors: ['This value is not valid.'] },
          status: [],
          taskPriority: { errors: ['This value should not be blank.'] },
          reminders: [],
          owner: { errors: ['This value is not valid.'] },
          createdAt: [],
        },
      },
    });
    const reminders: Json = [{ method: 'email', interval: { number: 1, unit: 'D' } }];
    const undated = await service.rest('POST', '/tasks', { subject: 'x', taskPriority: 'low', reminders });
    const dueDate = { errors: ['Due date must be set for reminders'] };
    expect(field(undated, 'errors')).toMatchObject({ children: { dueDate } });
    const odd = await service.rest('POST', '/tasks', { subject: 'x', taskPriority: 'low', reminders: [1] });
    expect(field(odd, 'errors')).toMatchObject({
      children: { reminders: { errors: ['This value is not valid.'] } },
    });
    expect((await service.get('/tasks')).body.data).toEqual([]);
  });

  it('do not let a client past the workflow', async () => {
    const error = { errors: ['Field could not be edited because of workflow restrictions.'] };
    const closed = { subject: 'x', taskPriority: 'low', status: 'closed' };
    expect(field(await service.rest('POST', '/tasks', closed), 'errors')).toMatchObject({
      children: { status: error },
    });
    const { id } = orocrm.addTask({ subject: 'x', owner: 'service' });
    const put = await service.rest('PUT', `/tasks/${id}`, { status: 'task_status.closed' });
    expect(field(put, 'errors')).toMatchObject({ children: { status: error } });
    expect((await service.rest('PUT', `/tasks/${id}`, { status: 'open' })).status).toBe(204);
  });

  it('keep to the permissions of the caller', async () => {
    const his = orocrm.addTask({ subject: 'his', owner: 'bob' });
    orocrm.addTask({ subject: 'hers', owner: 'ada' });
    const ada = await signIn(orocrm, 'ada');
    expect(subjects(await ada.rest('GET', '/tasks'))).toEqual(['hers']);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body: JsonObject | undefined = method === 'PUT' ? { subject: 'mine' } : undefined;
      expect(await ada.rest(method, `/tasks/${his.id}`, body)).toMatchObject({
        status: 403,
        body: { code: 403, message: 'Forbidden' },
      });
    }
  });
});

describe('lists of the older REST', () => {
  beforeEach(() => {
    for (const [index, owner] of ['ada', 'bob', 'ada'].entries()) {
      const at = `2026-01-0${index + 1}T12:00:00Z`;
      orocrm.addTask({ subject: `t${index + 1}`, owner, createdAt: at, updatedAt: at });
    }
  });

  it.each([
    ['', ['t1', 't2', 't3']],
    ['limit=2', ['t1', 't2']],
    ['limit=2&page=2', ['t3']],
    ['updatedAt>2026-01-02T12:00:00Z', ['t3']],
    ['updatedAt>=2026-01-02T12:00:00Z', ['t2', 't3']],
    ['updatedAt%3E%3D2026-01-02T12:00:00Z', ['t2', 't3']],
    ['updatedAt<=2026-01-02T12:00:00Z', ['t1', 't2']],
    ['createdAt<2026-01-02T12:00:00Z', ['t1']],
    ['createdAt<>2026-01-02T12:00:00Z', ['t1', 't3']],
    ['updatedAt=2026-01-02T14:00:00%2B02:00', ['t2']],
    ['updatedAt=2026-01-02T14:00:00+0200', ['t2']],
    ['updatedAt>=2026-01-03', ['t3']],
    ['ownerId=2', ['t1', 't3']],
    ['ownerId<>2', ['t2']],
    ['ownerUsername=bob', ['t2']],
    ['ownerUsername<>bob', ['t1', 't3']],
    ['ownerId=77', []],
    ['subject=t1', ['t1', 't2', 't3']],
  ])('?%s', async (query, expected) => {
    expect(subjects(await service.rest('GET', `/tasks?${query}`))).toEqual(expected);
  });

  it('count all where the client asks for it', async () => {
    const counted = await service.rest('GET', '/tasks?limit=1', undefined, { 'X-Include': 'totalCount' });
    expect(counted.headers.get('x-include-total-count')).toBe('3');
    expect((await service.rest('GET', '/tasks')).headers.get('x-include-total-count')).toBeNull();
  });

  it('fail for a time that is none', async () => {
    expect((await service.rest('GET', '/tasks?updatedAt>=yesterday')).status).toBe(500);
  });
});

describe('the older REST', () => {
  it('takes form-encoded bodies, and both versions of its address', async () => {
    const answer = await service.send(
      'POST',
      '/rest/v1/tasks.json',
      'subject=From+a+form&taskPriority=low&dueDate=2026-01-01T00%3A00%3A00Z&reminders[0][method]=email&reminders[0][interval][number]=5&reminders[0][interval][unit]=M',
      { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
    );
    expect(answer.status).toBe(201);
    expect(orocrm.tasks.show('1')).toMatchObject({
      subject: 'From a form',
      reminders: [{ method: 'email', interval: { number: 5, unit: 'M' } }],
    });
  });

  it('answers what it cannot serve in its own format', async () => {
    expect(await service.rest('GET', '/nothing')).toMatchObject({
      status: 404,
      body: { code: 404, message: 'Not Found' },
    });
    const wrong = await service.rest('DELETE', '/tasks');
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect((await service.rest('GET', '/tasks/x')).status).toBe(404);
    const broken = await service.send('POST', '/rest/latest/tasks', '{', {
      'Content-Type': 'application/json',
    });
    expect([broken.status, broken.body]).toEqual([
      400,
      { code: 400, message: 'Invalid json message received' },
    ]);
    const stranger = await service.rest('GET', '/tasks', undefined, { Authorization: 'Bearer x' });
    expect(stranger.status).toBe(401);
    orocrm.configure({ webApi: false });
    expect((await service.rest('GET', '/tasks')).status).toBe(404);
  });

  it('tells the log who did what to which kind of record', async () => {
    orocrm.addTask({ subject: 'x', owner: 'service' });
    const from = orocrm.control.log.since().next;
    await service.rest('GET', '/tasks?updatedAt>=2026-01-01');
    await service.rest('PUT', '/tasks/1', { subject: 'y' });
    await service.rest('POST', '/workflow/transit/1/close');
    await service.rest('GET', '/audits');
    const entries = orocrm.control.log.since(from).entries;
    expect(entries.map(({ query, subject, entity, write }) => [query, subject, entity, write])).toEqual([
      ['updatedAt%3E=2026-01-01', '1', 'tasks', false],
      ['', '1', 'tasks', true],
      ['', '1', 'tasks', true],
      ['', '1', 'audits', false],
    ]);
  });

  it('is behind the prefix that OroCommerce puts before it', async () => {
    orocrm.configure({ prefix: '/admin/api' });
    expect((await service.rest('GET', '/tasks')).status).toBe(200);
    const moved = await fetch(`${orocrm.url}/api/rest/latest/tasks`);
    expect(moved.status).toBe(404);
  });
});
