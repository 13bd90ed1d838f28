import type { Json, JsonObject } from '../../../sandbox/orocrm/jsonapi/json';
import type { SimulatedOrocrm } from '../../../sandbox/orocrm/start';
import { company, errors, link, one, setClock, signIn, type Client, type RestReply } from './support';

const statuses = ['open', 'in_progress', 'closed'] as const;
type Status = (typeof statuses)[number];
/** The transition table of the reference, section 2. */
const table: Readonly<Record<string, Partial<Record<Status, Status>>>> = {
  start_progress: { open: 'in_progress' },
  close: { open: 'closed', in_progress: 'closed' },
  stop_progress: { in_progress: 'open' },
  reopen: { closed: 'open' },
};
const locked = 'workflow entity constraint: Field could not be edited because of workflow restrictions.';

let orocrm: SimulatedOrocrm;
let service: Client;
beforeEach(async () => {
  ({ orocrm, service } = await company());
});
afterEach(() => orocrm.stop());

const required: JsonObject = { taskPriority: link('taskpriorities', 'normal') };
const status = (value: Status): JsonObject => link('taskstatuses', value);

async function statusOf(id: string): Promise<Json | undefined> {
  const data = one(await service.get(`/tasks/${id}`)).relationships['status']?.data;
  return (data as JsonObject | undefined)?.['id'];
}

async function shown(id: string): Promise<JsonObject> {
  return (await service.rest('GET', `/tasks/${id}`)).body as JsonObject;
}

async function transit(id: string, transition: string, client = service): Promise<RestReply> {
  const item = JSON.stringify((await shown(id))['workflowItem']);
  return client.rest('POST', `/workflow/transit/${item}/${transition}`);
}

describe('an active workflow', () => {
  it.each(statuses)('of a new task with status %s', async (value) => {
    const made = await service.create('tasks', { subject: 'x' }, { ...required, status: status(value) });
    expect(made.status).toBe(value === 'open' ? 201 : 400);
    expect(errors(made)).toEqual(value === 'open' ? [] : [`${locked} @/data/relationships/status/data`]);
  });

  it('locks the status, but takes it where it is unchanged', async () => {
    const { id } = orocrm.addTask({ subject: 'x', owner: 'service', status: 'in_progress' });
    const kept = await service.update('tasks', id, { subject: 'y' }, { status: status('in_progress') });
    expect(kept.status).toBe(200);
    const changed = await service.update('tasks', id, { subject: 'z' }, { status: status('closed') });
    expect([changed.status, errors(changed)]).toEqual([400, [`${locked} @/data/relationships/status/data`]]);
    const direct = await service.send('PATCH', `/tasks/${id}/relationships/status`, status('open'));
    expect([direct.status, errors(direct)]).toEqual([400, [locked]]);
    const same = await service.send('PATCH', `/tasks/${id}/relationships/status`, status('in_progress'));
    expect(same.status).toBe(204);
    expect(one(await service.get(`/tasks/${id}`)).attributes['subject']).toBe('y');
    expect(await statusOf(id)).toBe('in_progress');
  });

  for (const from of statuses) {
    for (const [transition, ways] of Object.entries(table)) {
      const to = ways[from];
      it(`${to === undefined ? 'refuses' : 'does'} ${transition} from ${from}`, async () => {
        const { id, workflowItem } = orocrm.addTask({ subject: 'x', owner: 'service', status: from });
        const answer = await transit(id, transition);
        expect(await statusOf(id)).toBe(to ?? from);
        if (to === undefined) {
          const message = `Step "${from}" of workflow "task_flow" doesn't have allowed transition "${transition}".`;
          expect(answer).toMatchObject({ status: 400, body: { message } });
          return;
        }
        expect(answer.status).toBe(200);
        expect(answer.body).toEqual({
          workflowItem: {
            id: Number(workflowItem),
            workflow_name: 'task_flow',
            entity_id: id,
            entity_class: 'Oro\\Bundle\\TaskBundle\\Entity\\Task',
            result: null,
          },
        });
      });
    }
  }

  it('shows step and item, and moves updatedAt with a transition', async () => {
    await setClock(orocrm, { at: '2026-03-01T10:00:00Z', frozen: true });
    const { id } = orocrm.addTask({ subject: 'x', owner: 'service' });
    const before = await shown(id);
    await setClock(orocrm, { advanceMs: 5000 });
    await transit(id, 'close');
    const after = await shown(id);
    expect(after['workflowItem']).toBe(before['workflowItem']);
    expect(after['workflowStep']).not.toBe(before['workflowStep']);
    expect([before['updatedAt'], after['updatedAt']]).toEqual([
      '2026-03-01T10:00:00+00:00',
      '2026-03-01T10:00:05+00:00',
    ]);
    await transit(id, 'reopen');
    expect((await shown(id))['workflowStep']).toBe(before['workflowStep']);
  });

  it('answers 400, 403 and 404', async () => {
    const { id, workflowItem } = orocrm.addTask({ subject: 'x', owner: 'ada' });
    expect(await transit(id, 'finish')).toMatchObject({
      status: 400,
      body: { message: 'Transition "finish" is not exist in workflow.' },
    });
    const bob = await signIn(orocrm, 'bob');
    expect((await transit(id, 'close', bob)).status).toBe(403);
    const ada = await signIn(orocrm, 'ada');
    orocrm.people.changeUser('ada', { taskTransitions: false });
    expect(await transit(id, 'close', ada)).toMatchObject({
      status: 403,
      body: { message: 'Transition "close" is not allowed.' },
    });
    expect(await statusOf(id)).toBe('open');
    orocrm.people.changeUser('ada', { taskTransitions: true });
    expect((await transit(id, 'close', ada)).status).toBe(200);
    orocrm.tasks.delete(id);
    for (const item of [workflowItem, '99', 'x']) {
      const answer = await service.rest('POST', `/workflow/transit/${String(item)}/close`);
      expect(answer).toMatchObject({ status: 404, body: { message: 'Not Found' } });
    }
  });

  it('lets the buttons of the page do everything', async () => {
    const { id } = orocrm.addTask({ subject: 'x', owner: 'service' });
    orocrm.tasks.change(id, { status: 'closed' });
    expect(await statusOf(id)).toBe('closed');
    expect((await transit(id, 'close')).status).toBe(400);
    expect((await transit(id, 'reopen')).status).toBe(200);
  });
});

