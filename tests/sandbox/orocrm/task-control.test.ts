import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOrocrm, type SimulatedOrocrm } from '../../../sandbox/orocrm/start';
import { Client, company, ids, one, signIn } from './support';

async function control(
  orocrm: SimulatedOrocrm,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${orocrm.url}/_control${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

describe('what a person does with tasks', () => {
  let orocrm: SimulatedOrocrm;
  let service: Client;
  beforeEach(async () => {
    ({ orocrm, service } = await company());
  });
  afterEach(() => orocrm.stop());

  it('is listing, adding, editing and deleting them', async () => {
    const contact = orocrm.addContact({ firstName: 'Grace' });
    const made = await control(orocrm, 'POST', '/tasks', {
      subject: 'Call',
      owner: 'ada@example.com',
      dueDate: '2026-05-01T12:00:00+02:00',
      activityTargets: [{ type: 'contacts', id: contact.id }],
      updatedAt: '2026-01-02T10:00:00Z',
      as: 'bob',
    });
    expect(made).toMatchObject({
      status: 200,
      body: {
        subject: 'Call',
        status: 'open',
        taskPriority: 'normal',
        dueDate: '2026-05-01T10:00:00Z',
        owner: '2',
        createdBy: '3',
        updatedAt: '2026-01-02T10:00:00Z',
        activityTargets: [{ type: 'contacts', id: contact.id }],
        workflowItem: '1',
      },
    });
    const { id } = made.body as { id: string };
    const task = one(await service.get(`/tasks/${id}`));
    expect(task.relationships['activityTargets']?.data).toEqual([{ type: 'contacts', id: contact.id }]);

    const edited = await control(orocrm, 'PATCH', `/tasks/${id}`, { status: 'closed', owner: 'bob' });
    expect(edited.body).toMatchObject({ status: 'closed', owner: '3', workflowItem: '1', subject: 'Call' });
    expect(edited.body).not.toMatchObject({ updatedAt: '2026-01-02T10:00:00Z' });
    expect((await control(orocrm, 'GET', '/tasks?owner=bob')).body).toEqual([edited.body]);
    expect((await control(orocrm, 'GET', '/tasks?owner=ada')).body).toEqual([]);
    expect((await control(orocrm, 'GET', `/tasks/${id}`)).body).toEqual(edited.body);
    expect((await control(orocrm, 'DELETE', `/tasks/${id}`)).status).toBe(204);
    expect((await service.get(`/tasks/${id}`)).status).toBe(404);
  });

  it('is refused where it makes no sense', async () => {
    expect((await control(orocrm, 'POST', '/tasks', { owner: 'ada' })).status).toBe(400);
    expect((await control(orocrm, 'POST', '/tasks', { subject: 'x', status: 'done' })).status).toBe(400);
    expect((await control(orocrm, 'POST', '/tasks', { subject: 'x', owner: 'nobody' })).status).toBe(404);
    const activityTargets = [{ type: 'contacts', id: '9' }];
    expect((await control(orocrm, 'POST', '/tasks', { subject: 'x', activityTargets })).status).toBe(404);
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const body = method === 'PATCH' ? {} : undefined;
      expect((await control(orocrm, method, '/tasks/9', body)).status).toBe(404);
    }
    expect((await control(orocrm, 'GET', '/tasks')).body).toEqual([]);
  });

  it('is forgotten by a reset', async () => {
    orocrm.addTask({ subject: 'x', owner: 'ada' });
    orocrm.configure({ taskWorkflow: false });
    await orocrm.reset();
    expect(orocrm.tasks.list()).toEqual([]);
    expect(orocrm.settings.taskWorkflow).toBe(true);
    expect(orocrm.addTask({ subject: 'y' })).toMatchObject({ id: '1', workflowItem: '1' });
  });
});

it('keeps tasks and their place in the workflow in its folder', async () => {
  const data = mkdtempSync(join(tmpdir(), 'orocrm-'));
  const first = await startOrocrm({ data });
  first.addUser({ username: 'service', accessLevel: 'organization' });
  const kept = first.addTask({ subject: 'Kept', owner: 'service', status: 'in_progress' });
  first.tasks.delete(first.addTask({ subject: 'Gone', owner: 'service' }).id);
  const { token } = await signIn(first, 'service');
  await first.stop();

  const second = await startOrocrm({ data });
  const client = new Client(second, token);
  expect(ids(await client.get('/tasks?filter[owner]=1&filter[updatedAt][gte]=2020-01-01'))).toEqual([
    kept.id,
  ]);
  expect(second.tasks.show(kept.id)).toEqual(kept);
  const answer = await client.rest('POST', `/workflow/transit/${String(kept.workflowItem)}/stop_progress`);
  expect(answer.status).toBe(200);
  expect(second.tasks.show(kept.id).status).toBe('open');
  // Neither the id of a deleted task nor that of its workflow item comes back.
  expect(second.addTask({ subject: 'Next' })).toMatchObject({ id: '3', workflowItem: '3' });
  await second.stop();
  rmSync(data, { recursive: true });
});