describe('an inactive workflow', () => {
  beforeEach(() => {
    orocrm.configure({ taskWorkflow: false });
  });

  it('leaves the status to everyone, and tasks without an item', async () => {
    const made = await service.create('tasks', { subject: 'x' }, { ...required, status: status('closed') });
    expect(made.status).toBe(201);
    const { id } = one(made);
    expect((await service.update('tasks', id, undefined, { status: status('in_progress') })).status).toBe(
      200,
    );
    expect(await statusOf(id)).toBe('in_progress');
    const members = Object.keys(await shown(id));
    expect(members).not.toContain('workflowItem');
    expect(members).not.toContain('workflowStep');
  });

  it('leaves its tasks without an item for ever, and those can be changed plainly', async () => {
    const { id } = orocrm.addTask({ subject: 'x', owner: 'service' });
    orocrm.configure({ taskWorkflow: true });
    expect(Object.keys(await shown(id))).not.toContain('workflowItem');
    expect((await service.update('tasks', id, undefined, { status: status('closed') })).status).toBe(200);
    expect(await statusOf(id)).toBe('closed');
    expect(orocrm.tasks.show(id).workflowItem).toBeNull();
    expect(orocrm.addTask({ subject: 'y' }).workflowItem).not.toBeNull();
  });

  it('resets its data when it is switched', async () => {
    orocrm.configure({ taskWorkflow: true });
    const { id, workflowItem } = orocrm.addTask({ subject: 'x', owner: 'service' });
    orocrm.configure({ version: '6.1' });
    expect(orocrm.tasks.show(id).workflowItem).toBe(workflowItem);
    orocrm.configure({ taskWorkflow: false });
    expect(orocrm.tasks.show(id).workflowItem).toBeNull();
    const gone = await service.rest('POST', `/workflow/transit/${String(workflowItem)}/close`);
    expect(gone.status).toBe(404);
  });
});
